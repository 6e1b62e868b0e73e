import type pl from "nodejs-polars";
import { polars } from "../../util/polars.ts";
import { numbers, texts } from "../data/read-columns.ts";

/**
 * The logarithmic fit of accuracy on time for each family: top1 = a + b ln(secs), by ordinary least
 * squares. It is the fit that Vega's `regression` draws with `method: "log"`, computed from centred
 * sums.
 *
 * @param frame a frame with `family`, `secs` (seconds per image) and `top1` (per cent). Rows without
 *   an accuracy or a time above zero are left out.
 * @returns `family`, `n` (models fitted), `a` (per cent at one second), `b` (percentage points per
 *   e-fold of time) and `r2` (0 to 1), a row per family in the order of the frame. A family whose
 *   models all take the same time, or that has a single model, has null for a, b and r2.
 * @throws {ColumnError} when a column is missing or of another type.
 * @see https://vega.github.io/vega-lite/docs/regression.html
 * @example
 * regression(subset(await getData("infer"))); // levit: a 123.41, b 4.66, r2 0.940
 */
export function regression(frame: pl.DataFrame): pl.DataFrame {
  const families = texts(frame, "family");
  const secs = numbers(frame, "secs");
  const top1 = numbers(frame, "top1");
  const points = new Map<string, { x: number[]; y: number[] }>();
  for (const [index, family] of families.entries()) {
    const time = secs[index];
    const accuracy = top1[index];
    if (family === null || typeof time !== "number" || time <= 0 || typeof accuracy !== "number") continue;
    const own = points.get(family) ?? { x: [], y: [] };
    own.x.push(Math.log(time));
    own.y.push(accuracy);
    points.set(family, own);
  }
  const rows = [...points].map(([family, { x, y }]) => ({ family, n: x.length, ...fitLine(x, y) }));
  return polars.DataFrame(
    {
      family: rows.map((row) => row.family),
      n: rows.map((row) => row.n),
      a: rows.map((row) => row.a),
      b: rows.map((row) => row.b),
      r2: rows.map((row) => row.r2),
    },
    { schema: { family: polars.String, n: polars.Int32, a: polars.Float64, b: polars.Float64, r2: polars.Float64 } },
  );
}

type Line = { a: number | null; b: number | null; r2: number | null };

function fitLine(x: readonly number[], y: readonly number[]): Line {
  const meanX = mean(x);
  const meanY = mean(y);
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (const [index, value] of x.entries()) {
    const dx = value - meanX;
    const dy = (y[index] ?? meanY) - meanY;
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  if (xx === 0) return { a: null, b: null, r2: null };
  const b = xy / xx;
  return { a: meanY - b * meanX, b, r2: yy === 0 ? null : (xy * xy) / (xx * yy) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
