import { join } from "node:path";
import { expect, it } from "vitest";
import { placesIn } from "../../src/report/places.ts";
import { cellResult, notebookResult } from "../support/results.ts";
import { notebookText } from "../support/notebooks.ts";
import { scratch } from "../support/scratch.ts";

const source = 'const a = "\\n";\n\nb();';

it("finds the lines of cells in the file, and its path from the root", async () => {
  const text = JSON.stringify(JSON.parse(notebookText([{ cell_type: "markdown", source: "# T" }, source])), null, 1);
  const listed = text.replace(JSON.stringify(source), '[\n "const a = \\"\\\\n\\";\\n",\n "\\n",\n "b();"\n]');
  const root = scratch({ "deep/a.ipynb": listed });
  const result = notebookResult({
    source: join(root, "deep", "a.ipynb"),
    status: "failed",
    cells: [cellResult({ index: 1, source })],
  });
  const { pathOf, lineOf } = await placesIn(root, { notebooks: [result] });
  expect(pathOf(result)).toBe("deep/a.ipynb");
  const lines = listed.split("\n");
  expect(lines[(lineOf(result, 1, 1) ?? 0) - 1]).toContain("const a");
  expect(lines[(lineOf(result, 1, 3) ?? 0) - 1]).toContain("b();");
});

it("has no lines for a notebook that is gone", async () => {
  const result = notebookResult({ status: "failed", source: join(scratch(), "none.ipynb") });
  const { lineOf } = await placesIn("/", { notebooks: [result] });
  expect(lineOf(result, 0, 1)).toBeUndefined();
});
