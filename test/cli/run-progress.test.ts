import { expect, it } from "vitest";
import { RunProgress } from "../../src/cli/run-progress.ts";
import type { RunEvent } from "../../src/run/results.ts";
import { notebookResult } from "../support/results.ts";

const result = notebookResult({ seconds: 2 });
const events: readonly RunEvent[] = [
  { type: "notebook-started", label: "a.ipynb", number: 1, of: 2 },
  { type: "cell-started", label: "a.ipynb", cell: { index: 1, id: "x", heading: undefined }, of: 3 },
  { type: "notebook-finished", label: "a.ipynb", result },
];

function shown(terminal: { isTTY?: boolean; columns?: number }): string {
  let text = "";
  const progress = new RunProgress({ ...terminal, write: (piece) => (text += piece) });
  for (const event of events) progress.show(event);
  return text;
}

it("is a short line for each step where it is not a terminal", () => {
  expect(shown({})).toBe(
    "[1/2] a.ipynb: starting the kernel\n[1/2] a.ipynb: cell 2/3\n[1/2] a.ipynb: passed in 2.0 s\n",
  );
});

it("is one line that changes on a terminal, never wider than it", () => {
  const pieces = shown({ isTTY: true, columns: 20 }).split("\r\u001b[2K");
  expect(pieces).toEqual(["", "[1/2] a.ipynb: star", "[1/2] a.ipynb: cell", "[1/2] a.ipynb: passed in 2.0 s\n"]);
});
