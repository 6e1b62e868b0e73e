import type { CellDifference } from "../../notebook/compare/differences.ts";
import { CellFailedError } from "../../run/errors/cell-errors.ts";
import type { CellResult, NotebookResult } from "../../run/results.ts";
import type { TsnbError } from "../../util/error.ts";
import { cellLine } from "./cell-line.ts";
import { changeLines, failureLines } from "../problem-text.ts";
import { cellTitle } from "./cell-title.ts";

/** The outcome of a cell, for reports. */
export type CellOutcome = {
  readonly cell: CellResult;
  /** The name by which readers find it. */
  readonly title: string;
  /** `different`: it ran well, but its outputs differ from those in the notebook. */
  readonly state: CellResult["status"] | "different";
  /** The problem, in a line; undefined without one. */
  readonly message: string | undefined;
  /** The cell's code and the kernel's message, or the differences; empty when nothing is wrong. */
  readonly details: readonly string[];
  /** The line of the cell at fault, counted from 1; undefined if it is not known. */
  readonly line: number | undefined;
  readonly difference: CellDifference | undefined;
};

/** The outcome of each cell of a notebook, in order. */
export function outcomesOf({ label, cells, comparison, status, error }: NotebookResult): readonly CellOutcome[] {
  const differences = status === "different" && comparison ? comparison.differences : [];
  return cells.map((cell) => {
    const difference = differences.find(({ id }) => id === cell.id);
    const base = {
      cell,
      title: cellTitle(cell),
      state: cell.status,
      line: cellLine(cell),
      difference,
    };
    const fault = cell.error ?? (cell.status === "failed" ? error : undefined);
    if (fault) return { ...base, message: shortMessage(fault), details: failureLines(label, fault, cell) };
    if (difference) {
      const types = [...new Set(difference.outputs.map(({ type }) => type))].join(", ");
      const message = `The outputs differ from those in the notebook: ${types}`;
      return { ...base, state: "different", message, details: changeLines(difference) };
    }
    return { ...base, message: undefined, details: [] };
  });
}

/** The problem of a cell, in a line, without the cell's name. */
function shortMessage(error: TsnbError): string {
  const text = error instanceof CellFailedError ? error.summary : error.message;
  return text.split("\n")[0] ?? text;
}
