import { afterEach, expect, it, vi } from "vitest";
import { type ProgressDetail, RunProgress } from "../../../src/cli/run/run-progress.ts";
import type { RunEvent } from "../../../src/run/events.ts";
import { cellResult, notebookResult } from "../../support/results.ts";

afterEach(() => vi.useRealTimers());

const result = notebookResult({ seconds: 2 });
const events: readonly RunEvent[] = [
  { type: "notebook-started", label: "a.ipynb", number: 1, of: 2 },
  { type: "notice", label: "a.ipynb", text: "repaired: something" },
  { type: "cell-started", label: "a.ipynb", cell: { index: 1, number: 2, id: "x", heading: "Load" }, of: 3 },
  { type: "cell-finished", label: "a.ipynb", cell: cellResult({ index: 1, heading: "Load" }) },
  { type: "notebook-finished", label: "a.ipynb", result },
];

function shown(terminal: { isTTY?: boolean; columns?: number }, options: ProgressDetail = {}): string {
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

it("shows the control characters of notebooks", () => {
  let text = "";
  const progress = new RunProgress({ write: (piece) => (text += piece) }, { verbose: true });
  progress.show({ type: "notice", label: "a.ipynb", text: "removed \u001b]0;title\u0007" });
  progress.show({ type: "cell-finished", label: "a.ipynb", cell: cellResult({ heading: "\u001b[2J\u202eText\r" }) });
  expect(text).toBe("a.ipynb: removed ␛]0;title␇\na.ipynb: cell 1 (␛[2J\\u{202e}Text␍): passed in 0.1 s\n");
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

it("reports the wait for a server: for a kernel, for a hub, and while it is not used", () => {
  let text = "";
  const progress = new RunProgress({ write: (piece) => (text += piece) });
  const silent = { type: "silent", label: "a.ipynb", cell: undefined, state: "starting", isRemote: true } as const;
  progress.show({ ...silent, seconds: 40, limit: 300 });
  progress.show({ type: "server-starting", server: "https://hub/user/ann/", seconds: 20 });
  progress.show({ type: "server-failed", server: "https://one/", reason: "it answered 502." });
  progress.show({ type: "server-returned", server: "https://one/" });
  expect(text.split("\n")).toEqual([
    "a.ipynb: waiting for the server to start the kernel, 40 s; the limit is 5:00 min",
    "waiting for the hub to start https://hub/user/ann/, 20 s",
    "the server https://one/ is not used until it answers again (it answered 502.)",
    "the server https://one/ is used again",
    "",
  ]);
});

it("names all notebooks that are running", () => {
  let text = "";
  const progress = new RunProgress({ isTTY: true, columns: 200, write: (piece) => (text += piece) });
  for (const label of ["a.ipynb", "b.ipynb"]) progress.show({ type: "notebook-started", label, number: 1, of: 2 });
  expect(text).toMatch(/\[1\/2\] a\.ipynb: starting the kernel · b\.ipynb: starting the kernel$/);
});

it("shows the time of the run and its steps on a terminal, every second", () => {
  vi.useFakeTimers();
  let text = "";
  const progress = new RunProgress({ isTTY: true, columns: 200, write: (piece) => (text += piece) });
  progress.show({ type: "notebook-started", label: "a.ipynb", number: 1, of: 1 });
  vi.advanceTimersByTime(64_000);
  const cell = { index: 2, number: 2, id: "x", heading: undefined };
  progress.show({ type: "cell-started", label: "a.ipynb", cell, of: 3 });
  vi.advanceTimersByTime(2_000);
  const lines = text.split("\r\u001b[2K");
  expect(lines.at(-4)).toBe("[1/1, 1:04 min] a.ipynb: starting the kernel (1:04 min)");
  expect(lines.at(-3)).toBe("[1/1, 1:04 min] a.ipynb: cell 2/3");
  expect(lines.at(-1)).toBe("[1/1, 1:06 min] a.ipynb: cell 2/3 (2 s)");
  progress.close();
  vi.advanceTimersByTime(5_000);
  expect(text.split("\r\u001b[2K").slice(lines.length)).toEqual([""]);
});

const cell = { index: 2, number: 3, id: "x", heading: "Train" };
const silent = { type: "silent", label: "a.ipynb", cell, seconds: 60, state: "busy", limit: 600 } as const;

it.each<[RunEvent, string]>([
  [
    silent,
    "a.ipynb: cell 3 has printed nothing for 1:00 min and is still running (the kernel is busy); the limit is 10:00 min\n",
  ],
  [
    { ...silent, seconds: 240, state: "idle", limit: undefined },
    "a.ipynb: cell 3 has printed nothing for 4:00 min and is still running (the kernel reports that it is idle, and may have lost the cell); there is no time limit\n",
  ],
  [
    { ...silent, state: "disconnected", isRemote: true },
    "a.ipynb: cell 3 has printed nothing for 1:00 min (the connection to the server is lost; trying to reconnect); the limit is 10:00 min\n",
  ],
  [
    { ...silent, cell: undefined, limit: undefined },
    "a.ipynb: the kernel has not answered for 1:00 min; there is no time limit\n",
  ],
])("reports a silent kernel", (event, line) => {
  let text = "";
  new RunProgress({ write: (piece) => (text += piece) }).show(event);
  expect(text).toBe(line);
});

it("reports, when quiet, only a silent kernel that has no time limit", () => {
  let text = "";
  const progress = new RunProgress({ write: (piece) => (text += piece) }, { quiet: true });
  progress.show(silent);
  expect(text).toBe("");
  progress.show({ ...silent, limit: undefined });
  expect(text).toContain("there is no time limit");
});
