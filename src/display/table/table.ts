import { inspect } from "node:util";
import { BUNDLE, DISPLAY, type MimeBundle } from "../mime/mime.ts";
import type { ArqueroTable } from "./arquero.ts";
import type { ArrowTable } from "./arrow.ts";
import type { DanfoData } from "./danfo.ts";
import { formatColumn } from "./format.ts";
import type { Grid } from "./grid.ts";
import { gridHtml } from "./grid-html.ts";
import { gridText } from "./grid-text.ts";
import { pagedHtml } from "./paged-html.ts";
import type { Frame } from "./polars.ts";
import { type CutSource, cutSource, firstRows, type PlainRows, plainSource } from "./table-source.ts";
import { librarySource } from "./library-sources.ts";

const DEFAULT_ROWS = 20;
const DEFAULT_COLUMNS = 20;
const MOST_PAGED_ROWS = 1000;

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
  /**
   * True lets readers sort the table by a column, and page through its first 1,000 rows, `rows` at a time. The output
   * carries these rows. Where scripts do not run, the table is as without it. Default: false.
   */
  pages?: boolean;
};

/** A data frame as notebooks and terminals show it. Made by `table`. */
export class Table {
  /** The names of all columns. */
  readonly columns: readonly string[];
  /** The number of all rows. */
  readonly height: number;
  readonly #cut: CutSource;
  readonly #grid: Grid;
  readonly #all: Grid | undefined;

  /** @internal */
  constructor(cut: CutSource, options: TableOptions, all?: CutSource) {
    this.columns = cut.columns.map(({ name }) => name);
    this.height = cut.height;
    this.#cut = cut;
    this.#grid = layOut(cut, options);
    this.#all = all && layOut(all, options);
  }

  /** The values of the rows that are shown: the first, then the last ones. */
  get rows(): readonly (readonly unknown[])[] {
    const columns = this.columns.map((_, index) => this.#cut.column(index).values);
    return Array.from({ length: this.#cut.shown }, (_, row) => columns.map((values) => values[row]));
  }

  /** The table as HTML, without colours of its own; everything from the data is escaped. */
  html(): string {
    return this.#all === undefined ? gridHtml(this.#grid) : pagedHtml(this.#grid, this.#all);
  }

  /** The table as aligned text, at most `width` characters wide where a column or two fit; default 120. */
  text(width = 120): string {
    return gridText(this.#grid, width);
  }

  /** The form for notebooks. */
  [DISPLAY](): MimeBundle["data"] {
    return { "text/html": this.html(), "text/plain": this.text() };
  }

  /** The form for consoles. */
  [inspect.custom](): string {
    return this.text();
  }

  /** The form for notebooks, with metadata. */
  [BUNDLE](): MimeBundle {
    return { data: this[DISPLAY](), metadata: {} };
  }
}

/**
 * Makes a table of an array of plain objects, of a nodejs-polars DataFrame, or of a table of Arquero, Apache
 * Arrow or Danfo. Numbers are aligned to the right, units stand in the header, types below it where the
 * library has them, nulls look unlike text, and long or wide frames are cut with a count of what is hidden.
 * Only the rows that are shown are read. What JavaScript cannot hold, as a time zone or a decimal, is
 * written as its library writes it.
 *
 * @throws {TableError} when it is none of the above.
 *
 * @example
 * const measured = table([{ model: "levit_128s", secs: 4.65e-5 }], { units: { secs: "s" } });
 * console.log(measured.text());
 */
export function table(frame: Tabular | PlainRows, options: TableOptions = {}): Table {
  return tableOf(frame, options);
}

/** The same for a value of which it is not known what it is. */
export function tableOf(value: unknown, options: TableOptions = {}): Table {
  const limit = atLeast(2, options.rows ?? DEFAULT_ROWS);
  const isPaged = options.pages === true;
  const source = librarySource(value) ?? plainSource(value, isPaged ? Math.max(limit, MOST_PAGED_ROWS) : limit);
  const all = isPaged && source.height > 1 ? firstRows(source, MOST_PAGED_ROWS) : undefined;
  return new Table(cutSource(source, limit), options, all);
}

/** The frames and tables of libraries that `table` knows, as far as it needs them. */
export type Tabular = Frame | ArqueroTable | ArrowTable | DanfoData;

function layOut(cut: CutSource, options: TableOptions): Grid {
  const shown = shownColumns(cut.columns.length, atLeast(2, options.maxColumns ?? DEFAULT_COLUMNS));
  const columns = shown.map((index) => {
    const { values, texts } = cut.column(index);
    const { name = "", type = "", isNumeric = false } = cut.columns[index] ?? {};
    const unit = options.units?.[name];
    const format = options.formats?.[name];
    const { cells, numeric } = formatColumn(format === undefined ? (texts ?? values) : values, format);
    return { header: unit === undefined ? name : `${name} (${unit})`, type, cells, numeric: numeric || isNumeric };
  });
  return {
    columns,
    shown: cut.shown,
    head: cut.head,
    headColumns: Math.ceil(columns.length / 2),
    height: cut.height,
    width: cut.columns.length,
    isFrame: cut.isFrame,
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
