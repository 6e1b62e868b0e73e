import { cellName } from "../run/cell-numbers.ts";
import { CellError } from "../run/errors/cell-errors.ts";
import type { CellResult, NotebookResult } from "../run/results.ts";

/** The result of a notebook, in a few words. */
export function verdictOf(result: NotebookResult): string {
  return `${result.cached === undefined ? "" : "cached, "}${ownVerdictOf(result)}`;
}

function ownVerdictOf({ status, error, comparison }: NotebookResult): string {
  if (error instanceof CellError) return `failed at ${cellName(error.place.cell)}`;
  if (comparison === undefined) return status;
  const { differences, hasStored, compared } = comparison;
  const numbers = differences.map(({ cell }) => cell).join(", ");
  const cells = `${differences.length === 1 ? "cell" : "cells"} ${numbers}`;
  if (status === "different") return hasStored ? `outputs differ in ${cells}` : "no stored outputs to compare with";
  if (differences.length > 0) return `passed, accepted the outputs of ${cells}`;
  if (!hasStored) return "passed, no outputs to compare";
  return compared === 0 ? "passed, no cell compared" : "passed, same outputs";
}

/** The number of a notebook's cells that ran: `3`, or `1 of 3`. */
export function ranOf({ cells }: NotebookResult): string {
  const count = cells.filter(isRun).length;
  return count === cells.length ? `${count}` : `${count} of ${cells.length}`;
}

/** True if any cell of a notebook ran. */
export function hasRun({ cells }: NotebookResult): boolean {
  return cells.some(isRun);
}

function isRun({ status }: CellResult): boolean {
  return status === "passed" || status === "failed";
}
