import { lstat, mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Makes a folder and the missing ones above it. Node.js, up to version 26 at least, tries for ever with `recursive`
 * where the folder above is there and the file system says of a new one that it is missing, as Linux does in /proc.
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (await isFolder(path)) return;
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    if (!(await hasEntry(dirname(path)))) await makeFolder(dirname(path));
    await makeLast(path);
  }
}

/** Makes a folder whose parent was missing a moment ago: another writer may have made either since. */
async function makeLast(path: string): Promise<void> {
  try {
    await mkdir(path);
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
