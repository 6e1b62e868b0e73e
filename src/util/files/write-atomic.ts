import { randomBytes } from "node:crypto";
import { access, chmod, constants, readlink, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { messageOf, TsnbError } from "../error.ts";
import { makeFolder } from "./make-folder.ts";
import { ownMark, removeLeftovers } from "./leftovers.ts";

/** A file could not be written: an unwritable folder, a full disk, a folder in the file's place. */
export class WriteError extends TsnbError {
  override readonly name = "WriteError";
  /** The path of the file or folder that could not be written. */
  readonly file: string;

  constructor(file: string, cause: unknown) {
    const fix = "Check that the folder can be written to and the disk has room; nothing was changed";
    super({ doing: `Writing ${file}`, got: whyNotWritten(cause), fix }, { cause });
    this.file = file;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EDQUOT: "the disk quota is used up",
  EEXIST: "a file is where a folder should be",
  EFBIG: "it would be larger than files may be",
  EISDIR: "a folder is in its place",
  ENOSPC: "the disk is full",
  ENOTDIR: "a file is where a folder should be",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
};

/** The reason that a file or folder could not be written, in words. */
export function whyNotWritten(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "";
  return REASONS[code] ?? messageOf(cause);
}

/**
 * Writes a whole file or nothing: into a new file beside it, then renamed over the old one, so a
 * reader or a crash never sees half of it. Missing folders are made. An existing file keeps its permissions; where
 * `file` is a link, the file that it leads to is written.
 *
 * @param data the content, or its pieces.
 * @param place called with the new file's path when the content is on the disk; returns the final path, by default
 * `file`.
 * @throws {WriteError} when the folder or file cannot be written; an existing file stays as it was.
 */
export async function writeAtomic(
  file: string,
  data: string | Uint8Array | Iterable<string>,
  place: (temporary: string) => string | Promise<string> = () => file,
): Promise<void> {
  await writeBeside(file, data, async (beside, target) => {
    const final = await place(beside);
    await rename(beside, final === file ? target : final);
  });
}

/**
 * Writes content as `writeAtomic` does, but keeps the file as it is.
 *
 * @throws {WriteError} when `writeAtomic` would throw it.
 */
export async function tryToWrite(file: string, data: Iterable<string>): Promise<void> {
  await writeBeside(file, data, () => Promise.resolve());
}

/** Writes content to a new file beside `file`, and removes it unless `use` has renamed it. */
async function writeBeside(
  file: string,
  data: string | Uint8Array | Iterable<string>,
  use: (beside: string, target: string) => Promise<void>,
): Promise<void> {
  const target = await realpath(file).catch(() => linkedPath(file));
  const beside = `${target}${ownMark()}.${randomBytes(4).toString("hex")}.tmp`;
  try {
    const folder = dirname(target);
    await makeFolder(folder);
    await removeLeftovers(folder);
    const mode = await modeOf(target);
    try {
      await writeFile(beside, data, { flag: "wx" });
      if (mode !== undefined) await chmod(beside, mode);
      await use(beside, target);
    } finally {
      await rm(beside, { force: true });
    }
  } catch (cause) {
    throw new WriteError(file, cause);
  }
}

/** The path that a link to a missing file leads to; the path itself when it is no link. */
async function linkedPath(file: string): Promise<string> {
  const link = await readlink(file).catch(() => undefined);
  return link === undefined ? file : resolve(dirname(file), link);
}

/** The permissions of a file, which must be writable; undefined when it does not exist. */
async function modeOf(file: string): Promise<number | undefined> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) return undefined;
  await access(file, constants.W_OK);
  return found.mode;
}
