// Writes data/<set>/ from timm's full tables: node dist-tools/scripts/bundle-tables.js <set> <results folder>
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { bundledFiles } from "./bundled-files.ts";
import { pinnedSets, setNames } from "../src/timm/pinned-sets.ts";
import { packageRoot } from "../src/util/package-root.ts";
import { writeAtomic } from "../src/util/files/write-atomic.ts";

const [name, results] = process.argv.slice(2);
const set = setNames.find((known) => known === name);
if (set === undefined || results === undefined) {
  console.error(`Usage: npm run bundle-tables -- <${setNames.join("|")}> <folder with timm's results>`);
  process.exitCode = 2;
} else {
  const folder = join(packageRoot(), "data", set);
  await rm(folder, { recursive: true, force: true });
  for (const [file, text] of bundledFiles(set, results)) await writeAtomic(join(folder, file), text);
  console.log(`Wrote ${folder} from commit ${pinnedSets[set].commit}`);
}
