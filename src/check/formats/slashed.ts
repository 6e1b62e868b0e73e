import { sep } from "node:path";

/** A path as it is written in URLs and by git. */
export function slashed(path: string): string {
  return path.replaceAll(sep, "/");
}
