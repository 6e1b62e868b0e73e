import { inspect } from "node:util";

const SIGNIFICANT_DIGITS = 6;
const LEAST_DIGITS_SHOWN = 10;
const EXPONENT_FROM = 1e15;
const EXPONENT_DECIMALS = 3;
const GROUPED_FROM = 1e4;

/** A column as strings; a missing value is `null`, so that it can look different from the word. */
export type FormattedColumn = { cells: (string | null)[]; numeric: boolean };

/** Formats the values of one column alike: with the same decimals, or all with exponents. */
export function formatColumn(values: readonly unknown[], format?: (value: unknown) => string): FormattedColumn {
  const present = values.filter((value) => value !== null && value !== undefined);
  const numeric =
    present.length > 0 && present.every((value) => typeof value === "number" || typeof value === "bigint");
  const toText = format ?? (numeric ? numberFormat(present.map(Number)) : formatValue);
  return { cells: values.map((value) => (value === null || value === undefined ? null : toText(value))), numeric };
}

/**
 * One format for all numbers of a column: whole numbers without decimals; others with the decimals that they need, up
 * to six significant digits of the largest; with exponents where that would hide the smallest.
 */
function numberFormat(numbers: readonly number[]): (value: unknown) => string {
  const sizes = numbers.filter((number) => Number.isFinite(number) && number !== 0).map(Math.abs);
  const largest = sizes.reduce((a, b) => Math.max(a, b), 0);
  const smallest = sizes.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const whole = numbers.every((number) => !Number.isFinite(number) || Number.isInteger(number));
  const grouped = largest >= GROUPED_FROM;
  if (whole && largest < EXPONENT_FROM) {
    return (value) => fixed(value, 0, grouped);
  }
  const cap = Math.max(2, SIGNIFICANT_DIGITS - String(Math.trunc(largest)).length);
  if (largest >= EXPONENT_FROM || smallest * 10 ** cap < LEAST_DIGITS_SHOWN) {
    return exponent;
  }
  const decimals = Math.min(cap, Math.max(...sizes.map(decimalsOf)));
  return (value) => fixed(value, decimals, grouped);
}

function fixed(value: unknown, decimals: number, grouped: boolean): string {
  const number = Number(value);
  if (!Number.isFinite(number)) {
    return String(number);
  }
  const text = typeof value === "bigint" ? String(value) : (number === 0 ? 0 : number).toFixed(decimals);
  return grouped ? group(text) : text;
}

/** A number with an exponent; big integers keep all digits. */
function exponent(value: unknown): string {
  if (typeof value === "bigint") {
    return group(String(value));
  }
  const number = Number(value);
  return Number.isFinite(number) && number !== 0 ? number.toExponential(EXPONENT_DECIMALS) : String(number);
}

function decimalsOf(size: number): number {
  const [digits = "", power = "0"] = String(size).split("e");
  return Math.max(0, (digits.split(".")[1]?.length ?? 0) - Number(power));
}

/** Puts commas between thousands. */
function group(text: string): string {
  const [whole = "", decimals] = text.split(".");
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ",");
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}

function formatValue(value: unknown): string {
  if (typeof value === "string") {
    return value;
  }
  if (typeof value === "number") {
    return numberFormat([value])(value);
  }
  if (value instanceof Date) {
    return formatDate(value);
  }
  return inspect(value, { breakLength: Number.POSITIVE_INFINITY, compact: true, depth: 2, maxArrayLength: 10 });
}

/** The date in ISO 8601, in UTC, without trailing zeros: only the day, or up to seconds or milliseconds. */
function formatDate(date: Date): string {
  if (Number.isNaN(date.getTime())) {
    return "Invalid Date";
  }
  const [day = "", time = ""] = date.toISOString().replace("Z", "").split("T");
  if (time === "00:00:00.000") {
    return day;
  }
  return `${day} ${time.replace(/\.000$/, "")}`;
}
