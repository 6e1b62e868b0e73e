// Writes data/facts/ from timm's full tables: node dist-tools/scripts/bundle-facts.js <2022-07 folder> <2026-01 folder>
import { join } from "node:path";
import { packageRoot } from "../src/util/package-root.ts";
import { writeAtomic } from "../src/util/files/write-atomic.ts";
import { factFiles } from "./timm-facts.ts";

const [then, now] = process.argv.slice(2);
if (then === undefined || now === undefined) {
  console.error("Usage: npm run bundle-facts -- <timm's results of 2022-07> <timm's results of 2026-01>");
  process.exitCode = 2;
} else {
  const folder = join(packageRoot(), "data", "facts");
  for (const [file, text] of factFiles(then, now)) await writeAtomic(join(folder, file), text);
  console.log(`Wrote ${folder}`);
}
