import { hasError } from "../../../notebook/outputs/has-error.ts";
import type { Output } from "../../../notebook/types.ts";
import {
  CellFailedError,
  type CellError,
  type CellPlace,
  NoExceptionError,
  OutputsIncompleteError,
} from "../../errors/cell-errors.ts";
import { allows, expectationOf } from "../../../notebook/expected-errors.ts";
import type { PlannedCell } from "../../plan/plan-cells.ts";
import { errorNameIn, failureOf } from "./reported-failure.ts";
import type { NotebookJob } from "../job.ts";
import type { Reply } from "../session/replies.ts";

type Rules = Pick<NotebookJob, "file" | "errors" | "redactor" | "explain">;

/**
 * The error of a cell that has ended; undefined when it ended as expected.
 *
 * @param reply undefined when the kernel never reported that the outputs are complete.
 */
export function errorOfCell(
  planned: PlannedCell,
  reply: Reply | undefined,
  outputs: readonly Output[],
  rules: Rules,
): CellError | undefined {
  if (reply === undefined) return new OutputsIncompleteError(cellPlace(planned, rules.file));
  // Kernels also reply "ok" when a timer or promise of the cell failed.
  if (!reply.ok || hasError(outputs)) return unexpected(planned, reply.error, outputs, rules);
  const { must } = expectationOf(planned.cell, rules.errors);
  return must ? new NoExceptionError(cellPlace(planned, rules.file)) : undefined;
}

/** The error among a cell's outputs that the cell is not allowed to raise; undefined without one. */
export function raisedIn(planned: PlannedCell, outputs: readonly Output[], rules: Rules): CellError | undefined {
  return hasError(outputs) ? unexpected(planned, undefined, outputs, rules) : undefined;
}

/** @param file the path of the notebook. */
export function cellPlace({ number, cell }: PlannedCell, file: string): CellPlace {
  return { file, cell: number, source: cell.source };
}

/** @param replied the error in the kernel's reply. */
function unexpected(
  planned: PlannedCell,
  replied: string | undefined,
  outputs: readonly Output[],
  { file, errors, redactor, explain }: Rules,
): CellError | undefined {
  const expectation = expectationOf(planned.cell, errors);
  if (expectation.may === "any") return undefined;
  const { summary, details } = failureOf(replied === undefined ? undefined : redactor.text(replied), outputs);
  if (allows(expectation, errorNameIn(summary))) return undefined;
  const only = expectation.may === "none" ? "" : ` (it may only raise ${expectation.may.join(" or ")})`;
  return new CellFailedError(
    cellPlace(planned, file),
    `${summary}${only}`,
    details,
    explain?.(`${summary}\n${details}`),
  );
}
