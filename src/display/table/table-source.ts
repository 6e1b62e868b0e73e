import { TableError } from "../errors/table-error.ts";

/** A column of a table: its name, and its type as its library writes it. */
export type SourceColumn = {
  readonly name: string;
  readonly type?: string;
  /** True to align values to the right although they are strings, such as decimals. */
  readonly isNumeric?: boolean;
};

/** The values of a column, and the library's own text for them where JavaScript's form loses something. */
export type ColumnValues = { readonly values: unknown[]; readonly texts?: readonly (string | null)[] };

/** The data of a table, from any library. */
export type TableSource = {
  readonly columns: readonly SourceColumn[];
  readonly height: number;
  /** True for a data frame, whose shape is always shown. */
  readonly isFrame: boolean;
  /** Reads the rows of a column from `from` up to, but not including, `to`. */
  readonly read: (column: number, from: number, to: number) => ColumnValues;
};

/** A source cut to the rows that are shown: the first `head`, and the rest from its end. */
export type CutSource = Omit<TableSource, "read"> & {
  readonly shown: number;
  readonly head: number;
  /** The shown values of a column. */
  readonly column: (index: number) => ColumnValues;
};

/** Cuts a source to at most `limit` rows, and reads no others. */
export function cutSource(source: TableSource, limit: number): CutSource {
  const { columns, height, isFrame, read } = source;
  const tail = height <= limit ? 0 : Math.floor(limit / 2);
  const head = height <= limit ? height : limit - tail;
  const known = new Map<number, ColumnValues>();
  const column = (index: number): ColumnValues => {
    const found =
      known.get(index) ?? joined(read(index, 0, head), tail === 0 ? none : read(index, height - tail, height));
    known.set(index, found);
    return found;
  };
  return { columns, height, isFrame, shown: head + tail, head, column };
}

/** The first `limit` rows of a source, without any from its end. */
export function firstRows(source: TableSource, limit: number): CutSource {
  const { columns, height, isFrame, read } = source;
  const shown = Math.min(height, limit);
  return { columns, height, isFrame, shown, head: shown, column: (index) => read(index, 0, shown) };
}

const none: ColumnValues = { values: [] };

function joined(first: ColumnValues, last: ColumnValues): ColumnValues {
  const values = [...first.values, ...last.values];
  return first.texts === undefined ? { values } : { values, texts: [...first.texts, ...(last.texts ?? [])] };
}

/** Rows as plain objects, with a column for each key that occurs. */
export type PlainRows = readonly object[];

/**
 * Rows as a source, with a column for each key of the rows that are shown.
 *
 * @throws {TableError} when `rows` is not an array of objects.
 */
export function plainSource(rows: unknown, limit: number): TableSource {
  if (!Array.isArray(rows)) throw new TableError(rows);
  const height = rows.length;
  const tail = height <= limit ? 0 : Math.floor(limit / 2);
  const shown: unknown[] = height <= limit ? rows : [...rows.slice(0, limit - tail), ...rows.slice(height - tail)];
  if (!shown.every((row) => typeof row === "object" && row !== null)) throw new TableError(rows);
  const names = [...new Set(shown.flatMap((row) => Object.keys(Object(row))))];
  return {
    columns: names.map((name) => ({ name })),
    height,
    isFrame: false,
    read: (column, from, to) => ({
      values: rows.slice(from, to).map((row): unknown => Reflect.get(Object(row), names[column] ?? "")),
    }),
  };
}
