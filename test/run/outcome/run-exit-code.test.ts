import { expect, it } from "vitest";
import { CellFailedError, CellTimeoutError } from "../../../src/run/errors/cell-errors.ts";
import { KernelStartError, NoKernelError } from "../../../src/run/errors/notebook-errors.ts";
import { exitCodeOfRun } from "../../../src/run/outcome/run-exit-code.ts";
import type { CheckResult } from "../../../src/check/results.ts";
import type { NotebookResult } from "../../../src/run/results.ts";
import { notebookResult } from "../../support/results.ts";

const place = { file: "a.ipynb", cell: 1, source: "1" };
const passed = notebookResult();
const different = notebookResult({ status: "different" });
const failed = withError(new CellFailedError(place, "Error: no", ""));
const late = withError(new CellTimeoutError(place, 1));
const deaf = withError(new KernelStartError("x", "it is silent"));
const nameless = withError(new NoKernelError("a.ipynb"));

function withError(error: NotebookResult["error"]): NotebookResult {
  return notebookResult({ status: "failed", error });
}

it.each([
  ["passed", [passed], 0],
  ["a cell failed", [passed, failed], 1],
  ["a notebook without a kernel", [nameless], 2],
  ["other outputs", [different, passed], 3],
  ["no kernel", [deaf], 4],
  ["a timeout", [late], 5],
  ["a failed cell before all else", [different, nameless, deaf, late, failed], 1],
  ["a timeout before a kernel", [different, deaf, late], 5],
] as const)("is that of %s", (_, notebooks, code) => {
  expect(exitCodeOfRun({ notebooks, ok: code === 0 })).toBe(code);
});

it("is 6 when types fail the run, and nothing worse did", () => {
  const check: CheckResult = { notebooks: [], files: [], errors: 1, warnings: 0, isCutShort: false, ok: false };
  const failing = { check, isFailure: true };
  expect(exitCodeOfRun({ notebooks: [passed, different], types: failing, ok: false })).toBe(6);
  expect(exitCodeOfRun({ notebooks: [failed], types: failing, ok: false })).toBe(1);
  expect(exitCodeOfRun({ notebooks: [passed], types: { check, isFailure: false }, ok: true })).toBe(0);
});

it("is 1 when only the page of charts could not be written", () => {
  expect(exitCodeOfRun({ notebooks: [passed], ok: false })).toBe(1);
});
