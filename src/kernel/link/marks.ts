import type { CellId } from "./messages.ts";

/** The two streams of a cell. */
export type StreamName = "stdout" | "stderr";

/**
 * A mark between printed bytes. `base`: what follows belongs to this cell, by whomever it is printed.
 * `to`: what follows, until the next `base`, is whole text for this cell and stream. `fence`: here is
 * the place of the message with that number on the link.
 */
export type Mark =
  | { readonly type: "base"; readonly cell: CellId }
  | { readonly type: "to"; readonly cell: CellId; readonly name: StreamName }
  | { readonly type: "fence"; readonly sequence: number };

/** Bytes that were printed, or a mark. */
export type Piece = { readonly type: "bytes"; readonly bytes: Buffer } | Mark;

// An application program command: a terminal that gets one by accident shows nothing.
const START = "\x1b_tsnb;";
const END = "\x1b\\";
const LONGEST = 160;

/** A mark as text. Shorter than a pipe's atomic write, so no other writer gets between its bytes. */
export function markText(token: string, mark: Mark): string {
  return `${START}${token};${bodyOf(mark)}${END}`;
}

function bodyOf(mark: Mark): string {
  if (mark.type === "fence") return `fence;${mark.sequence}`;
  return mark.type === "to" ? `to;${mark.cell};${mark.name}` : `base;${mark.cell}`;
}

/** Splits what arrives from a descriptor into printed bytes and marks. */
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
      if (at < 0 || (end < 0 && rest.length < LONGEST)) break;
      const mark = end < 0 ? undefined : parse(rest.toString("latin1", this.#start.length, end));
      const length = mark ? end + END.length : this.#start.length;
      pieces.push(mark ?? { type: "bytes", bytes: rest.subarray(0, length) });
      rest = rest.subarray(length);
    }
    this.#held = rest;
    return pieces;
  }

  /** The bytes held back as the possible beginning of a mark, once nothing more will come. */
  end(): Piece[] {
    const held = this.#held;
    this.#held = Buffer.alloc(0);
    return held.length > 0 ? [{ type: "bytes", bytes: held }] : [];
  }

  // How many of the last bytes could be the beginning of a mark.
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
