import type pl from "nodejs-polars";
import { polars } from "../../util/polars.ts";
import { numbers } from "../data/read-columns.ts";

/**
 * The models that no other beats on both axes: walking from the cheapest up, each is more accurate
 * than all before it.
 *
 * @param frame a frame with `top1` (per cent) and the column of the cost. Rows that lack either are
 *   left out.
 * @param cost the column to keep small: `secs` (seconds per image, the default), `param_count_x`
 *   (millions), or any other column of numbers.
 * @returns the same columns, sorted by cost; accuracy rises strictly. Of rows with equal cost and
 *   accuracy the first is kept.
 * @throws {ColumnError} when a column is missing or of another type.
 * @example
 * frontier(await getData("infer")).getColumn("model"); // levit_128s ... beit_large_patch16_512
 */
export function frontier<Columns extends Record<string, pl.DataType>>(
  frame: pl.DataFrame<Columns>,
  cost = "secs",
): pl.DataFrame<Columns> {
  return takeRows(frame, unbeaten(numbers(frame, cost), numbers(frame, "top1")));
}

/** The indices of the points with no other of lower cost and higher gain, cheapest first. */
export function unbeaten(costs: readonly (number | null)[], gains: readonly (number | null)[]): number[] {
  const known = costs.flatMap((cost, index) => {
    const gain = gains[index];
    return typeof cost === "number" && typeof gain === "number" ? [{ index, cost, gain }] : [];
  });
  const kept: number[] = [];
  let best = Number.NEGATIVE_INFINITY;
  for (const { index, gain } of known.toSorted((a, b) => a.cost - b.cost || b.gain - a.gain)) {
    if (gain <= best) continue;
    best = gain;
    kept.push(index);
  }
  return kept;
}

/** Rows of a frame by their index, in the order given. */
export function takeRows(frame: pl.DataFrame, rows: readonly number[]): pl.DataFrame {
  return frame.select(polars.all().gather([...rows]));
}
