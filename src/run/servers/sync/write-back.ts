import { existsSync } from "node:fs";
import { readFile, realpath, stat } from "node:fs/promises";
import { join, parse } from "node:path";
import { writeAtomic } from "../../../util/files/write-atomic.ts";
import { FileChangedError } from "./errors.ts";

/** The state of a file before the notebook ran. */
export type Before = {
  /** Its version when it was uploaded, by `versionOf`; undefined when it was not. */
  readonly uploaded: string | undefined;
  /** The time of the upload, in milliseconds since 1970. */
  readonly began: number;
};

/**
 * Writes a file from a server over the one here, or beside it when that has changed meanwhile.
 *
 * @throws {FileChangedError} when the content was written beside the file.
 * @throws {WriteError} when it cannot be written.
 */
export async function writeBack(path: string, data: Buffer, before: Before): Promise<void> {
  const file = await realpath(path).catch(() => path);
  let changed: FileChangedError | undefined;
  // Checked last, since writing may take a while.
  await writeAtomic(file, data, async () => {
    if (!(await hasOtherContent(file, data, before))) return file;
    changed = new FileChangedError(file, freeNameBeside(file));
    return changed.beside;
  });
  if (changed !== undefined) throw changed;
}

/** A string that differs between versions of a file; "none" when there is none. */
export async function versionOf(file: string): Promise<string> {
  const found = await stat(file, { bigint: true }).catch(() => undefined);
  return found === undefined ? "none" : `${found.ino} ${found.size} ${found.mtimeNs}`;
}

/** True when the file here has changed since the upload, and not to the same content. */
async function hasOtherContent(file: string, data: Buffer, { uploaded, began }: Before): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) return false;
  // A file that was not uploaded may be replaced unless it has changed since, as a run here would do.
  const isChanged = uploaded === undefined ? found.ctimeMs >= began : uploaded !== (await versionOf(file));
  return isChanged && !data.equals(await readFile(file));
}

function freeNameBeside(file: string): string {
  const { dir, name, ext } = parse(file);
  for (let number = 1; ; number++) {
    const beside = join(dir, `${name}-server${number === 1 ? "" : `-${number}`}${ext}`);
    if (!existsSync(beside)) return beside;
  }
}
