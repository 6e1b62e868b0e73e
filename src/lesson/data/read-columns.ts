import type pl from "nodejs-polars";
import { isFrame } from "../../display/table/libraries/polars.ts";
import { TsnbError } from "../../util/error.ts";

/** A frame that lacks a column, or holds values of another type in it. */
export class ColumnError extends TsnbError {
  override readonly name = "ColumnError";
  /** The column that was read. */
  readonly column: string;
  /** The columns that the frame has. */
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

/** Something else in the place of a frame, such as the promise of one. */
export class FrameError extends TsnbError {
  override readonly name = "FrameError";

  constructor(given: unknown) {
    const isPromise = given instanceof Promise;
    super({
      doing: "Reading a frame",
      got: `got ${isPromise ? "a promise" : given === null || given === undefined ? String(given) : `a value of type ${typeof given}`}`,
      fix: isPromise
        ? "Put `await` before the expression that makes the frame"
        : 'Give a frame, such as `await getData("infer")`',
    });
  }
}

/** @throws {FrameError} when the value is not a frame: JavaScript can pass anything. */
export function checkFrame(given: unknown): void {
  if (!isFrame(given)) throw new FrameError(given);
}

/** The strings of a column; null where a cell is empty. */
export function texts(frame: pl.DataFrame, column: string): (string | null)[] {
  return read(frame, [column]).map(([value]) => textOf(value, column, frame));
}

/** The numbers of a column; null where a cell is empty or not finite. */
export function numbers(frame: pl.DataFrame, column: string): (number | null)[] {
  return read(frame, [column]).map(([value]) => numberOf(value, column, frame));
}

/** A row of a frame as a plain object. */
export type Row = Record<string, string | number | null>;

/** One plain object per row, with the requested text columns and number columns. */
export function records(
  frame: pl.DataFrame,
  columns: { readonly text: readonly string[]; readonly number: readonly string[] },
): Row[] {
  const names = [...columns.number, ...columns.text];
  return read(frame, names).map((row) =>
    Object.fromEntries(
      names.map((name, at) => [name, (at < columns.number.length ? numberOf : textOf)(row[at], name, frame)]),
    ),
  );
}

// Creating a Series in nodejs-polars takes a millisecond; reading the rows of a few columns does not.
function read(frame: pl.DataFrame, columns: readonly string[]): unknown[][] {
  checkFrame(frame);
  const present = frame.columns;
  const missing = columns.find((column) => !present.includes(column));
  if (missing !== undefined) {
    const wanted = "Give a frame of getData, or name the column";
    throw new ColumnError(missing, wanted, "there is no such column", present);
  }
  return frame.select(...columns).rows();
}

function textOf(value: unknown, column: string, frame: pl.DataFrame): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "string") return value;
  throw new ColumnError(column, "Give a column of text", `it holds ${describe(value)}`, frame.columns);
}

function numberOf(value: unknown, column: string, frame: pl.DataFrame): number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "bigint") return Number(value);
  throw new ColumnError(column, "Give a column of numbers", `it holds ${describe(value)}`, frame.columns);
}

function describe(value: unknown): string {
  return typeof value === "string" ? `the text "${value}"` : `a value of type ${typeof value}`;
}
