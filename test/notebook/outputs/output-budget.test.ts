import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../src/jupyter/json.ts";
import { Outputs } from "../../../src/notebook/outputs/apply-outputs.ts";
import { OutputBudget } from "../../../src/notebook/outputs/output-budget.ts";

type Step = readonly [cell: number, type: string, content: JsonObject];

const display = (cell: number, size: number, id?: string): Step => [
  cell,
  "display_data",
  { data: { "text/plain": "x".repeat(size) }, transient: id === undefined ? {} : { display_id: id } },
];
const update = (cell: number, size: number, id: string): Step => [
  cell,
  "update_display_data",
  { data: { "text/plain": "x".repeat(size) }, transient: { display_id: id } },
];
const print = (cell: number, text: string): Step => [cell, "stream", { name: "stdout", text }];
const clear = (cell: number, wait: boolean): Step => [cell, "clear_output", { wait }];
const fail = (cell: number): Step => [cell, "error", { ename: "E", evalue: "x".repeat(100), traceback: [] }];

/** The verdict on each message, which is applied if it fits; limits that are not given are 0. */
function verdicts(steps: readonly Step[], limits: { cell?: object; notebook?: object }) {
  const none = { bytes: 0, count: 0 };
  const outputs = new Outputs();
  const budget = new OutputBudget(
    { cell: { ...none, ...limits.cell }, notebook: { ...none, ...limits.notebook } },
    outputs,
  );
  return steps.map(([cell, type, content]) => {
    const verdict = budget.take(cell, type, content);
    if (verdict === "fits") outputs.apply(cell, type, content);
    return verdict;
  });
}

const often = (count: number, ...steps: readonly Step[]) => Array.from({ length: count }, () => steps).flat();

describe("the limit of a notebook", () => {
  it("in bytes cuts each cell that goes beyond it, whatever the cell has itself", () => {
    const steps = [display(0, 6), display(1, 4), display(1, 1), display(1, 1), display(2, 1), fail(2)];
    expect(verdicts(steps, { notebook: { bytes: 10 } })).toEqual([
      "fits",
      "fits",
      "notebook",
      "dropped",
      "notebook",
      "fits",
    ]);
  });

  it("in outputs does, too", () => {
    const steps = [display(0, 1), print(1, "a"), print(1, "b"), display(1, 1)];
    expect(verdicts(steps, { notebook: { count: 2 } })).toEqual(["fits", "fits", "fits", "notebook"]);
  });

  it("comes after the limit of the cell", () => {
    expect(verdicts([display(0, 6), display(1, 5)], { cell: { bytes: 5 }, notebook: { bytes: 5 } })).toEqual([
      "cell",
      "fits",
    ]);
  });
});

describe("outputs that are gone", () => {
  it.each([
    ["a display that is cleared and drawn again", [clear(0, false), display(0, 6)]],
    ["one that waits for the next", [clear(0, true), display(0, 6)]],
    ["a display that is updated", [update(0, 6, "d")]],
    ["a display that is updated by another cell", [update(1, 6, "d")]],
    ["a display that is shown again under its name, after clearing", [clear(0, false), display(0, 6, "d")]],
  ])("do not count: %s", (_, steps) => {
    const all = verdicts([display(0, 6, "d"), ...often(20, ...steps)], {
      cell: { bytes: 10 },
      notebook: { bytes: 10 },
    });
    expect(new Set(all)).toEqual(new Set(["fits"]));
  });

  it("do not count: a line that is overwritten", () => {
    const steps = often(20, print(0, "\r50 %"));
    expect(new Set(verdicts(steps, { cell: { bytes: 10 }, notebook: { bytes: 10 } }))).toEqual(new Set(["fits"]));
  });

  it("make room again in a cell that was cut", () => {
    const steps = [
      display(0, 11),
      display(0, 1),
      clear(0, false),
      display(0, 1),
      display(0, 10),
      clear(0, true),
      display(0, 9),
    ];
    expect(verdicts(steps, { cell: { bytes: 10 } })).toEqual([
      "cell",
      "dropped",
      "fits",
      "fits",
      "cell",
      "fits",
      "fits",
    ]);
  });
});

it("counts a display everywhere that it is shown", () => {
  const steps = [display(0, 2, "d"), display(1, 2, "d"), update(1, 5, "d"), update(1, 6, "d")];
  expect(verdicts(steps, { notebook: { bytes: 10 } })).toEqual(["fits", "fits", "fits", "notebook"]);
});
