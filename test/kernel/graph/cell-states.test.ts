import { describe, expect, it } from "vitest";
import { cellNode } from "../../../src/kernel/graph/cell-node.ts";
import { type CellRun, cellStates } from "../../../src/kernel/graph/cell-states.ts";
import { dependencyGraph } from "../../../src/kernel/graph/dependencies.ts";
import { reactivePlan, type NotebookRuns, stalePlan } from "../../../src/kernel/graph/rerun-plan.ts";

const CELLS = { a: "const rows = [1, 2]", b: "const total = rows.length", c: "total * 2", d: "const other = 1" };

type Changes = { readonly edits?: Readonly<Record<string, string>>; readonly failed?: readonly string[] };

/** A notebook whose cells ran in this order, and some of which failed or were edited afterwards. */
function session(
  sources: Readonly<Record<string, string>>,
  ran: readonly string[],
  { edits = {}, failed = [] }: Changes = {},
): NotebookRuns {
  const runs = new Map<string, CellRun>();
  for (const [index, id] of ran.entries()) {
    runs.set(id, {
      source: sources[id] ?? "",
      count: index + 1,
      order: index + 1,
      startedAt: index,
      failed: failed.includes(id),
    });
  }
  const cells = Object.entries({ ...sources, ...edits }).map(([id, source]) => ({ id, source }));
  const graph = dependencyGraph(cells.map(({ source }) => cellNode(source)));
  return { cells, graph, states: cellStates(cells, graph, runs), runs };
}

function statesOf({ states }: NotebookRuns): string {
  return states.map(({ state }) => state).join(" ");
}

function idsOf({ cells }: NotebookRuns, places: readonly number[]): string {
  return places.map((at) => cells[at]?.id).join("");
}

describe("the states of cells", () => {
  it.each([
    ["fresh after a run from top to bottom", "abcd", {}, "fresh fresh fresh fresh"],
    ["never run at first", "", {}, "never-run never-run never-run never-run"],
    ["stale behind an edited cell", "abcd", { edits: { a: "const rows = [1]" } }, "edited stale stale fresh"],
    ["fresh when only blanks changed", "abcd", { edits: { a: "const rows = [1, 2]\n" } }, "fresh fresh fresh fresh"],
    ["stale behind a cell that ran again", "abcda", {}, "fresh stale stale fresh"],
    ["stale behind a cell that did not run", "acd", {}, "fresh never-run stale fresh"],
    ["stale behind a failed cell", "abcd", { failed: ["b"] }, "fresh failed stale fresh"],
    ["fresh when another cell was edited", "abcd", { edits: { d: "2" } }, "fresh fresh fresh edited"],
  ])("are %s", (_what, ran, changes: Changes, expected) => {
    expect(statesOf(session(CELLS, [...ran], changes))).toBe(expected);
  });

  it("say why", () => {
    const edited = session(CELLS, [..."abcd"], { edits: { a: "const rows = []" } });
    expect(edited.states.map(({ why }) => why)).toEqual([
      "This cell was edited after it ran.",
      "rows comes from cell [1], which was edited.",
      "total comes from cell [2], which is stale itself.",
      "",
    ]);
    const two = session({ a: "let x = 1, y = 2", b: "x + y" }, ["a", "b", "a"]);
    expect(two.states[1]?.why).toBe("x and y come from cell [3], which ran after this cell.");
  });

  it("leave functions alone when names that they read change, but not their callers", () => {
    const sources = { a: "let rate = 1", f: "const f = () => rate", g: "f()" };
    expect(statesOf(session(sources, ["a", "f", "g", "a"]))).toBe("fresh fresh stale");
  });

  it("call an empty cell fresh", () => {
    expect(statesOf(session({ a: " \n" }, []))).toBe("fresh");
  });
});

describe("the run of stale cells", () => {
  it("goes in the order of the notebook", () => {
    const one = session(CELLS, [..."abcda"]);
    expect(idsOf(one, stalePlan(one).order)).toBe("bc");
  });

  it("includes cells without a run that stale ones need, and no others", () => {
    const one = session({ ...CELLS, e: "never" }, [..."acd"]);
    expect(idsOf(one, stalePlan(one).order)).toBe("bc");
  });

  it("runs a cell early that makes a name that an earlier one reads", () => {
    const one = session({ a: "b0 + 1", b: "const b0 = 1" }, ["b", "a"], { edits: { b: "const b0 = 2" } });
    expect(idsOf(one, stalePlan(one).order)).toBe("ba");
  });

  it("makes a value again that a stale cell changed in place", () => {
    const sources = { a: "const xs: number[] = []", b: "xs.push(1)", c: "xs.length" };
    const one = session(sources, ["a", "b", "c"], { edits: { b: "xs.push(2)" } });
    expect(idsOf(one, stalePlan(one).order)).toBe("abc");
    const again = session(sources, ["a", "b", "c", "a"]);
    expect(idsOf(again, stalePlan(again).order)).toBe("bc");
  });

  it("names circles and leaves them out", () => {
    const one = session({ a: "const a = b", b: "const b = a", c: "a", d: "1" }, [..."abcd"], {
      edits: { a: "const a = b + 1", d: "2" },
    });
    const { order, circles } = stalePlan(one);
    expect(idsOf(one, order)).toBe("d");
    expect(circles).toEqual([[0, 1]]);
  });
});

describe("the reaction to a run", () => {
  it("is a run of the cells that depend on it", () => {
    const one = session(CELLS, [..."abcda"]);
    expect(idsOf(one, reactivePlan(one, ["a"]).order)).toBe("bc");
    expect(idsOf(one, reactivePlan(one, ["d"]).order)).toBe("");
  });

  it("starts no cell that never ran, and stops at edited and failed ones", () => {
    const never = session(CELLS, [..."abda"]);
    expect(idsOf(never, reactivePlan(never, ["a"]).order)).toBe("b");
    const edited = session(CELLS, [..."abcda"], { edits: { b: "const total = rows.length + 1" } });
    expect(idsOf(edited, reactivePlan(edited, ["a"]).order)).toBe("");
    const failed = session(CELLS, [..."abcda"], { failed: ["b"] });
    expect(idsOf(failed, reactivePlan(failed, ["a"]).order)).toBe("");
  });
});
