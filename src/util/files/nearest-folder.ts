import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** A folder and all folders above it, the nearest first. */
export function foldersUpward(from: string): string[] {
  const folder = resolve(from);
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersUpward(parent)];
}

/** The nearest folder that holds a file of this name, from a folder upward; undefined when none does. */
export function nearestFolder(from: string, file: string): string | undefined {
  return foldersUpward(from).find((folder) => existsSync(join(folder, file)));
}
