import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { compiledFolder } from "../../src/util/programs/compiled-script.ts";
import { scratch } from "./scratch.ts";

/** A cache folder without runs for a test. Its kernels still start from the compiled code of the usual cache folder. */
export function freshCache(): string {
  const cache = scratch();
  const compiled = compiledFolder();
  mkdirSync(compiled, { recursive: true });
  symlinkSync(compiled, join(cache, "compiled"), "junction");
  return cache;
}
