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
    const isThere = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (isThere) return;
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (!isMissing || (await hasEntry(dirname(path)))) throw error;
    await makeFolder(dirname(path));
    await makeFolder(path);
  }
}

function hasEntry(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
