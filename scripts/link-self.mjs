// Links node_modules/tsnb to this checkout: tslab's TypeScript resolves packages as Node 10 did, which does not
// support a package that imports itself by its own name.
import { lstatSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const link = join(root, "node_modules", "tsnb");

mkdirSync(dirname(link), { recursive: true });
if (lstatSync(link, { throwIfNoEntry: false })) {
  rmSync(link, { recursive: true });
}
symlinkSync(root, link, "junction");
