import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** The nearest folder that holds a file of this name, from a folder upward; undefined when none does. */
export function nearestFolder(from: string, file: string): string | undefined {
  const folder = resolve(from);
  if (existsSync(join(folder, file))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : nearestFolder(parent, file);
}
