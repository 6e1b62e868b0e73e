import { expect, test } from "vitest";
import { parseNotebook } from "../../src/notebook/file/read.ts";
import { testNames } from "../../src/vitest/test-names.ts";
import { notebookText } from "../support/notebooks.ts";

function text(source: string) {
  return { cell_type: "markdown", source };
}

test("names code cells by the headings above them, with numbers where there are several", () => {
  const cells = ["a", text("# One\n\n## Two"), "b", text("no heading"), "c", text("# Three"), "d"];
  const { cells: read } = parseNotebook(notebookText(cells, "tsnb"), "a");
  const names = testNames(read).filter((_name, index) => read[index]?.cell_type === "code");
  expect(names).toEqual(["cell 1", "Two (1)", "Two (2)", "Three"]);
});
