import { hasMethod, isObject } from "../../object.ts";
import type { TableSource } from "../table-source.ts";

const METHODS = ["numRows", "columnNames", "get", "toMarkdown"] as const;

/** The members of an arquero table that tsnb uses. */
export interface ArqueroTable {
  /** The number of rows, after filters. */
  numRows(): number;
  /** The names of the columns. */
  columnNames(): readonly string[];
  /** The value in a column's row; rows are counted from 0, after filters and orderings. */
  get(name: string, row: number): unknown;
}

export function isArquero(value: unknown): value is ArqueroTable {
  return isObject(value) && METHODS.every((name) => hasMethod(value, name));
}

/** The rows of the table after its filters and orderings. */
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
