import { isObject } from "../object.ts";
import type { SourceColumn, TableSource } from "./source.ts";

/** A frame or series of the package danfojs-node. */
export interface Danfo {
  readonly shape: readonly number[];
  readonly columns: readonly unknown[];
  readonly dtypes: readonly string[];
  readonly index: readonly unknown[];
  readonly values: readonly unknown[];
  readonly $isSeries: boolean;
}

export function isDanfo(value: unknown): value is Danfo {
  if (!isObject(value) || typeof Reflect.get(value, "$isSeries") !== "boolean") return false;
  return ["$dtypes", "$columns", "$index", "shape"].every((key) => Array.isArray(Reflect.get(value, key)));
}

/** Its columns, after an index of its own where it has one. */
export function danfoSource(data: Danfo): TableSource {
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
