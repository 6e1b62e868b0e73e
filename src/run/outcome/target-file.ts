import { existsSync } from "node:fs";
import { readFile, realpath, stat } from "node:fs/promises";
import type { Notebook } from "../../notebook/types.ts";
import { notebookPieces } from "../../notebook/file/write.ts";
import { tryToWrite, writeAtomic } from "../../util/files/write-atomic.ts";
import { NotebookChangedError } from "../errors/notebook-errors.ts";
import type { Planned } from "../plan/plan-notebooks.ts";

/**
 * The file that an executed notebook is written to. If that is the notebook itself and it was changed or deleted
 * during the run, it is left alone, and the executed notebook goes to another file beside it.
 */
export class Target {
  readonly #file: string;
  /** The version of the notebook that this run last read or wrote; undefined when it writes to another file. */
  #known: string | undefined;
  #changed: NotebookChangedError | undefined;
  /** Called once the notebook has been written for the first time. */
  onFirstWrite: (() => Promise<void>) | undefined;

  /** Must be called before the notebook is read. */
  static async of({ source, target }: Pick<Planned, "source" | "target">): Promise<Target> {
    const isItself = (await realpath(source).catch(() => undefined)) === target;
    return new Target(target, isItself ? await versionOf(target) : undefined);
  }

  private constructor(file: string, known: string | undefined) {
    this.#file = file;
    this.#known = known;
  }

  /** The path of the executed notebook. */
  get file(): string {
    return this.#changed?.executed ?? this.#file;
  }

  /** The error when the notebook was changed or deleted while it ran; undefined otherwise. */
  get changed(): NotebookChangedError | undefined {
    return this.#changed;
  }

  /** True when the executed notebook replaces the notebook itself. */
  get isItself(): boolean {
    return this.#known !== undefined;
  }

  /**
   * Writes the notebook before any cell has run. One that replaces itself keeps its outputs until then, so that a
   * kernel that does not start costs none.
   *
   * @throws {WriteError} when the notebook cannot be written.
   */
  async open(notebook: Notebook): Promise<void> {
    await (this.isItself ? tryToWrite(this.file, notebookPieces(notebook)) : this.write(notebook));
  }

  /** Writes the notebook with the results so far. */
  async write(notebook: Notebook): Promise<void> {
    await writeAtomic(this.file, notebookPieces(notebook), (temporary) => this.#place(temporary));
    const { onFirstWrite } = this;
    this.onFirstWrite = undefined;
    await onFirstWrite?.();
  }

  /**
   * Writes a notebook that will not be written again. One that replaces itself and has not changed is left alone.
   *
   * @throws {NotebookChangedError} when the notebook was changed or deleted; the executed one is beside it then.
   */
  async writeOnce(notebook: Notebook): Promise<void> {
    if (this.isItself && (await holds(this.#file, notebookPieces(notebook)))) return;
    await this.write(notebook);
    if (this.#changed !== undefined) throw this.#changed;
  }

  /** The final path for the temporary file; checked after writing, which may take a while. */
  async #place(temporary: string): Promise<string> {
    if (this.#known === undefined || this.#changed !== undefined) return this.file;
    const version = await versionOf(this.#file);
    if (version !== this.#known) {
      const what = version === NONE ? "deleted" : "changed";
      this.#changed = new NotebookChangedError(this.#file, freeNameBeside(this.#file), what);
    }
    this.#known = await versionOf(temporary);
    return this.file;
  }
}

const NONE = "none";

/** A string that differs between versions of a file. */
async function versionOf(file: string): Promise<string> {
  const found = await stat(file, { bigint: true }).catch(() => undefined);
  return found === undefined ? NONE : `${found.ino} ${found.size} ${found.mtimeNs}`;
}

/** True when a file has exactly this content. */
async function holds(file: string, content: Iterable<string>): Promise<boolean> {
  const text = await readFile(file, "utf8").catch(() => "");
  let length = 0;
  for (const piece of content) {
    if (!text.startsWith(piece, length)) return false;
    length += piece.length;
  }
  return length === text.length;
}

function freeNameBeside(file: string): string {
  for (let number = 1; ; number++) {
    const name = file.replace(/\.ipynb$/, `-executed${number === 1 ? "" : `-${number}`}.ipynb`);
    if (!existsSync(name)) return name;
  }
}
