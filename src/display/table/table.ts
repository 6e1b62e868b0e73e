import { inspect } from "node:util";
import { BUNDLE, DISPLAY, type MimeBundle } from "../mime.ts";
import { type CutFrame, cutFrame, type Frame, type PlainRows } from "./frame.ts";
import { formatColumn } from "./format.ts";
import { type Grid, gridHtml } from "./grid-html.ts";
import { gridText } from "./grid-text.ts";

const DEFAULT_ROWS = 20;
const DEFAULT_COLUMNS = 20;

/** How a table is shown; every part may be left out. */
export type TableOptions = {
  /** Rows shown at most, first and last halves; default 20. */
  rows?: number;
  /** Columns shown at most; default 20. */
  maxColumns?: number;
  /** The unit of a column, shown in its header: `{ secs: "s" }`. */
  units?: Record<string, string>;
  /** How a column's values are written, instead of the default for its type. Not called for nulls. */
  formats?: Record<string, (value: unknown) => string>;
  /** A line above the table. */
  caption?: string;
};

/** A data frame as notebooks and terminals show it. Made by `table`. */
export class Table {
  /** The names of all columns. */
  readonly columns: readonly string[];
  /** The number of all rows. */
  readonly height: number;
  /** The values of the rows that are shown: the first, then the last ones. */
  readonly rows: readonly (readonly unknown[])[];
  readonly #grid: Grid;

  constructor(cut: CutFrame, options: TableOptions) {
    this.columns = cut.columns;
    this.height = cut.height;
    this.rows = cut.rows;
    this.#grid = layOut(cut, options);
  }

  /** The table as HTML, without colours of its own; everything from the data is escaped. */
  html(): string {
    return gridHtml(this.#grid);
  }

  /** The table as aligned text, at most `width` characters wide where a column or two fit; default 120. */
  text(width = 120): string {
    return gridText(this.#grid, width);
  }

  /** What a notebook shows. */
  [DISPLAY](): MimeBundle["data"] {
    return { "text/html": this.html(), "text/plain": this.text() };
  }

  /** What a console shows. */
  [inspect.custom](): string {
    return this.text();
  }

  /** What a notebook shows, with metadata. */
  [BUNDLE](): MimeBundle {
    return { data: this[DISPLAY](), metadata: {} };
  }
}

/**
 * Makes a table of a nodejs-polars DataFrame, or of an array of plain objects. Numbers are aligned to
 * the right, units stand in the header, nulls look unlike text, and long or wide frames are cut with a
 * count of what is hidden. Only the rows that are shown are read.
 *
 * @example
 * const measured = table([{ model: "levit_128s", secs: 4.65e-5 }], { units: { secs: "s" } });
 * console.log(measured.text());
 */
export function table(frame: Frame | PlainRows, options: TableOptions = {}): Table {
  return new Table(cutFrame(frame, atLeast(2, options.rows ?? DEFAULT_ROWS)), options);
}

function layOut(cut: CutFrame, options: TableOptions): Grid {
  const shown = shownColumns(cut.columns.length, atLeast(2, options.maxColumns ?? DEFAULT_COLUMNS));
  const columns = shown.map((index) => {
    const name = cut.columns[index] ?? "";
    const unit = options.units?.[name];
    const values = cut.rows.map((row) => row[index]);
    return {
      header: unit === undefined ? name : `${name} (${unit})`,
      ...formatColumn(values, options.formats?.[name]),
    };
  });
  return {
    columns,
    shown: cut.rows.length,
    head: cut.head,
    headColumns: Math.ceil(columns.length / 2),
    height: cut.height,
    width: cut.columns.length,
    ...(options.caption === undefined ? {} : { caption: options.caption }),
  };
}

function shownColumns(width: number, limit: number): number[] {
  const all = Array.from({ length: width }, (_, index) => index);
  return width <= limit ? all : [...all.slice(0, Math.ceil(limit / 2)), ...all.slice(width - Math.floor(limit / 2))];
}

function atLeast(least: number, value: number): number {
  return Math.max(least, Math.trunc(value));
}
