import { basename } from "node:path";
import pl from "nodejs-polars";
import { messageOf } from "../util/error.ts";
import type { Column, Columns } from "./columns.ts";
import { csvHeader } from "./csv-records.ts";
import { diagnose } from "./diagnose.ts";
import { type Outline, scan } from "./scan.ts";
import {
  EmptyTableError,
  EncodingError,
  RaggedRowError,
  TruncatedTableError,
  UnreadableTableError,
  WrongColumnsError,
} from "./table-error.ts";

/**
 * Reads a CSV table into typed columns, picked by name: text, numbers (Float64) and whole numbers
 * (Int32). Thousands separators are dropped, empty cells become null, columns that `columns` does
 * not name are kept as text.
 *
 * @throws one class of table-error.ts per cause, naming file, line, column and what was expected.
 */
export function readTable(file: string, columns: Columns): pl.DataFrame {
  const outline = outlineOf(file);
  const header = csvHeader(outline.header);
  checkOutline(basename(file), outline, header);
  checkHeader(basename(file), header, columns);
  try {
    const frame = typed(parse(file, outline, header, columns), columns);
    if (frame !== null && frame.height === outline.rows) return frame;
  } catch (cause) {
    throw diagnose(file, columns) ?? new UnreadableTableError({ file: basename(file) }, messageOf(cause), { cause });
  }
  throw (
    diagnose(file, columns) ??
    new UnreadableTableError({ file: basename(file) }, "the rows are not those of a CSV file")
  );
}

function outlineOf(file: string): Outline {
  try {
    return scan(file);
  } catch (cause) {
    throw new UnreadableTableError({ file: basename(file) }, messageOf(cause), { cause });
  }
}

function checkOutline(file: string, outline: Outline, header: string[]): void {
  if (outline.bytes === 0) throw new EmptyTableError({ file }, "the file is empty");
  if (outline.nul !== null)
    throw new EncodingError({ file, line: outline.nul }, "got a zero byte, as in UTF-16 or a binary file");
  if (outline.header.includes("\uFFFD")) throw new EncodingError({ file, line: 1 }, "got bytes that are not UTF-8");
  if (outline.openQuote !== null)
    throw new TruncatedTableError({ file, line: outline.openQuote }, "a quote is opened and never closed");
  if (outline.ragged !== null) {
    throw new RaggedRowError({ file, line: outline.ragged.line }, outline.ragged.fields, header.length);
  }
  if (outline.rows === 0) throw new EmptyTableError({ file }, "there is a header and no row");
  if (!outline.ended)
    throw new TruncatedTableError({ file, line: outline.rows + 1 }, "the last line has no line break");
}

function checkHeader(file: string, header: string[], columns: Columns): void {
  const twice = header.find((name, at) => header.indexOf(name) !== at);
  if (twice !== undefined) {
    throw new WrongColumnsError({ file, line: 1, column: twice }, "the column is there twice", "Remove one of the two");
  }
  const missing = Object.entries(columns)
    .filter(([name, column]) => column.required && !header.includes(name))
    .map(([name]) => name);
  if (missing.length === 0) return;
  const got = `got the columns ${header.slice(0, 12).join(", ")}; ${missing.join(", ")} expected`;
  throw new WrongColumnsError({ file, line: 1 }, got, "Check that the files were not swapped, renamed or edited");
}

function parse(file: string, outline: Outline, header: string[], columns: Columns): pl.DataFrame {
  const asNumber = header.filter((name, at) => isNumeric(columns[name]) && !outline.quoted.has(at));
  const asText = header.filter((name, at) => isNumeric(columns[name]) && outline.quoted.has(at));
  const frame = pl.readCSV(file, {
    dtypes: Object.fromEntries(asNumber.map((name) => [name, pl.Float64])),
    inferSchemaLength: 0,
    ignoreErrors: false,
    truncateRaggedLines: false,
  });
  const ungrouped = asText.map((name) => {
    const text = pl
      .col(name)
      .str.replaceAll("^([+-]?\\d{1,3}),(\\d{3})(?:,(\\d{3}))?(?:,(\\d{3}))?((?:\\.\\d*)?)$", "$1$2$3$4$5");
    return text.cast(pl.Float64, true).alias(name);
  });
  return ungrouped.length === 0 ? frame : frame.withColumns(...ungrouped);
}

function isNumeric(column: Column | undefined): boolean {
  return column !== undefined && column.kind !== "text";
}

/** The frame with whole numbers as integers, or null when a value is not what its column holds. */
function typed(frame: pl.DataFrame, columns: Columns): pl.DataFrame | null {
  const known = frame.columns.filter((name) => columns[name] !== undefined);
  for (const name of known) {
    const column = columns[name];
    if (column !== undefined && !holds(frame.getColumn(name), column)) return null;
  }
  const whole = known.filter((name) => columns[name]?.kind === "whole");
  if (whole.length === 0) return frame;
  const broken = whole.map((name) => pl.col(name).floor().neq(pl.col(name))).reduce((one, other) => one.or(other));
  if (frame.filter(broken).height > 0) return null;
  return frame.withColumns(...whole.map((name) => pl.col(name).cast(pl.Int32, true)));
}

function holds(values: pl.Series, column: Column): boolean {
  if (!column.empty && values.nullCount() > 0) return false;
  if (column.kind === "text" || values.nullCount() === values.length) return true;
  return (
    Number.isFinite(values.sum()) &&
    (column.above === undefined || values.min() > column.above) &&
    (column.most === undefined || values.max() <= column.most)
  );
}
