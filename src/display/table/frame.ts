import { TableError } from "../errors/table-error.ts";

/** What a table needs of a data frame; a nodejs-polars DataFrame has it. */
export interface Frame {
  /** The names of the columns. */
  readonly columns: string[];
  /** The number of rows. */
  readonly height: number;
  /** Some of the rows, counted from 0. */
  slice(
    offset: number,
    length: number,
  ): {
    /** The values, a row at a time. */
    rows(): unknown[][];
  };
}

/** Rows as plain objects, a column for each key that occurs. */
export type PlainRows = readonly object[];

/** A frame cut to the rows that are shown: `rows` holds head and tail, `hidden` rows lie between them. */
export type CutFrame = { columns: string[]; height: number; rows: unknown[][]; head: number };

/** Whether the value is a data frame: a nodejs-polars DataFrame, from whichever copy of the package. */
export function isFrame(value: unknown): value is Frame {
  if (typeof value !== "object" || value === null) return false;
  return Reflect.get(value, Symbol.toStringTag) === "DataFrame" && typeof Reflect.get(value, "slice") === "function";
}

/**
 * Reads the first and last rows, at most `limit` together, and no others.
 *
 * @throws {TableError} when it is neither a frame nor an array of objects.
 */
export function cutFrame(source: Frame | PlainRows, limit: number): CutFrame {
  return isFrame(source) ? cutColumns(source, limit) : cutRows(source, limit);
}

function cutColumns(frame: Frame, limit: number): CutFrame {
  const { columns, height } = frame;
  const { head, tail } = headAndTail(height, limit);
  const rows = frame.slice(0, head).rows();
  return { columns, height, rows: tail === 0 ? rows : [...rows, ...frame.slice(height - tail, tail).rows()], head };
}

function cutRows(source: PlainRows, limit: number): CutFrame {
  if (!Array.isArray(source)) throw new TableError(source);
  const height = source.length;
  const { head, tail } = headAndTail(height, limit);
  const shown = [...source.slice(0, head), ...source.slice(height - tail, height)];
  if (!shown.every((row) => typeof row === "object" && row !== null)) throw new TableError(source);
  const columns = [...new Set(shown.flatMap((row) => Object.keys(row)))];
  return {
    columns,
    height,
    rows: shown.map((row) => columns.map((column): unknown => Reflect.get(row, column))),
    head,
  };
}

function headAndTail(height: number, limit: number): { head: number; tail: number } {
  if (height <= limit) {
    return { head: height, tail: 0 };
  }
  const tail = Math.floor(limit / 2);
  return { head: limit - tail, tail };
}
