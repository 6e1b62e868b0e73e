import type { Row } from "../data/columns.ts";

/** A sentence for those who do not see the chart: what is drawn, of how many models, from where to where. */
export function describePoints(rows: readonly Row[], what: string): string {
  const families = new Set(rows.map(({ family }) => family)).size;
  const top1 = range(rows, "top1", (value) => value.toFixed(1));
  const secs = range(rows, "secs", (value) => value.toExponential(1));
  return (
    `Scatter plot of ${what} for ${rows.length} models of ${families} families. ` +
    `Accuracy runs from ${top1} per cent, time from ${secs} seconds per image.`
  );
}

function range(rows: readonly Row[], column: string, format: (value: number) => string): string {
  const known = rows.map((row) => row[column]).filter((value) => typeof value === "number");
  if (known.length === 0) return "nothing to nothing";
  const least = known.reduce((a, b) => Math.min(a, b));
  const most = known.reduce((a, b) => Math.max(a, b));
  return `${format(least)} to ${format(most)}`;
}
