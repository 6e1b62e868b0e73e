import { lstat, rename, rm } from "node:fs/promises";
import { makeFolder } from "./make-folder.ts";

/**
 * Writes a folder all or nothing: into a new one that then takes its place.
 *
 * @param beside the path of the new folder while it is written, on the same disk.
 * @param fill writes the files into the folder that it is given.
 */
export async function replaceFolder(
  dir: string,
  beside: string,
  fill: (folder: string) => Promise<unknown>,
): Promise<void> {
  await makeFolder(beside);
  try {
    await fill(beside);
    await swap(dir, beside);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

/**
 * Removes a folder, all or nothing.
 *
 * @param beside its path while its files are removed, on the same disk.
 * @returns false when there was none.
 */
export async function removeFolder(dir: string, beside: string): Promise<boolean> {
  if (!(await exists(dir))) return false;
  await rename(dir, beside);
  await rm(beside, { recursive: true });
  return true;
}

// A folder cannot be renamed over one that has files in it, so the old one steps aside first.
async function swap(dir: string, by: string): Promise<void> {
  if (!(await exists(dir))) return rename(by, dir);
  const old = `${by}-old`;
  await rename(dir, old);
  try {
    await rename(by, dir);
  } catch (cause) {
    await rename(old, dir);
    throw cause;
  }
  await rm(old, { recursive: true });
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
}
