import { lstatSync, mkdirSync, statSync } from "node:fs";
import { lstat, mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Makes a folder and the missing ones above it. With `recursive`, Node.js (up to version 26 at least) tries forever
 * where the folder above exists and the file system reports a new one as missing, as Linux does in /proc.
 *
 * @param mode the permissions of the folders that are made. Default: 0o777, less the process's mask.
 * @throws the operating system's error when a folder cannot be made.
 */
export async function makeFolder(path: string, mode?: number): Promise<void> {
  try {
    await mkdir(path, mode);
  } catch (error) {
    if (await isFolder(path)) return;
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    if (!(await hasEntry(dirname(path)))) await makeFolder(dirname(path), mode);
    await makeLast(path, mode);
  }
}

/**
 * Makes a folder and the missing ones above it, synchronously.
 *
 * @see makeFolder
 */
export function makeFolderSync(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if (isFolderNow(path)) return;
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    if (!lstatSync(dirname(path), { throwIfNoEntry: false })) makeFolderSync(dirname(path));
    try {
      mkdirSync(path);
    } catch (last) {
      if (!isFolderNow(path)) throw last;
    }
  }
}

function isFolderNow(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Makes a folder whose parent was missing a moment ago: another writer may have made either since. */
async function makeLast(path: string, mode: number | undefined): Promise<void> {
  try {
    await mkdir(path, mode);
  } catch (error) {
    if (!(await isFolder(path))) throw error;
  }
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function hasEntry(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
