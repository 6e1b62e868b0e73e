import { hasMethod, isObject } from "../object.ts";
import type { TableSource } from "./source.ts";

const METHODS = ["numRows", "columnNames", "get", "toMarkdown"] as const;

/** A table of the package arquero, as far as it is needed here. */
export interface ArqueroTable {
  numRows(): number;
  columnNames(): readonly string[];
  get(name: string, row: number): unknown;
}

export function isArquero(value: unknown): value is ArqueroTable {
  return isObject(value) && METHODS.every((name) => hasMethod(value, name));
}

/** Its rows as they stand after its filters and orders. */
export function arqueroSource(table: ArqueroTable): TableSource {
  const names = table.columnNames();
  return {
    columns: names.map((name) => ({ name })),
    height: table.numRows(),
    isFrame: true,
    read: (column, from, to) => ({
      values: Array.from({ length: to - from }, (_, at) => table.get(names[column] ?? "", from + at)),
    }),
  };
}
