/** The definition of a channel. */
type Def = Readonly<Record<string, unknown>>;

const POSITION = /^[xy]$/;
const LEGEND = /^(?:color|fill|stroke|size|opacity|fillOpacity|strokeOpacity|strokeWidth)$/;
const FIRST_YEAR = 1000;
const LAST_YEAR = 2999;

/** True for a column of years: all its values are whole numbers from 1000 to 2999. */
export function areYears(values: readonly unknown[]): boolean {
  const present = values.filter((value) => value !== null);
  return present.length > 0 && present.every(isYear);
}

/** Writes years as `2020`, where Vega writes `2,020`, and lets their axis start at the first one instead of at 0. */
export function withYears(channel: string, { axis, legend, scale }: Def): Def {
  if (POSITION.test(channel)) {
    return {
      ...(axis !== null && { axis: { format: "~f", ...Object(axis) } }),
      ...(scale === undefined && { scale: { zero: false } }),
    };
  }
  return LEGEND.test(channel) && legend !== null ? { legend: { format: "~f", ...Object(legend) } } : {};
}

function isYear(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= FIRST_YEAR && Number(value) <= LAST_YEAR;
}
