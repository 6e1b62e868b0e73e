import type pl from "nodejs-polars";
import { TsnbError } from "../util/error.ts";

/** A frame that lacks a column, or holds something else in it. */
export class ColumnError extends TsnbError {
  override readonly name = "ColumnError";
  readonly column: string;
  readonly present: readonly string[];

  constructor(column: string, wanted: string, got: string, present: readonly string[]) {
    super({
      doing: `Reading column "${column}" of a frame`,
      got,
      fix: `${wanted}; this frame has ${present.length === 0 ? "no columns" : present.join(", ")}`,
    });
    this.column = column;
    this.present = present;
  }
}

/** The texts of a column, null where there is none. */
export function texts(frame: pl.DataFrame, column: string): (string | null)[] {
  return read(frame, column).map((value: unknown) => {
    if (value === null || value === undefined) return null;
    if (typeof value === "string") return value;
    throw new ColumnError(column, "Give a column of text", `it holds ${describe(value)}`, frame.columns);
  });
}

/** The numbers of a column, null where there is none or it is not finite. */
export function numbers(frame: pl.DataFrame, column: string): (number | null)[] {
  return read(frame, column).map((value: unknown) => {
    if (value === null || value === undefined) return null;
    if (typeof value === "number") return Number.isFinite(value) ? value : null;
    if (typeof value === "bigint") return Number(value);
    throw new ColumnError(column, "Give a column of numbers", `it holds ${describe(value)}`, frame.columns);
  });
}

/** One plain object per row, with the text columns and number columns that are asked for. */
export function records(
  frame: pl.DataFrame,
  columns: { readonly text: readonly string[]; readonly number: readonly string[] },
): Record<string, string | number | null>[] {
  const rows = Array.from({ length: frame.height }, (): Record<string, string | number | null> => ({}));
  const fill = (name: string, values: readonly (string | number | null)[]): void => {
    for (const [index, row] of rows.entries()) row[name] = values[index] ?? null;
  };
  for (const name of columns.number) fill(name, numbers(frame, name));
  for (const name of columns.text) fill(name, texts(frame, name));
  return rows;
}

function read(frame: pl.DataFrame, column: string): unknown[] {
  if (!frame.columns.includes(column)) {
    throw new ColumnError(
      column,
      "Give a frame of getData, or name the column",
      "there is no such column",
      frame.columns,
    );
  }
  // A Series of nodejs-polars costs a millisecond to make; the rows of one column do not.
  const rows: unknown[][] = frame.select(column).rows();
  return rows.map(([value]) => value);
}

function describe(value: unknown): string {
  return typeof value === "string" ? `the text "${value}"` : `a value of type ${typeof value}`;
}
