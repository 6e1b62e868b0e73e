import { closeSync, openSync, readSync } from "node:fs";

/** The outline of a CSV file: what can be told without looking at any value. */
export type CsvOutline = {
  /** Bytes in the file. */
  bytes: number;
  /** The first line, without its line break or a byte order mark. */
  header: string;
  /** Rows after the header. */
  rows: number;
  /** Positions (from 0) of the columns with a quoted cell below the header. */
  quoted: Set<number>;
  /** The first row whose number of fields differs from the header's. */
  ragged: { line: number; fields: number } | null;
  /** The line on which a quote was opened that is never closed. */
  openQuote: number | null;
  /** The file's last byte is a line break. */
  ended: boolean;
  /** Line of the first carriage return that is not part of a line break, which Polars drops. */
  strayReturn: number | null;
  /** Line of the first NUL byte: UTF-16, or no text at all. */
  nul: number | null;
};

// Bytes of ASCII.
const COMMA = 44;
const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const QUOTE = 34;

const CHUNK_BYTES = 1 << 20;

/**
 * Reads a CSV file once, byte by byte, for its outline. Polars fills short rows with nulls, ends
 * an open quote at the end of the file and takes half a number for a number, all in silence.
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
        if (byte === COMMA) {
          if (!inQuote) fields++;
        } else if (byte === NEWLINE) {
          line++;
          if (inQuote) continue;
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
  if (!ended) {
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
    openQuote: inQuote ? quoteLine : null,
    ended,
    nul,
    strayReturn,
  };
}
