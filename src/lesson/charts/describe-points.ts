import type { Row } from "../data/read-columns.ts";

/** A text alternative for a scatter plot: its content, its number of models, and the ranges of accuracy and time. */
export function describePoints(rows: readonly Row[], what: string): string {
  const count = new Set(rows.map(({ family }) => family)).size;
  const families = count === 1 ? "one family" : `${count} families`;
  const top1 = range(rows, "top1", (value) => value.toFixed(1));
  const secs = range(rows, "secs", duration);
  const ranges = [
    ...(top1 === undefined ? [] : [`accuracy ${top1} per cent`]),
    ...(secs === undefined ? [] : [`time per image ${secs}`]),
  ].join(", ");
  const head = `Scatter plot of ${what} for ${rowsInWords(rows)} of ${families}.`;
  return ranges === "" ? head : `${head} ${ranges.slice(0, 1).toUpperCase()}${withOneVerb(ranges.slice(1))}.`;
}

/** The range of a column in words; undefined if it has no numbers. */
function range(rows: readonly Row[], column: string, format: (value: number) => string): string | undefined {
  const known = rows.map((row) => row[column]).filter((value) => typeof value === "number");
  if (known.length === 0) return undefined;
  const least = format(known.reduce((a, b) => Math.min(a, b)));
  const most = format(known.reduce((a, b) => Math.max(a, b)));
  return least === most ? `is ${least}` : `runs from ${least} to ${most}`;
}

/** A list of ranges in which "runs" is not repeated. */
function withOneVerb(ranges: string): string {
  const [head = "", ...rest] = ranges.split(" runs from ");
  return rest.length === 0 ? head : `${head} runs from ${rest.join(" from ")}`;
}

/** The number of models, and the number of rows if a model has several image sizes. */
function rowsInWords(rows: readonly Row[]): string {
  const models = new Set(rows.map(({ model }) => model)).size;
  const counted = models === 1 ? "one model" : `${models} models`;
  return models === rows.length ? counted : `${counted} in ${rows.length} rows`;
}

/** A time in the unit in which it has one to three digits before the point: 47 µs, 2.4 s. */
function duration(secs: number): string {
  const [unit, factor] = secs >= 1 ? ["s", 1] : secs >= 1e-3 ? ["ms", 1e3] : ["µs", 1e6];
  return `${Number((secs * factor).toPrecision(2))} ${unit}`;
}
