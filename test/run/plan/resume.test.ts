import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { parseNotebook } from "../../../src/notebook/file/read.ts";
import { type CellRange, planCells } from "../../../src/run/plan/plan-cells.ts";
import { keepRanCode, readRanCode } from "../../../src/run/plan/code-of-last-run.ts";
import { resumed } from "../../../src/run/plan/resume.ts";
import { withResumePoint } from "../../../src/notebook/resume-point.ts";
import { type CellSource, notebookText, outputsOf } from "../../support/notebooks.ts";
import { scratch } from "../../support/scratch.ts";

afterEach(() => vi.unstubAllEnvs());

const RULES = { allowErrors: false, strictRaises: false };
const stream = (text: string, name = "stdout") => ({ output_type: "stream", name, text });
const error = { output_type: "error", ename: "TypeError", evalue: "", traceback: [] };

function cell(
  source: string,
  outputs: readonly object[] = [],
  count: number | null = 1,
  tags: readonly string[] = [],
): CellSource {
  return { cell_type: "code", source, outputs, execution_count: count, metadata: { tags } };
}

type Settings = CellRange & Partial<typeof RULES> & { readonly resumeAt?: string };

/** The number of the cell to resume at: 0 if the earlier run cannot be used, `done` if no cell is left. */
function resume(now: readonly CellSource[], before: readonly CellSource[], settings: Settings = {}) {
  const notebook = parseNotebook(notebookText(now, "x"), "x.ipynb");
  const earlier = withResumePoint(parseNotebook(notebookText(before, "x"), "x.ipynb"), settings.resumeAt);
  const left = resumed(notebook, planCells(notebook, "x.ipynb", settings), earlier, { ...RULES, ...settings });
  return { left, at: left === undefined ? 0 : (left.first?.number ?? "done") };
}

const text = { cell_type: "markdown", source: "# T" };
const ran = [text, cell("a", [stream("A")]), cell("b", [error]), cell("c", [], null)];
const fresh = [text, cell("a", [], null), cell("b", [], null), cell("c", [], null)];

it("starts at the first cell that failed or did not run, with the earlier outputs", () => {
  const { left, at } = resume(fresh, ran);
  expect(at).toBe(3);
  expect(left && outputsOf(left.notebook)).toEqual([[stream("A")], [], []]);
  expect(left?.cells.map(({ action }) => action)).toEqual(["run-unsaved", "run", "run"]);
  expect([...(left?.kept ?? [])]).toEqual(["cell-1"]);
});

it("skips an error that the cell may raise, as long as its tags say so", () => {
  const raises = cell("b", [error], 2, ["raises-exception:TypeError"]);
  const earlier = [cell("a"), raises, cell("c", [], null)];
  expect(resume([cell("a"), raises, cell("c")], earlier).at).toBe(3);
  expect(resume([cell("a"), cell("b"), cell("c")], earlier).at).toBe(2);
  expect(resume([cell("a"), cell("b", [], 1, ["raises-exception"]), cell("c")], earlier).at).toBe(2);
  // tslab reports errors on stderr only.
  const told = cell("b", [stream("TypeError", "stderr")], 2, ["raises-exception"]);
  expect(resume([cell("a"), cell("b"), cell("c")], [cell("a"), told, cell("c")]).at).toBe(2);
});

it("starts at a cell that must raise an error and shows none", () => {
  const silent = cell("b", [], 2, ["raises-exception"]);
  expect(resume([cell("a"), silent], [cell("a"), silent]).at).toBe("done");
  expect(resume([cell("a"), silent], [cell("a"), silent], { strictRaises: true }).at).toBe(2);
  const loud = cell("b", [error], 2, ["raises-exception"]);
  expect(resume([cell("a"), loud], [cell("a"), loud], { strictRaises: true }).at).toBe("done");
});

it("starts at the first changed cell, and has nothing to do when all succeeded", () => {
  expect(resume([cell("a"), cell("changed")], [cell("a"), cell("b")]).at).toBe(2);
  expect(resume([cell("a"), cell("b"), cell("new")], [cell("a"), cell("b")]).at).toBe(3);
  expect(resume([cell("a"), cell("  ", [], null)], [cell("a"), cell("  ", [], null)]).at).toBe("done");
  expect(resume([cell("changed"), cell("b")], [cell("a"), cell("b")]).at).toBe(0);
});

it("starts at the cell that the earlier run names, whatever its outputs are", () => {
  const three = [cell("a"), cell("b"), cell("c")];
  expect(resume(three, three, { resumeAt: "cell-1" }).at).toBe(2);
  expect(resume(three, three, { resumeAt: "cell-0" }).at).toBe(0);
  expect(resume(three, three, { resumeAt: "gone" }).at).toBe(0);
});

it("passes over cells that do not run, but not over those that did not run and now do", () => {
  const skipped = cell("b", [], null, ["skip-execution"]);
  expect(resume([cell("a"), skipped, cell("c")], [cell("a"), skipped, cell("c")]).at).toBe("done");
  const counted = cell("b", [], 7, ["nbval-skip"]);
  expect(resume([cell("a"), counted, cell("c")], [cell("a"), counted, cell("c", [], null)]).at).toBe(3);
  expect(resume([cell("a"), cell("b"), cell("c")], [cell("a"), counted, cell("c")]).at).toBe(2);
});

it("has only the cells in view that the run saves", () => {
  const half = [cell("a"), cell("b"), cell("c", [], null)];
  expect(resume(half, half, { until: "2" }).at).toBe("done");
  const late = [cell("a", [], null), cell("b"), cell("c", [], null)];
  expect(resume(late, late, { from: "2" }).at).toBe(3);
});

it("keeps the earlier run's facts about kernel and widgets where nothing is left to run", () => {
  const notebook = parseNotebook(notebookText([cell("a")], "x"), "x.ipynb");
  const made = { language_info: { name: "x" }, widgets: { "application/vnd.jupyter.widget-state+json": {} } };
  const earlier = { ...notebook, metadata: { ...notebook.metadata, ...made } };
  const left = resumed(notebook, planCells(notebook, "x.ipynb", {}), earlier, RULES);
  expect(left?.notebook.metadata).toEqual({ ...notebook.metadata, ...made });
});

const planned = (sources: readonly CellSource[], range: CellRange = {}) => {
  const notebook = parseNotebook(notebookText(sources, "x"), "x.ipynb");
  return { notebook, cells: planCells(notebook, "x.ipynb", range) };
};

/** The number of the cell to resume at after cells were edited, which keep their outputs and counts. */
const after = async (file: string, edited: readonly CellSource[]) => {
  const { notebook, cells } = planned(edited);
  const left = resumed(notebook, cells, notebook, RULES, await readRanCode(file));
  return left === undefined ? 0 : (left.first?.number ?? "done");
};

describe("a run in the notebook itself", () => {
  it("resumes at a cell whose code or marks were edited since", async () => {
    vi.stubEnv("TSNB_CACHE", scratch());
    const three = [cell("a"), cell("b"), cell("c")];
    await keepRanCode("/x.ipynb", planned(three).cells);
    expect(await after("/x.ipynb", three)).toBe("done");
    expect(await after("/x.ipynb", [cell("a"), cell("edited"), cell("c")])).toBe(2);
    expect(await after("/x.ipynb", [cell("a"), cell("b", [], 1, ["raises-exception"]), cell("c")])).toBe(2);
    expect(await readRanCode("/y.ipynb")).toBeUndefined();
  });

  it("keeps the results of cells before --from and after --until", async () => {
    vi.stubEnv("TSNB_CACHE", scratch());
    const file = "/x.ipynb";
    await keepRanCode(file, planned([cell("a"), cell("b"), cell("c")]).cells);
    const edited = [cell("edited"), cell("changed"), cell("c")];
    await keepRanCode(file, planned(edited, { from: "2", until: "2" }).cells);
    expect(await after(file, edited)).toBe(0);
    expect(await after(file, [cell("a"), cell("changed"), cell("c")])).toBe("done");
  });

  it("continues without a record where none can be written", async () => {
    vi.stubEnv("TSNB_CACHE", join(scratch({ file: "" }), "file"));
    await keepRanCode("/x.ipynb", planned([cell("a")]).cells);
    expect(await readRanCode("/x.ipynb")).toBeUndefined();
  });
});
