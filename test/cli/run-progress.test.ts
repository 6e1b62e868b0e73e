import { expect, it } from "vitest";
import { type ProgressOptions, RunProgress } from "../../src/cli/run-progress.ts";
import type { RunEvent } from "../../src/run/results.ts";
import { cellResult, notebookResult } from "../support/results.ts";

const result = notebookResult({ seconds: 2 });
const events: readonly RunEvent[] = [
  { type: "notebook-started", label: "a.ipynb", number: 1, of: 2 },
  { type: "notice", label: "a.ipynb", text: "repaired: something" },
  { type: "cell-started", label: "a.ipynb", cell: { index: 1, number: 2, id: "x", heading: "Load" }, of: 3 },
  { type: "cell-finished", label: "a.ipynb", cell: cellResult({ index: 1, heading: "Load" }) },
  { type: "notebook-finished", label: "a.ipynb", result },
];

function shown(terminal: { isTTY?: boolean; columns?: number }, options: ProgressOptions = {}): string {
  let text = "";
  const progress = new RunProgress({ ...terminal, write: (piece) => (text += piece) }, options);
  for (const event of events) progress.show(event);
  return text;
}

it("prints a line for each notebook outside a terminal", () => {
  expect(shown({})).toBe("a.ipynb: repaired: something\n[1/2] a.ipynb: passed in 2.0 s\n");
});

it("prints a line for each step when verbose", () => {
  expect(shown({}, { verbose: true }).split("\n")).toEqual([
    "a.ipynb: starting the kernel",
    "a.ipynb: repaired: something",
    "a.ipynb: cell 2 of 3 begins",
    "a.ipynb: cell 2 (Load): passed in 0.1 s",
    "[1/2] a.ipynb: passed in 2.0 s",
    "",
  ]);
});

it("prints only problems when quiet", () => {
  expect(shown({}, { quiet: true })).toBe("");
  expect(shown({ isTTY: true }, { quiet: true })).toBe("");
});

it("redraws one line on a terminal, never wider than it", () => {
  const pieces = shown({ isTTY: true, columns: 20 }).split("\r\u001b[2K");
  expect(pieces).toEqual([
    "",
    "[1/2] a.ipynb: star",
    "a.ipynb: repaired: something\n",
    "[1/2] a.ipynb: star",
    "[1/2] a.ipynb: cell",
    "[1/2] a.ipynb: cell",
    "[1/2] a.ipynb: passed in 2.0 s\n",
    "",
  ]);
});

it("names all notebooks that are running", () => {
  let text = "";
  const progress = new RunProgress({ isTTY: true, columns: 200, write: (piece) => (text += piece) });
  for (const label of ["a.ipynb", "b.ipynb"]) progress.show({ type: "notebook-started", label, number: 1, of: 2 });
  expect(text).toMatch(/\[1\/2\] a\.ipynb: starting the kernel · b\.ipynb: starting the kernel$/);
});
