import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { nearestFolder } from "./files/nearest-folder.ts";

const here = dirname(fileURLToPath(import.meta.url));

/** The folder of this package: the nearest one above this file that holds a package.json. */
export function packageRoot(): string {
  return nearestFolder(here, "package.json") ?? here;
}

/** The folder of the code that runs: the package's `dist`, or `src` where the sources run as they are. */
export function codeRoot(): string {
  const root = packageRoot();
  return join(root, relative(root, here).split(sep)[0] ?? "");
}
