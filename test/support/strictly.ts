import { readFileSync } from "node:fs";
import { parseNotebook } from "../../src/notebook/file/read.ts";
import type { Notebook } from "../../src/notebook/types.ts";

/** The notebook in a file, which must be valid by nbformat's schema. */
export function strictly(file: string): Notebook {
  return parseNotebook(readFileSync(file, "utf8"), file, { strict: true });
}
