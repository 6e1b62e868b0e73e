/** A number that sorts a cell; undefined for a cell that its text sorts. */
export type SortKey = number | undefined;

/**
 * The numbers of a column whose text does not show their order, such as `47 µs` and `1.2 ms`, `5m` and `1h`, or numbers
 * between strings. Undefined where the text is enough.
 *
 * @param isWritten true when the text was written by a function or library, false when it is the number itself.
 */
export function sortKeys(
  values: readonly unknown[],
  { isNumeric, isWritten }: { readonly isNumeric: boolean; readonly isWritten: boolean },
): readonly SortKey[] | undefined {
  if (isNumeric && !isWritten) return undefined;
  const keys = values.map((value): SortKey => {
    if (typeof value === "number" || typeof value === "bigint") return Number(value);
    return isWritten && value instanceof Date ? value.getTime() : undefined;
  });
  return keys.some((key) => key !== undefined) ? keys : undefined;
}

/** A key in JSON and attributes, which have no NaN and no infinities as numbers. */
export function writtenKey(key: number): number | string {
  return Number.isFinite(key) ? key : String(key);
}
