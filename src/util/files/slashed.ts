import { sep } from "node:path";

/** A path with forward slashes, as in URLs and git. */
export function slashed(path: string): string {
  return path.replaceAll(sep, "/");
}
