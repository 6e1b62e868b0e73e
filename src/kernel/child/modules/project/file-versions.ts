import { readFileSync } from "node:fs";
import { codeSignature } from "../../../notebooks/read-notebook-code.ts";
import { isNotebook, fileSignature } from "../../../project/find-file.ts";

// A signature that no file has.
const EXPIRED = "expired";

type Tracked = {
  version: number;
  signature: string;
  /** The code of a notebook: saving it may change only its outputs. Undefined for other files. */
  code: string | undefined;
  readonly importers: Set<string>;
};

/** The project's loaded files, with their importers and their versions, which change when they are edited. */
export class FileVersions {
  readonly #files = new Map<string, Tracked>();

  /** The version of a file that is about to be loaded, by a file or by a cell. */
  track(path: string, importer: string | undefined): number {
    let file = this.#files.get(path);
    if (!file) {
      file = { version: 0, signature: fileSignature(path), code: codeIn(path), importers: new Set() };
      this.#files.set(path, file);
    }
    if (importer !== undefined) file.importers.add(importer);
    return file.version;
  }

  /** Makes the next `refresh` treat these files as edited. */
  expire(paths: readonly string[]): void {
    for (const path of paths) {
      const file = this.#files.get(path);
      if (file) file.signature = EXPIRED;
    }
  }

  /** The loaded file in the last line of a stack that names one: its own code ran. */
  namedLast(stack: string): string | undefined {
    const paths = [...this.#files.keys()].toSorted((one, other) => other.length - one.length);
    const lines = stack.split("\n").toReversed();
    return lines.flatMap((line) => paths.find((path) => line.includes(path)) ?? [])[0];
  }

  /** Gives edited files and their importers a new version, and returns their paths. */
  refresh(): string[] {
    const stale = new Set<string>();
    const spread = (path: string): void => {
      if (stale.has(path)) return;
      stale.add(path);
      for (const importer of this.#files.get(path)?.importers ?? []) spread(importer);
    };
    for (const [path, file] of this.#files) {
      const signature = fileSignature(path);
      if (signature === file.signature) continue;
      const wasExpired = file.signature === EXPIRED;
      const code = codeIn(path);
      const isSame = code !== undefined && code === file.code && !wasExpired;
      file.signature = signature;
      file.code = code;
      if (!isSame) spread(path);
    }
    for (const path of stale) {
      const file = this.#files.get(path);
      if (file) file.version += 1;
    }
    return [...stale];
  }
}

function codeIn(path: string): string | undefined {
  if (!isNotebook(path)) return undefined;
  try {
    return codeSignature(readFileSync(path, "utf8"));
  } catch {
    // The file is being written, or is gone.
    return undefined;
  }
}
