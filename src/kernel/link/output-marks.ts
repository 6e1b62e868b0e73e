import type { CellId } from "./messages.ts";

/** The two streams of a cell. */
export type StreamName = "stdout" | "stderr";

/**
 * A mark between printed bytes. `base`: the bytes that follow belong to this cell, whoever prints them.
 * `to`: the bytes up to the next `base` are whole characters of this cell and stream. `fence`: the place of the
 * message with this number on the link.
 */
export type Mark =
  | { readonly type: "base"; readonly cell: CellId }
  | { readonly type: "to"; readonly cell: CellId; readonly name: StreamName }
  | { readonly type: "fence"; readonly sequence: number };

/** Printed bytes, or a mark. */
export type Piece = { readonly type: "bytes"; readonly bytes: Buffer } | Mark;

// Terminals ignore these sequences (application program commands).
const START = "\x1b_tsnb;";
const END = "\x1b\\";
const LONGEST_MARK_BYTES = 160;

/** A mark as a string, short enough for an atomic write to a pipe: no other writer can split it. */
export function markText(token: string, mark: Mark): string {
  return `${START}${token};${bodyOf(mark)}${END}`;
}

function bodyOf(mark: Mark): string {
  if (mark.type === "fence") return `fence;${mark.sequence}`;
  return mark.type === "to" ? `to;${mark.cell};${mark.name}` : `base;${mark.cell}`;
}

/** Splits the bytes from a descriptor into output and marks. */
export class MarkReader {
  readonly #start: Buffer;
  #held: Buffer = Buffer.alloc(0);

  constructor(token: string) {
    this.#start = Buffer.from(`${START}${token};`);
  }

  push(chunk: Buffer): Piece[] {
    const pieces: Piece[] = [];
    let rest = this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : chunk;
    for (;;) {
      const at = rest.indexOf(this.#start);
      const until = at < 0 ? rest.length - this.#beginning(rest) : at;
      if (until > 0) pieces.push({ type: "bytes", bytes: rest.subarray(0, until) });
      rest = rest.subarray(until);
      const end = at < 0 ? -1 : rest.indexOf(END, this.#start.length);
      if (at < 0 || (end < 0 && rest.length < LONGEST_MARK_BYTES)) break;
      const mark = end < 0 ? undefined : parse(rest.toString("latin1", this.#start.length, end));
      const length = mark ? end + END.length : this.#start.length;
      pieces.push(mark ?? { type: "bytes", bytes: rest.subarray(0, length) });
      rest = rest.subarray(length);
    }
    this.#held = rest;
    return pieces;
  }

  /** Returns the bytes held back as the possible start of a mark. Call it at the end of the stream. */
  end(): Piece[] {
    const held = this.#held;
    this.#held = Buffer.alloc(0);
    return held.length > 0 ? [{ type: "bytes", bytes: held }] : [];
  }

  // The number of final bytes that could be the start of a mark.
  #beginning(bytes: Buffer): number {
    const longest = Math.min(bytes.length, this.#start.length - 1);
    for (let length = longest; length > 0; length--) {
      if (bytes.subarray(bytes.length - length).equals(this.#start.subarray(0, length))) return length;
    }
    return 0;
  }
}

function parse(body: string): Mark | undefined {
  const [kind, number, name] = body.split(";");
  const value = Number(number);
  if (!Number.isInteger(value)) return undefined;
  if (kind === "base") return { type: "base", cell: value };
  if (kind === "fence") return { type: "fence", sequence: value };
  if (kind === "to" && (name === "stdout" || name === "stderr")) return { type: "to", cell: value, name };
  return undefined;
}
