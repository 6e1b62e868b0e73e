/** The definition of a channel. */
type Def = Readonly<Record<string, unknown>>;

const POSITION = /^[xy]$/;
// Bars and areas show lengths, which begin at 0.
const WITHOUT_LENGTH = /^(?:point|circle|square|line|trail|tick)$/;
const LEGEND = /^(?:color|fill|stroke|size|opacity|fillOpacity|strokeOpacity|strokeWidth)$/;
const FIRST_YEAR = 1000;
const LAST_YEAR = 2999;

/** True for a column of years: all its values are whole numbers from 1000 to 2999. */
export function areYears(values: readonly unknown[]): boolean {
  const present = values.filter((value) => value !== null);
  return present.length > 0 && present.every(isYear);
}

/**
 * Writes years as `2020`, where Vega writes `2,020`, and lets the x axis of points and lines start at the first one
 * instead of at 0.
 */
export function withYears(channel: string, { axis, legend, scale }: Def, mark: string | undefined): Def {
  if (POSITION.test(channel)) {
    const startsLater = channel === "x" && scale === undefined && WITHOUT_LENGTH.test(mark ?? "");
    return {
      ...(axis !== null && { axis: { format: "~f", ...Object(axis) } }),
      ...(startsLater && { scale: { zero: false } }),
    };
  }
  return LEGEND.test(channel) && legend !== null ? { legend: { format: "~f", ...Object(legend) } } : {};
}

function isYear(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= FIRST_YEAR && Number(value) <= LAST_YEAR;
}
