import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { writeAtomic } from "../../util/files/write-atomic.ts";
import { digestOf, digestOfPath, filesBelow, statOf } from "./digest.ts";
import type { Inputs } from "./inputs/collect-inputs.ts";
import { changesBetween } from "./inputs/input-parts.ts";

/** The most files and bytes that an entry holds; a run that writes more is not cached. */
const MOST_FILES = 500;
const MOST_BYTES = 100e6;

/** A file that a run wrote, with its content. */
export type WrittenFile = { readonly path: string; readonly digest: string; readonly content: Uint8Array };

/** The files that tsnb's helpers write while a notebook runs. */
export type Saved = {
  /** Variables for the kernel. */
  readonly env: Readonly<Record<string, string>>;
  readonly paths: () => Promise<readonly string[]>;
  readonly drop: () => Promise<void>;
};

/** A file in which tsnb's helpers list the files that they write. */
export class SavedFiles implements Saved {
  readonly #file = join(tmpdir(), `tsnb-saved-${randomUUID()}`);
  /** The variable that passes the file's path to the kernel. */
  readonly env = { TSNB_SAVED: this.#file };

  readonly #added = new Set<string>();

  /** Adds files of an earlier run that were restored. */
  add(paths: readonly string[]): void {
    for (const path of paths) this.#added.add(path);
  }

  /** The listed and added paths, each once. */
  async paths(): Promise<readonly string[]> {
    // The file is missing when the notebook saved nothing.
    const text = await readFile(this.#file, "utf8").catch(() => "");
    return [...new Set([...this.#added, ...text.split("\n").filter((line) => line !== "")])];
  }

  /** Removes the file with the list. */
  async drop(): Promise<void> {
    await rm(this.#file, { force: true });
  }
}

/**
 * The files that a run wrote, if the notebook names them or saved them with tsnb's helpers.
 *
 * @returns the files with their contents, or a phrase that says why the outputs cannot be kept: something that the
 *   notebook depends on changed while it ran, or the files are too many or too large.
 */
export async function writtenBetween(
  before: Inputs,
  after: Inputs,
  saved: readonly string[],
  leftThere: (path: string) => string | undefined,
): Promise<readonly WrittenFile[] | string> {
  const own = new Set(saved);
  const created = [...after.files.keys()].filter((path) => !before.files.has(path));
  const changed = [...before.files].find(([path, digest]) => !own.has(path) && after.files.get(path) !== digest);
  if (changed !== undefined) return `${changed[0]} changed while it ran`;
  const [other] = changesBetween(withoutFiles(before), withoutFiles(after));
  if (other !== undefined) return `${other} while it ran`;
  const [left] = [...own, ...created].flatMap((path) => leftThere(path) ?? []);
  if (left !== undefined) return `it writes ${left} on the server; --sync downloads such files`;
  return withContents(writtenFiles([...own, ...created]));
}

/** The given files, and all files in the given folders. */
export function writtenFiles(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.flatMap((path) => (statOf(path)?.isDirectory() ? filesBelow(path) : [path])))];
}

/** Files with their contents; a phrase when they are too many or too large for an entry. */
export async function withContents(paths: readonly string[]): Promise<readonly WrittenFile[] | string> {
  const bytes = paths.reduce((sum, path) => sum + (statOf(path)?.size ?? 0), 0);
  if (paths.length > MOST_FILES || bytes > MOST_BYTES) {
    return `it wrote ${paths.length} files of ${Math.round(bytes / 1e6)} MB, which is more than an entry holds`;
  }
  const read = paths.map(async (path) => {
    // A file that was removed again is not a result of the run.
    const content = await readFile(path).catch(() => undefined);
    return content === undefined ? [] : [{ path, digest: digestOf(content), content }];
  });
  return (await Promise.all(read)).flat();
}

function withoutFiles({ parts }: Inputs) {
  return parts.filter(({ kind }) => kind !== "file");
}

/**
 * Writes the files of an earlier run again, unless they are still the same.
 *
 * @throws {WriteError} when a file cannot be written.
 */
export async function restoreFiles(files: readonly WrittenFile[]): Promise<void> {
  for (const { path, digest, content } of files) {
    if (digestOfPath(path) !== digest) await writeAtomic(path, content);
  }
}
