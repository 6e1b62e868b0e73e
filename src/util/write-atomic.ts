import { randomBytes } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { messageOf, TsnbError } from "./error.ts";

/** A file could not be written: an unwritable folder, a full disk, a folder in the file's place. */
export class WriteError extends TsnbError {
  override readonly name = "WriteError";
  readonly file: string;

  constructor(file: string, cause: unknown) {
    const fix = "Check that the folder can be written to and the disk has room; nothing was changed";
    super({ doing: `Writing ${file}`, got: messageOf(cause), fix }, { cause });
    this.file = file;
  }
}

/**
 * Writes a whole file or nothing: into a new file beside it, then renamed over the old one, so a
 * reader or a crash never sees half of it. Missing folders are made.
 *
 * @throws {WriteError} when the folder or file cannot be written; an existing file stays as it was.
 */
export async function writeAtomic(file: string, data: string | Uint8Array | Iterable<string>): Promise<void> {
  const beside = `${file}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    await mkdir(dirname(file), { recursive: true });
    try {
      await writeFile(beside, data, { flag: "wx" });
      await rename(beside, file);
    } finally {
      await rm(beside, { force: true });
    }
  } catch (cause) {
    throw new WriteError(file, cause);
  }
}
