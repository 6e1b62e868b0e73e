import { readFileSync, statSync } from "node:fs";
import { relative, resolve } from "node:path";
import { codeIn } from "../../notebooks/read-notebook-code.ts";
import { findFile, isNotebook } from "../../project/find-file.ts";
import { WatchedFiles } from "../../types/modules/watched-files.ts";
import { slashed } from "../../../util/files/slashed.ts";

// Files are polled for their times: not every file system reports changes.
const LOOK_MS = 1000;

/** The code of a file, and the time of its last change in milliseconds since 1970. */
type Content = { readonly code: string; readonly since: number };

/** The files that cells import by path, directly or indirectly, and the times of their changes. */
export class ImportedFiles {
  readonly #directory: string;
  readonly #onChange: () => void;
  readonly #files = new WatchedFiles();
  readonly #contents = new Map<string, Content>();
  #lookedAt = 0;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param directory the notebook's folder.
   * @param onChange called when the code of a file has changed.
   */
  constructor(directory: string, onChange: () => void) {
    this.#directory = directory;
    this.#onChange = onChange;
  }

  /** Follows files from now on, given the paths in the cells' imports. */
  async follow(paths: Iterable<string>): Promise<void> {
    for (const path of paths) {
      const file = this.#fileOf(path);
      if (file !== undefined) await this.#files.add(file, Date.now());
    }
    const followed = this.#reached(paths);
    for (const file of followed) if (!this.#contents.has(file)) this.#contents.set(file, contentOf(file));
    if (followed.length > 0) this.#timer ??= setInterval(() => void this.#look(), LOOK_MS).unref();
  }

  /** The path, relative to the notebook's folder, of a file behind these imports whose code changed after a time. */
  changedSince(time: number, paths: Iterable<string>): string | undefined {
    const found = this.#reached(paths).find((file) => (this.#contents.get(file)?.since ?? 0) > time);
    return found === undefined ? undefined : slashed(relative(this.#directory, found));
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    let hasChanged = false;
    const [lastLook, thisLook] = [this.#lookedAt, Date.now()];
    for (const { file } of await this.#files.changes()) {
      const [before, { code, since }] = [this.#contents.get(file), contentOf(file)];
      if (before?.code === code) continue;
      // A restored file has its old time.
      this.#contents.set(file, { code, since: Math.max(since, lastLook) });
      hasChanged = true;
    }
    this.#lookedAt = thisLook;
    if (hasChanged) this.#onChange();
  }

  #reached(paths: Iterable<string>): string[] {
    return this.#files.reachedFrom(Array.from(paths, (path) => this.#fileOf(path) ?? ""));
  }

  #fileOf(path: string): string | undefined {
    return /^\.{0,2}\//.test(path) ? findFile(resolve(this.#directory, path)) : undefined;
  }
}

/** A file's code. For a notebook, only the code of its cells: JupyterLab also saves its outputs. */
function contentOf(file: string): Content {
  try {
    const text = readFileSync(file, "utf8");
    const code = isNotebook(file) ? JSON.stringify(codeIn(text).cells.map(({ source }) => source)) : text;
    return { code, since: Math.floor(statSync(file).mtimeMs) };
  } catch {
    return { code: "", since: Date.now() };
  }
}
