import type pl from "nodejs-polars";
import { polars } from "../../util/polars.ts";
import { numbers } from "../data/read-columns.ts";

/** Millions of parameters: both tables round to hundredths, so a larger difference means another model. */
const ROUNDING = 0.0101;

/**
 * The rows whose two parameter counts disagree: the benchmark timed another model than the
 * one that was validated. On the training tables of July 2022 these are four convnext models that were timed
 * with the dimensions of convnext_base.
 *
 * @param frame a frame of getData: `param_count_x` (millions, of the benchmark) and `param_count_y`
 *   (millions, of the validation run).
 * @param tolerance the difference that still counts as equal, as a share of the larger count; 0 by default,
 *   which allows for rounding only.
 * @returns the rows that disagree: the same columns, in the same order.
 * @throws {ColumnError} when a column is missing or of another type.
 * @example
 * suspects(await getData("train")).height; // 4
 */
export function suspects(frame: pl.DataFrame, tolerance = 0): pl.DataFrame {
  const timed = numbers(frame, "param_count_x");
  const validated = numbers(frame, "param_count_y");
  const apart = timed.map((count, row) => {
    const other = validated[row];
    if (typeof count !== "number" || typeof other !== "number") return false;
    const gap = Math.abs(count - other);
    return gap > ROUNDING && gap > tolerance * Math.max(count, other);
  });
  return frame.filter(polars.Series("apart", apart, polars.Bool));
}
