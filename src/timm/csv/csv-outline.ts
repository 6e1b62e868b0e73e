import { closeSync, openSync, readSync } from "node:fs";

/** The outline of a CSV file: the facts that do not depend on its values. */
export type CsvOutline = {
  /** Bytes in the file. */
  bytes: number;
  /** The first line, without its line break or a byte order mark. */
  header: string;
  /** Rows after the header. */
  rows: number;
  /** Positions (from 0) of the columns with a quoted cell below the header. */
  quoted: Set<number>;
  /** The first row whose number of fields differs from the header's; null if there is none. */
  ragged: { line: number; fields: number } | null;
  /** The line of the quote that is never closed; null if there is none. */
  openQuote: number | null;
  /** True if empty lines follow the last row. */
  hasBlankEnd: boolean;
  /** True if the file's last byte is a line break. */
  ended: boolean;
  /** The line of the first carriage return outside a line break, which Polars drops; null if there is none. */
  strayReturn: number | null;
  /** The line of the first NUL byte, a sign of UTF-16 or of binary data; null if there is none. */
  nul: number | null;
};

// ASCII codes.
const COMMA = 44;
const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const QUOTE = 34;

const CHUNK_BYTES = 1 << 20;

/**
 * Reads a CSV file once, byte by byte, for its outline. Polars fills short rows with nulls, ends
 * an open quote at the end of the file and takes half a number for a number, all silently.
 */
export function csvOutline(file: string): CsvOutline {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  const headerParts: Buffer[] = [];
  const quoted = new Set<number>();
  const handle = openSync(file, "r");
  let bytes = 0;
  let line = 1;
  let start = 1;
  let records = 0;
  let expected = 0;
  let fields = 1;
  /** The bytes of the current record, without its line break. */
  let length = 0;
  /** The line of the first empty record after the last row; nothing is wrong with empty lines at the end. */
  let blank: number | null = null;
  let inQuote = false;
  let quoteLine = 1;
  let nul: number | null = null;
  let strayReturn: number | null = null;
  let isReturn = false;
  let last = NEWLINE;
  let ragged: CsvOutline["ragged"] = null;
  try {
    for (let size = readSync(handle, chunk); size > 0; size = readSync(handle, chunk)) {
      bytes += size;
      let headerEnd = records === 0 ? size : 0;
      for (let at = 0; at < size; at++) {
        const byte = chunk[at];
        if (isReturn && byte !== NEWLINE) strayReturn ??= line;
        isReturn = byte === CARRIAGE_RETURN;
        if (byte !== NEWLINE && !isReturn) length++;
        if (byte === COMMA) {
          if (!inQuote) fields++;
        } else if (byte === NEWLINE) {
          line++;
          if (inQuote) continue;
          if (length === 0 && records > 0 && expected > 1) {
            blank ??= start;
            start = line;
            continue;
          }
          if (blank !== null) ragged ??= { line: blank, fields: 1 };
          length = 0;
          if (records === 0) {
            expected = fields;
            headerEnd = at;
          } else if (fields !== expected) {
            ragged ??= { line: start, fields };
          }
          records++;
          fields = 1;
          start = line;
        } else if (byte === QUOTE) {
          inQuote = !inQuote;
          if (inQuote) quoteLine = line;
          if (records > 0) quoted.add(fields - 1);
        } else if (byte === 0) {
          nul ??= line;
        }
      }
      if (headerEnd > 0) headerParts.push(Buffer.from(chunk.subarray(0, headerEnd)));
      last = chunk[size - 1] ?? last;
    }
  } finally {
    closeSync(handle);
  }
  const ended = last === NEWLINE;
  if (!ended && length > 0) {
    if (blank !== null) ragged ??= { line: blank, fields: 1 };
    if (records > 0 && fields !== expected) ragged ??= { line: start, fields };
    records++;
  }
  const header = Buffer.concat(headerParts)
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .replace(/\r$/, "");
  return {
    bytes,
    header,
    rows: Math.max(0, records - 1),
    quoted,
    ragged,
    hasBlankEnd: blank !== null,
    openQuote: inQuote ? quoteLine : null,
    ended,
    nul,
    strayReturn,
  };
}
