import { TsnbError } from "../../util/error.ts";

/** The place of a fault in a table. */
export type TablePlace = {
  /** The file's name, without its folder. */
  file: string;
  /** The line, counted from 1, which is the header; absent when the fault is in the file as a whole. */
  line?: number;
  /** The column's name; absent when the fault is not in one column. */
  column?: string;
  /** True for a file of the reader's own measurements; absent for timm's tables. */
  isOwn?: boolean;
};

function redo({ isOwn }: TablePlace): string {
  if (isOwn) return "Correct the file: a header, then a line for each row, with commas between the cells";
  return "Get the file from timm again, or run `tsnb data` for a checked copy";
}

function doing(place: TablePlace): string {
  const line = place.line === undefined ? "" : `, line ${place.line}`;
  const column = place.column === undefined ? "" : `, column ${place.column}`;
  return `Reading ${place.file}${line}${column}`;
}

/** A table that is missing or cannot be opened. */
export class UnreadableTableError extends TsnbError {
  override readonly name = "UnreadableTableError";
  /** The file, without a line or column. */
  readonly place: TablePlace;

  constructor(place: TablePlace, got: string, options?: ErrorOptions) {
    super({ doing: doing(place), got, fix: "Check the path and that the file can be read" }, options);
    this.place = place;
  }
}

/** A table with no rows, or no bytes at all. */
export class EmptyTableError extends TsnbError {
  override readonly name = "EmptyTableError";
  /** The file, without a line or column. */
  readonly place: TablePlace;

  constructor(place: TablePlace, got: string) {
    super({ doing: doing(place), got: `${got}; a header and at least one row were expected`, fix: redo(place) });
    this.place = place;
  }
}

/** Bytes that are not UTF-8 text. */
export class EncodingError extends TsnbError {
  override readonly name = "EncodingError";
  /** The first line at fault, without a column. */
  readonly place: TablePlace;

  constructor(place: TablePlace, got: string) {
    super({
      doing: doing(place),
      got: `${got}; UTF-8 text was expected`,
      fix: "Save the file as UTF-8, or copy it again",
    });
    this.place = place;
  }
}

/** A file that stops in the middle: no line break at its end, or an open quote. */
export class TruncatedTableError extends TsnbError {
  override readonly name = "TruncatedTableError";
  /** The last line, or the one whose quote stays open; without a column. */
  readonly place: TablePlace;

  constructor(place: TablePlace, got: string) {
    super({ doing: doing(place), got: `${got}, so the file was probably cut off`, fix: redo(place) });
    this.place = place;
  }
}

/** A row with more or fewer fields than the header. */
export class RaggedRowError extends TsnbError {
  override readonly name = "RaggedRowError";
  /** The first line at fault, without a column. */
  readonly place: TablePlace;

  constructor(place: TablePlace, got: number, expected: number) {
    const fields = got === 1 ? "1 field" : `${got} fields`;
    super({
      doing: doing(place),
      got: `the row has ${fields}; ${expected} were expected, as in the header`,
      fix: redo(place),
    });
    this.place = place;
  }
}

/** A cell that does not fit its column. */
export class BadValueError extends TsnbError {
  override readonly name = "BadValueError";
  /** The line and column of the first cell at fault. */
  readonly place: TablePlace;

  constructor(place: TablePlace, got: string, expected: string) {
    super({
      doing: doing(place),
      got: `got ${got}; ${expected} was expected`,
      fix: place.isOwn ? "Correct the cell" : "Correct the cell, or run `tsnb data`",
    });
    this.place = place;
  }
}

/** A header that is not that of the requested table. */
export class WrongColumnsError extends TsnbError {
  override readonly name = "WrongColumnsError";
  /** The header, and the column if one appears twice. */
  readonly place: TablePlace;

  constructor(place: TablePlace, got: string, fix: string) {
    super({ doing: doing(place), got, fix });
    this.place = place;
  }
}
