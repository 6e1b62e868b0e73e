import type { FormattedColumn } from "./format-column.ts";

/** A number that sorts a cell; undefined for a cell that its text sorts. */
export type SortKey = number | undefined;

/**
 * The numbers of a column whose text does not show their order, such as `47 µs` and `1.2 ms`, `5m` and `1h`, or numbers
 * between strings. Undefined where the text is enough, as it is where numbers are written as numbers.
 *
 * @param isWritten true when the text was written by a function or library, false when it is the value's own.
 */
export function sortKeys(
  values: readonly unknown[],
  { cells, numeric, isWritten }: FormattedColumn & { readonly isWritten: boolean },
): readonly SortKey[] | undefined {
  if (numeric && cells.every(isNumber)) return undefined;
  const keys = values.map((value): SortKey => {
    if (typeof value === "number" || typeof value === "bigint") return Number(value);
    return isWritten && value instanceof Date ? value.getTime() : undefined;
  });
  return keys.some((key) => key !== undefined) ? keys : undefined;
}

/** True for the text of a number, with or without commas. */
function isNumber(text: string | null): boolean {
  if (text === null || text === "NaN") return true;
  return text.trim() !== "" && !Number.isNaN(Number(text.replaceAll(",", "")));
}

/** A key in JSON and attributes, which have no NaN and no infinities as numbers. */
export function writtenKey(key: number): number | string {
  return Number.isFinite(key) ? key : String(key);
}
