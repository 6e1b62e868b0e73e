import { expect, it } from "vitest";
import { RunProgress } from "../../src/cli/run-progress.ts";
import type { RunEvent } from "../../src/run/results.ts";

const result = {
  label: "a.ipynb",
  source: "/a.ipynb",
  target: "/out/a.ipynb",
  status: "passed",
  cells: 1,
  cellsRun: 1,
  seconds: 2,
  startSeconds: 1,
  cellSeconds: 1,
  error: undefined,
  differences: [],
} as const;
const events: readonly RunEvent[] = [
  { type: "notebook", label: "a.ipynb", number: 1, of: 2 },
  { type: "cell", label: "a.ipynb", number: 2, of: 3 },
  { type: "result", result },
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
