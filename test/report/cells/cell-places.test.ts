import { realpathSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readPlaces } from "../../../src/report/cells/cell-places.ts";
import { cellResult, notebookResult } from "../../support/results.ts";
import { notebookText } from "../../support/notebooks.ts";
import { scratch } from "../../support/scratch.ts";

const source = 'const a = "\\n";\n\nb();';

it("finds the lines of cells in the file, and its path from the root", async () => {
  const text = JSON.stringify(JSON.parse(notebookText([{ cell_type: "markdown", source: "# T" }, source])), null, 1);
  const listed = text.replace(JSON.stringify(source), '[\n "const a = \\"\\\\n\\";\\n",\n "\\n",\n "b();"\n]');
  const root = realpathSync(scratch({ "deep/a.ipynb": listed }));
  // A cell of parameters was injected above it, so its index and number differ from the source file.
  const cell = cellResult({ index: 2, number: 2, source });
  const result = notebookResult({ source: join(root, "deep", "a.ipynb"), status: "failed", cells: [cell] });
  const { pathOf, lineOf } = await readPlaces(root, { notebooks: [result] });
  expect(pathOf(result)).toBe("deep/a.ipynb");
  const lines = listed.split("\n");
  expect(lines[(lineOf(result, cell, 1) ?? 0) - 1]).toContain("const a");
  expect(lines[(lineOf(result, cell, 3) ?? 0) - 1]).toContain("b();");
  expect(lineOf(result, cellResult({ index: 1, number: undefined }), 1)).toBeUndefined();
});

it.skipIf(process.platform === "win32")("finds the path from a root that is a link", async () => {
  const folder = realpathSync(scratch({ "repository/a.ipynb": "" }));
  symlinkSync(join(folder, "repository"), join(folder, "link"));
  const result = notebookResult({ source: join(folder, "repository", "a.ipynb") });
  const { pathOf } = await readPlaces(join(folder, "link"), { notebooks: [result] });
  expect(pathOf(result)).toBe("a.ipynb");
});

it("has no lines for a deleted notebook", async () => {
  const result = notebookResult({ status: "failed", source: join(scratch(), "none.ipynb") });
  const { lineOf } = await readPlaces("/", { notebooks: [result] });
  expect(lineOf(result, cellResult(), 1)).toBeUndefined();
});
