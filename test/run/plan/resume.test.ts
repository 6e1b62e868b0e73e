import { expect, it } from "vitest";
import { parseNotebook } from "../../../src/notebook/file/read.ts";
import { resumed } from "../../../src/run/plan/resume.ts";
import { type CellSource, notebookText, outputsOf } from "../../support/notebooks.ts";

const rules = { allowErrors: false, strictRaises: false };
const stream = (text: string) => ({ output_type: "stream", name: "stdout", text });
const error = { output_type: "error", ename: "TypeError", evalue: "", traceback: [] };

function cell(
  source: string,
  outputs: readonly object[] = [],
  count: number | null = 1,
  tags: string[] = [],
): CellSource {
  return { cell_type: "code", source, outputs, execution_count: count, metadata: { tags } };
}

function resume(now: readonly CellSource[], before: readonly CellSource[]) {
  const [notebook, earlier] = [now, before].map((cells) => parseNotebook(notebookText(cells, "x"), "x.ipynb"));
  if (notebook === undefined || earlier === undefined) throw new Error("two notebooks");
  return resumed(notebook, earlier, rules);
}

const text = { cell_type: "markdown", source: "# T" };
const ran = [text, cell("a", [stream("A")]), cell("b", [error]), cell("c", [], null)];
const fresh = [text, cell("a", [], null), cell("b", [], null), cell("c", [], null)];

it("starts at the first cell that failed or did not run, with the earlier outputs", () => {
  const { first, notebook } = resume(fresh, ran);
  expect(first).toBe(2);
  expect(outputsOf(notebook)).toEqual([[stream("A")], [], []]);
});

it("skips an error that the cell may raise", () => {
  const raises = cell("b", [error], 2, ["raises-exception:TypeError"]);
  expect(resume([text, cell("a"), raises, cell("c")], [text, cell("a"), raises, cell("c", [], null)]).first).toBe(3);
});

it("starts at the first changed cell, and has nothing to do when all succeeded", () => {
  expect(resume([cell("a"), cell("changed")], [cell("a"), cell("b")]).first).toBe(1);
  expect(resume([cell("a"), cell("b"), cell("new")], [cell("a"), cell("b")]).first).toBe(2);
  expect(resume([cell("a"), cell("  ", [], null)], [cell("a"), cell("  ", [], null)]).first).toBe(2);
});
