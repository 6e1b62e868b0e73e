import { isObject } from "../../object.ts";
import type { SourceColumn, TableSource } from "../table-source.ts";

/** The members of a danfojs-node frame or series that tsnb uses. */
export interface DanfoData {
  /** The numbers of rows and columns; a series has one column. */
  readonly shape: readonly number[];
  /** The names of the columns. */
  readonly columns: readonly unknown[];
  /** The types of the columns. */
  readonly dtypes: readonly string[];
  /** The labels of the rows. */
  readonly index: readonly unknown[];
  /** The values of a series, or the rows of a frame. */
  readonly values: readonly unknown[];
  /** True for a series. */
  readonly $isSeries: boolean;
}

export function isDanfo(value: unknown): value is DanfoData {
  if (!isObject(value) || typeof Reflect.get(value, "$isSeries") !== "boolean") return false;
  return ["$dtypes", "$columns", "$index", "shape"].every((key) => Array.isArray(Reflect.get(value, key)));
}

/** The columns of the data, after its index where that is not just 0, 1, 2 and so on. */
export function danfoSource(data: DanfoData): TableSource {
  const { shape, columns, dtypes, index, values, $isSeries } = data;
  const own: SourceColumn[] = columns.map((name, at) => ({ name: String(name), type: dtypes[at] ?? "" }));
  const hasIndex = index.some((label, at) => label !== at);
  const shift = hasIndex ? 1 : 0;
  return {
    columns: hasIndex ? [{ name: "", type: "index" }, ...own] : own,
    height: shape[0] ?? 0,
    isFrame: true,
    read: (column, from, to) => {
      if (column < shift) return { values: index.slice(from, to) };
      const rows = values.slice(from, to);
      return { values: $isSeries ? rows : rows.map((row) => (Array.isArray(row) ? row[column - shift] : undefined)) };
    },
  };
}
