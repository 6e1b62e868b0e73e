import { inspect } from "node:util";
import { BUNDLE, DISPLAY, type MimeBundle } from "../mime/mime.ts";
import type { ArqueroTable } from "./libraries/arquero.ts";
import type { ArrowTable } from "./libraries/arrow.ts";
import type { DanfoData } from "./libraries/danfo.ts";
import { formatColumn } from "./format-column.ts";
import type { Grid } from "./grid.ts";
import { gridHtml } from "./grid-html.ts";
import { gridText } from "./grid-text.ts";
import { charactersIn, type Paged, pagedHtml } from "./paged-html.ts";
import type { Frame } from "./libraries/polars.ts";
import { type CutSource, cutSource, firstRows, type PlainRows, plainSource, type TableSource } from "./table-source.ts";
import { librarySource } from "./libraries/library-sources.ts";
import { sortKeys } from "./sort-keys.ts";

const DEFAULT_ROWS = 20;
const DEFAULT_COLUMNS = 20;
const MOST_PAGED_ROWS = 1000;
/** The most characters that the rows of a table add to a notebook, unless more are requested. */
const MOST_PAGED_CHARACTERS = 32_000;

/** The options of a table; all are optional. */
export type TableOptions = {
  /** The most rows to show, half from the beginning and half from the end; default 20. */
  rows?: number;
  /** The most columns to show; default 20. */
  maxColumns?: number;
  /** The units of columns, shown in their headers, such as `{ secs: "s" }`; none by default. */
  units?: Record<string, string>;
  /** Functions that write a column's values, in place of its type's default format. Not called for nulls. */
  formats?: Record<string, (value: unknown) => string>;
  /** A line above the table; none by default. */
  caption?: string;
  /**
   * Lets readers sort the table by a column and page through its first rows, `rows` at a time; the output includes
   * these rows. By default as many as fit in 32,000 characters, at most 1,000; true always includes up to 1,000; false
   * makes a plain table. Where scripts do not run, the table is always plain.
   */
  pages?: boolean;
};

/**
 * A data frame as notebooks and terminals show it. Made by `table`.
 *
 * @example
 * const models: Table = table([{ model: "levit_128s", top1: 76.5 }]);
 * console.log(models.text());
 */
export class Table {
  /** The names of all columns. */
  readonly columns: readonly string[];
  /** The number of all rows. */
  readonly height: number;
  readonly #cut: CutSource;
  readonly #grid: Grid;
  readonly #paged: Paged | undefined;

  /** @internal */
  constructor(source: TableSource, options: TableOptions = {}) {
    const cut = cutSource(source, rowLimit(options));
    this.columns = cut.columns.map(({ name }) => name);
    this.height = cut.height;
    this.#cut = cut;
    this.#grid = layOut(cut, options);
    this.#paged = pagedOf(source, this.#grid, options);
  }

  /** The values of the shown rows: the first, then the last ones. */
  get rows(): readonly (readonly unknown[])[] {
    const columns = this.columns.map((_, index) => this.#cut.column(index).values);
    return Array.from({ length: this.#cut.shown }, (_, row) => columns.map((values) => values[row]));
  }

  /** The table as HTML, without colours of its own; all text from the data is escaped. */
  html(): string {
    return this.#paged === undefined ? gridHtml(this.#grid) : pagedHtml(this.#grid, this.#paged);
  }

  /** The table as aligned text, at most `width` characters wide if a column or two fit in that; default 120. */
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

  /** The table as aligned text, at most 120 characters wide if a column or two fit in that. */
  toString(): string {
    return this.text();
  }

  /** The form for notebooks, with metadata. */
  [BUNDLE](): MimeBundle {
    return { data: this[DISPLAY](), metadata: {} };
  }
}

/**
 * Makes a table from an array of plain objects, a nodejs-polars DataFrame, or a table of Arquero, Apache Arrow or
 * Danfo. Numbers are aligned to the right, headers include units, and types are below them where the library has types.
 * Nulls look different from strings. Long or wide frames are cut, with a count of the hidden rows and columns. Only the
 * rows that are shown are read. Values that JavaScript cannot represent, such as time zones and decimals, are written
 * as their library writes them.
 *
 * @throws {TableError} when `frame` is anything else.
 *
 * @example
 * const measured = table([{ model: "levit_128s", secs: 4.65e-5 }], { units: { secs: "s" } });
 * console.log(measured.text());
 */
export function table(frame: Tabular | PlainRows, options: TableOptions = {}): Table {
  return tableOf(frame, options);
}

/** Like `table`, for a value of unknown type. */
export function tableOf(value: unknown, options: TableOptions = {}): Table {
  const limit = rowLimit(options);
  const checked = options.pages === true ? Math.max(limit, MOST_PAGED_ROWS) : limit;
  return new Table(librarySource(value) ?? plainSource(value, checked), options);
}

function rowLimit({ rows }: TableOptions): number {
  return atLeast(2, rows ?? DEFAULT_ROWS);
}

/** The rows that readers page through; undefined for a plain table. */
function pagedOf(source: TableSource, grid: Grid, options: TableOptions): Paged | undefined {
  if (options.pages === false || source.height < 2) return undefined;
  if (source.height <= grid.shown) return {};
  const characters = options.pages === true ? Number.POSITIVE_INFINITY : MOST_PAGED_CHARACTERS;
  const rows = Math.min(MOST_PAGED_ROWS, Math.floor((characters * grid.shown) / charactersIn(grid)));
  return rows <= grid.shown ? undefined : { all: layOut(firstRows(source, rows), options), characters };
}

/** The frames and tables of other libraries that `table` accepts: only the members that it needs. */
export type Tabular = Frame | ArqueroTable | ArrowTable | DanfoData;

function layOut(cut: CutSource, options: TableOptions): Grid {
  const shown = shownColumns(cut.columns.length, atLeast(2, options.maxColumns ?? DEFAULT_COLUMNS));
  const columns = shown.map((index) => {
    const { values, texts } = cut.column(index);
    const { name = "", type = "", isNumeric = false } = cut.columns[index] ?? {};
    const unit = options.units?.[name];
    const format = options.formats?.[name];
    const formatted = formatColumn(format === undefined ? (texts ?? values) : values, format);
    const column = { ...formatted, numeric: formatted.numeric || isNumeric };
    const keys = sortKeys(values, { ...column, isWritten: format !== undefined || texts !== undefined });
    return { header: unit === undefined ? name : `${name} (${unit})`, type, ...column, ...(keys && { keys }) };
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
