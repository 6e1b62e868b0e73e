import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { writeAtomic } from "../../util/write-atomic.ts";
import { digestOf, digestOfPath, filesBelow, statOf } from "./digest.ts";
import type { Inputs } from "./inputs/collect-inputs.ts";
import { changesBetween } from "./inputs/input-parts.ts";

/** The most that a run may write into files for an entry to hold them. */
const MOST_FILES = 500;
const MOST_BYTES = 100e6;

/** A file that a run wrote, with its content. */
export type WrittenFile = { readonly path: string; readonly digest: string; readonly content: Uint8Array };

/** A file in which tsnb's own helpers note the files that they write. */
export class SavedFiles {
  readonly #file = join(tmpdir(), `tsnb-saved-${randomUUID()}`);
  /** The variable that tells the kernel. */
  readonly env = { TSNB_SAVED: this.#file };

  readonly #added = new Set<string>();

  /** Adds files that an earlier run wrote, and that were written again. */
  add(paths: readonly string[]): void {
    for (const path of paths) this.#added.add(path);
  }

  /** The paths that were noted and added. */
  async paths(): Promise<readonly string[]> {
    // A notebook that saves nothing makes no note.
    const text = await readFile(this.#file, "utf8").catch(() => "");
    return [...new Set([...this.#added, ...text.split("\n").filter((line) => line !== "")])];
  }

  /** Removes the note. */
  async drop(): Promise<void> {
    await rm(this.#file, { force: true });
  }
}

/**
 * The files that a run wrote, as far as the notebook names them or saved them with tsnb's helpers.
 *
 * @returns why its outputs cannot be kept, where a file that it depends on is no longer the same.
 */
export async function writtenBetween(
  before: Inputs,
  after: Inputs,
  saved: readonly string[],
): Promise<readonly WrittenFile[] | string> {
  const own = new Set(saved);
  const created = [...after.files.keys()].filter((path) => !before.files.has(path));
  const changed = [...before.files].find(([path, digest]) => !own.has(path) && after.files.get(path) !== digest);
  if (changed !== undefined) return `${changed[0]} changed while it ran`;
  const [other] = changesBetween(withoutFiles(before), withoutFiles(after));
  if (other !== undefined) return `${other} while it ran`;
  return withContents(writtenFiles([...own, ...created]));
}

/** Files, and those in folders. */
export function writtenFiles(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.flatMap((path) => (statOf(path)?.isDirectory() ? filesBelow(path) : [path])))];
}

/** Files with their contents; a sentence when there are too many for an entry. */
export async function withContents(paths: readonly string[]): Promise<readonly WrittenFile[] | string> {
  const bytes = paths.reduce((sum, path) => sum + (statOf(path)?.size ?? 0), 0);
  if (paths.length > MOST_FILES || bytes > MOST_BYTES) {
    return `it wrote ${paths.length} files of ${Math.round(bytes / 1e6)} MB, which is more than an entry holds`;
  }
  const read = paths.map(async (path) => {
    // The run does not leave a file that was removed since.
    const content = await readFile(path).catch(() => undefined);
    return content === undefined ? [] : [{ path, digest: digestOf(content), content }];
  });
  return (await Promise.all(read)).flat();
}

function withoutFiles({ parts }: Inputs) {
  return parts.filter(({ kind }) => kind !== "file");
}

/**
 * Writes again what an earlier run wrote.
 *
 * @throws {WriteError} when a file cannot be written.
 */
export async function restoreFiles(files: readonly WrittenFile[]): Promise<void> {
  for (const { path, digest, content } of files) {
    if (digestOfPath(path) !== digest) await writeAtomic(path, content);
  }
}
