import type pl from "nodejs-polars";
import type { Table } from "../../display/table/table.ts";
import { candidates } from "./candidates.ts";
import { candidateTable } from "./pick-words.ts";

/** Options of {@link modelTable}. */
export type ModelTableOptions = {
  /** A line above the table; none by default. */
  readonly caption?: string | undefined;
};

/**
 * The models of a frame as a table for people: family, image size (px), top-1 accuracy (%), time
 * per image (ms), parameters (M) and size (MiB), a row for each row of the frame, in its order.
 *
 * @param frame a frame of getData, or rows of one.
 * @returns a table that shows itself in a notebook, with all of its rows.
 * @throws {ColumnError} when a column is missing or of another type.
 * @example
 * modelTable(frontier(await getData("infer")), { caption: "The frontier" });
 */
export function modelTable(frame: pl.DataFrame, { caption }: ModelTableOptions = {}): Table {
  return candidateTable(candidates(frame), caption);
}
