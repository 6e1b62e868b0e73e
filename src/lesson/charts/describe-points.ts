import type { Row } from "../data/read-columns.ts";

/** A text alternative for a scatter plot: its content, its number of models, and the ranges of accuracy and time. */
export function describePoints(rows: readonly Row[], what: string): string {
  const families = new Set(rows.map(({ family }) => family)).size;
  const top1 = range(rows, "top1", (value) => value.toFixed(1));
  const secs = range(rows, "secs", duration);
  return (
    `Scatter plot of ${what} for ${rowsInWords(rows)} of ${families} families. ` +
    `Accuracy runs from ${top1} per cent, time per image from ${secs}.`
  );
}

function range(rows: readonly Row[], column: string, format: (value: number) => string): string {
  const known = rows.map((row) => row[column]).filter((value) => typeof value === "number");
  if (known.length === 0) return "nothing to nothing";
  const least = known.reduce((a, b) => Math.min(a, b));
  const most = known.reduce((a, b) => Math.max(a, b));
  return `${format(least)} to ${format(most)}`;
}

/** The number of models, and the number of rows if a model has several image sizes. */
function rowsInWords(rows: readonly Row[]): string {
  const models = new Set(rows.map(({ model }) => model)).size;
  return models === rows.length ? `${models} models` : `${models} models in ${rows.length} rows`;
}

/** A time in the unit in which it has one to three digits before the point: 47 µs, 2.4 s. */
function duration(secs: number): string {
  const [unit, factor] = secs >= 1 ? ["s", 1] : secs >= 1e-3 ? ["ms", 1e3] : ["µs", 1e6];
  return `${Number((secs * factor).toPrecision(2))} ${unit}`;
}
