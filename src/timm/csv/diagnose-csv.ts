import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import type { TsnbError } from "../../util/error.ts";
import { type Column, type Columns, isWithin } from "../columns.ts";
import { csvRecords } from "./csv-records.ts";
import { BadValueError, EncodingError, type TablePlace } from "./errors.ts";

/** Polars reads whole numbers as Int32. */
const INT32_END = 2 ** 31;

const plain = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const grouped = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;

/**
 * The first fault in a table that could not be read, found by reading it slowly. Null when every cell fits its column.
 */
export function diagnoseCsv(file: string, columns: Columns, place: TablePlace): TsnbError | null {
  const bytes = readFileSync(file);
  const badByte = lineOfBadByte(bytes);
  if (badByte !== null) {
    return new EncodingError({ ...place, line: badByte }, "got bytes that are not UTF-8");
  }
  let header: string[] | null = null;
  for (const record of csvRecords(bytes.toString("utf8").replace(/^\uFEFF/, ""))) {
    if (record.broken === true) {
      const column = header?.[record.fields.length];
      const at = { ...place, line: record.line, ...(column === undefined ? {} : { column }) };
      return new BadValueError(at, "a quote in the middle", "a cell without quotes or all in quotes");
    }
    if (header === null) {
      header = record.fields.map((name) => name.text);
      continue;
    }
    for (const [position, cell] of record.fields.entries()) {
      const name = header[position] ?? "";
      const expected = mismatch(cell.text, cell.quoted, columns[name]);
      if (expected === null) continue;
      const got = cell.text === "" ? "an empty cell" : JSON.stringify(cell.text);
      return new BadValueError({ ...place, line: record.line, column: name }, got, expected);
    }
  }
  return null;
}

function lineOfBadByte(bytes: Buffer): number | null {
  if (isUtf8(bytes)) return null;
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const stop = bytes.indexOf("\n", start);
    const end = stop < 0 ? bytes.length : stop;
    if (!isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
  return line;
}

/** The expectation that a cell of a column fails, in words; null when it meets them all. */
function mismatch(text: string, quoted: boolean, column: Column | undefined): string | null {
  if (column === undefined) return null;
  const expected = expectation(column);
  if (text === "") return column.empty ? null : expected;
  if (column.kind === "text") return null;
  const isGrouped = quoted && grouped.test(text);
  if (!isGrouped && !plain.test(text)) return expected;
  const value = Number(text.replaceAll(",", ""));
  const fits =
    Number.isFinite(value) &&
    isWithin(value, column) &&
    (column.kind !== "whole" || (Number.isInteger(value) && Math.abs(value) < INT32_END));
  return fits ? null : expected;
}

function expectation(column: Column): string {
  if (column.kind === "text") return "text";
  const kind = column.kind === "whole" ? "a whole number" : "a number";
  if (column.least !== undefined && column.most !== undefined) return `${kind} from ${column.least} to ${column.most}`;
  return column.above === undefined ? kind : `${kind} above ${column.above}`;
}
