import { basename } from "node:path";
import type pl from "nodejs-polars";
import { messageOf } from "../../util/error.ts";
import { polars } from "../../util/polars.ts";
import { type Column, type Columns, isWithin } from "../columns.ts";
import { csvHeader } from "./csv-records.ts";
import { diagnoseCsv } from "./diagnose-csv.ts";
import { query } from "../query.ts";
import { csvOutline, type CsvOutline } from "./csv-outline.ts";
import {
  EmptyTableError,
  EncodingError,
  type TablePlace,
  RaggedRowError,
  TruncatedTableError,
  UnreadableTableError,
  WrongColumnsError,
} from "./errors.ts";

/** The most columns that an error message names. */
const NAMED_COLUMNS = 12;

/**
 * Reads a CSV table into typed columns, picked by name: text, numbers (Float64) and whole numbers
 * (Int32). Thousands separators are dropped, empty cells become null, columns that `columns` does
 * not name are kept as text.
 *
 * @param options.isOwn true for a file of the reader's: its last line needs no line break, and errors do not mention timm.
 * @throws one class of csv/errors.ts per cause, naming file, line, column and what was expected.
 */
export function readTable(file: string, columns: Columns, { isOwn = false } = {}): pl.DataFrame {
  const outline = outlineOf(file);
  const header = csvHeader(outline.header);
  const place = { file: basename(file), ...(isOwn && { isOwn }) };
  checkOutline(place, outline, header);
  checkHeader(place, header, columns);
  try {
    const parsed = parse(file, outline, header, columns);
    // Polars takes an empty line for a row.
    const frame = outline.hasBlankEnd ? parsed.head(outline.rows) : parsed;
    if (frame.height === outline.rows && holds(frame, columns)) return frame;
  } catch (cause) {
    throw diagnoseCsv(file, columns, place) ?? new UnreadableTableError(place, messageOf(cause), { cause });
  }
  throw diagnoseCsv(file, columns, place) ?? new UnreadableTableError(place, "the rows do not form a CSV table");
}

function outlineOf(file: string): CsvOutline {
  try {
    return csvOutline(file);
  } catch (cause) {
    throw new UnreadableTableError({ file: basename(file) }, messageOf(cause), { cause });
  }
}

function checkOutline(place: TablePlace, outline: CsvOutline, header: string[]): void {
  if (outline.bytes === 0) throw new EmptyTableError(place, "the file is empty");
  if (outline.nul !== null)
    throw new EncodingError({ ...place, line: outline.nul }, "got a zero byte, as in UTF-16 or a binary file");
  if (outline.strayReturn !== null)
    throw new EncodingError({ ...place, line: outline.strayReturn }, "got a carriage return within a line");
  if (outline.header.includes("\uFFFD")) throw new EncodingError({ ...place, line: 1 }, "got bytes that are not UTF-8");
  if (outline.openQuote !== null)
    throw new TruncatedTableError({ ...place, line: outline.openQuote }, "a quote is opened and never closed");
  if (outline.ragged !== null) {
    throw new RaggedRowError({ ...place, line: outline.ragged.line }, outline.ragged.fields, header.length);
  }
  if (outline.rows === 0) throw new EmptyTableError(place, "there is a header but no row");
  if (!outline.ended && !place.isOwn)
    throw new TruncatedTableError({ ...place, line: outline.rows + 1 }, "the last line has no line break");
}

function checkHeader(place: TablePlace, header: string[], columns: Columns): void {
  const twice = header.find((name, at) => header.indexOf(name) !== at);
  if (twice !== undefined) {
    throw new WrongColumnsError(
      { ...place, line: 1, column: twice },
      "the column appears twice",
      "Remove one of the two",
    );
  }
  const missing = Object.entries(columns)
    .filter(([name, column]) => column.required && !header.includes(name))
    .map(([name]) => name);
  if (missing.length === 0) return;
  const got = `got the columns ${header.slice(0, NAMED_COLUMNS).join(", ")}; ${missing.join(", ")} expected`;
  throw new WrongColumnsError({ ...place, line: 1 }, got, "Check that the files were not swapped, renamed or edited");
}

/** The typed frame. Throws where a cell is not of its column's type. */
function parse(file: string, outline: CsvOutline, header: string[], columns: Columns): pl.DataFrame {
  const isQuoted = (name: string): boolean => outline.quoted.has(header.indexOf(name));
  const numbers = header.filter((name) => isNumeric(columns[name]));
  const whole = numbers.filter((name) => columns[name]?.kind === "whole");
  const plain = numbers.filter((name) => !isQuoted(name));
  try {
    const types = plain.map((name) => [name, whole.includes(name) ? polars.Int32 : polars.Float64] as const);
    return ungrouped(readTyped(file, types), numbers.filter(isQuoted), columns);
  } catch {
    // Whole numbers may be written "1024.0".
    const frame = readTyped(
      file,
      plain.map((name) => [name, polars.Float64] as const),
    );
    return toWhole(ungrouped(frame, numbers.filter(isQuoted), columns), whole);
  }
}

function readTyped(file: string, types: (readonly [string, pl.DataType])[]): pl.DataFrame {
  return polars.readCSV(file, {
    dtypes: Object.fromEntries(types),
    inferSchemaLength: 0,
    ignoreErrors: false,
    truncateRaggedLines: false,
  });
}

/** Numbers from text with thousands separators. */
function ungrouped(frame: pl.DataFrame, names: string[], columns: Columns): pl.DataFrame {
  if (names.length === 0) return frame;
  const separated = "^([+-]?\\d{1,3}),(\\d{3})(?:,(\\d{3}))?(?:,(\\d{3}))?((?:\\.\\d*)?)$";
  const numbers = names.map((name) =>
    polars.col(name).str.replaceAll(separated, "$1$2$3$4$5").cast(polars.Float64, true).alias(name),
  );
  const whole = names.filter((name) => columns[name]?.kind === "whole");
  return toWhole(frame.withColumns(...numbers), whole);
}

/** Whole numbers from numbers; throws where one has a fraction. */
function toWhole(frame: pl.DataFrame, names: string[]): pl.DataFrame {
  if (names.length === 0) return frame;
  const fractions = names.map((name) => `"${name}" <> FLOOR("${name}")`).join(" OR ");
  if (query(frame, `SELECT * FROM t WHERE ${fractions}`).height > 0)
    throw new RangeError("a whole number has a fraction");
  return frame.withColumns(...names.map((name) => polars.col(name).cast(polars.Int32, true)));
}

function isNumeric(column: Column | undefined): boolean {
  return column !== undefined && column.kind !== "text";
}

/** True when no required cell is empty and every number lies within its limits. */
function holds(frame: pl.DataFrame, columns: Columns): boolean {
  const known = frame.columns.filter((name) => columns[name] !== undefined);
  const facts = known.map((name, at) => {
    const sum = isNumeric(columns[name]) ? `SUM("${name}")` : "0";
    return `COUNT("${name}") AS c${at}, MIN("${name}") AS l${at}, MAX("${name}") AS m${at}, ${sum} AS s${at}`;
  });
  const row: unknown[] = query(frame, `SELECT ${facts.join(", ")} FROM t`).row(0);
  return known.every((name, at) => {
    const column = columns[name];
    const [count, least, most, sum] = row.slice(4 * at, 4 * at + 4);
    if (column === undefined || (!column.empty && (Number(count) < frame.height || least === ""))) return false;
    if (!isNumeric(column) || Number(count) === 0) return true;
    return Number.isFinite(Number(sum)) && isWithin(Number(least), column) && isWithin(Number(most), column);
  });
}
