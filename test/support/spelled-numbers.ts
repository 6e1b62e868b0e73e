import { parseNotebook } from "../../src/notebook/file/read.ts";
import { formatNotebook } from "../../src/notebook/file/write.ts";
import type { Notebook } from "../../src/notebook/types.ts";

const STRING_OR_INTEGER =
  /"(?:[^"\\]|\\.)*"|(?<!"(?:execution_count|nbformat|nbformat_minor)": |[\d.eE+-])-?\d+(?![\d.eE])/g;

/** A notebook as Python would write it whose whole numbers in metadata and outputs are floats: 1.0 for 1. */
export function withFloats(notebook: Notebook): Notebook {
  const text = formatNotebook(notebook).replace(STRING_OR_INTEGER, (token) =>
    token.startsWith('"') ? token : `${token}.0`,
  );
  return parseNotebook(text, "floats", { strict: true });
}
