import { win32 } from "node:path";

/** True for a path with forward slashes that leads neither above its start nor, by the rules of any system, elsewhere. */
export function isBelow(path: string): boolean {
  return path !== ".." && !path.startsWith("../") && !/^\w:/.test(path) && !win32.isAbsolute(path);
}
