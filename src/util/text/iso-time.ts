const MONTH = /^(\d{4})-(\d\d)$/;
const DAY = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;

/** True for an ISO date that exists: a month, a day, or a day with a time. */
export function isIsoTime(value: unknown): boolean {
  if (typeof value !== "string") return false;
  const [, , month] = MONTH.exec(value) ?? [];
  if (month !== undefined) return isWithin(month, 1, 12);
  const [, year, ofYear, day, hour = "0", minute = "0", second = "0"] = DAY.exec(value) ?? [];
  const isDay = isWithin(ofYear, 1, 12) && isWithin(day, 1, daysIn(Number(year), Number(ofYear)));
  const isTime = isWithin(hour, 0, 23) && isWithin(minute, 0, 59) && isWithin(second, 0, 59);
  return isDay && isTime && !Number.isNaN(Date.parse(value));
}

/** True for two years in a row, such as the season `2010-11`, which also looks like a month. */
export function isSeason(value: unknown): boolean {
  const [, year, next] = (typeof value === "string" && MONTH.exec(value)) || [];
  return year !== undefined && (Number(year) + 1) % 100 === Number(next);
}

function isWithin(digits: string | undefined, least: number, most: number): boolean {
  return digits !== undefined && Number(digits) >= least && Number(digits) <= most;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
