import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../util/package-root.ts";

/** The text of a style sheet or script in `assets/page`. */
export function asset(name: string): string {
  return readFileSync(join(packageRoot(), "assets", "page", name), "utf8");
}
