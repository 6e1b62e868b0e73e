import { inspect } from "node:util";
import type pl from "nodejs-polars";
import { type Table, table } from "../../display/table/table.ts";
import { checkFrame } from "../data/read-columns.ts";
import { TsnbError } from "../../util/error.ts";

/** A row that a frame does not have. */
export class RowError extends TsnbError {
  override readonly name = "RowError";

  constructor(row: number, height: number) {
    super({
      doing: `Showing row ${row} of a frame`,
      got: height === 0 ? "the frame has no rows" : `the frame has rows 0 to ${height - 1}`,
      fix: "Give a whole number in that range, and a frame with rows",
    });
  }
}

/**
 * One row of a frame, transposed: a line for each column, with its name and its value.
 *
 * @param row the index of the row, counted from 0; the first by default.
 * @returns a table of two columns, Column and Value; it shows itself in a notebook.
 * @throws {RowError} when the frame has no such row.
 * @example
 * columnValueTable(await getData("infer")); // model levit_128s, infer_samples_per_sec 21485.8, ...
 */
export function columnValueTable(frame: pl.DataFrame, row = 0): Table {
  checkFrame(frame);
  if (!Number.isInteger(row) || row < 0 || row >= frame.height) throw new RowError(row, frame.height);
  const values: unknown[] = frame.row(row);
  const lines = frame.columns.map((column, index) => ({ Column: column, Value: valueText(values[index]) }));
  return table(lines, { rows: lines.length });
}

function valueText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "string" ? value : inspect(value);
}
