import { StringDecoder } from "node:string_decoder";
import type { CellId, FromChild } from "../../link/messages.ts";
import { MarkReader, type Piece, type StreamName } from "../../link/marks.ts";

/** A message of the child with its place among the printed bytes; 0: it has none and is not merged. */
export type PlacedMessage = { readonly sequence: number; readonly message: FromChild };

/** What comes out, in the order in which the child made it. */
export type MergeEvents = {
  readonly onText: (cell: CellId, name: StreamName, text: string) => void;
  readonly onMessage: (message: FromChild) => void;
};

/** Puts the child's two output descriptors and its messages back into one order. */
export class Merge {
  readonly #events: MergeEvents;
  readonly #out: Descriptor;
  readonly #err: Descriptor;
  #messages: PlacedMessage[] = [];
  #delivered = 0;
  #base: CellId = 0;
  #toDecoder = new StringDecoder("utf8");
  #to: { readonly cell: CellId; readonly name: StreamName } | undefined;

  constructor(token: string, events: MergeEvents) {
    this.#events = events;
    this.#out = new Descriptor(token);
    this.#err = new Descriptor(token);
  }

  stdout(chunk: Buffer): void {
    this.#out.push(chunk);
    this.#run();
  }

  stderr(chunk: Buffer): void {
    this.#err.push(chunk);
    this.#run();
  }

  message(placed: PlacedMessage): void {
    this.#messages.push(placed);
    this.#run();
  }

  /** How many messages wait for bytes that were printed before them. */
  get waiting(): number {
    return this.#messages.length;
  }

  /** Nothing more will come: what waits for a mark that was never written is let through. */
  end(): void {
    this.#out.end();
    this.#err.end();
    this.#out.reached = Number.POSITIVE_INFINITY;
    this.#err.reached = Number.POSITIVE_INFINITY;
    this.#run();
    this.#delivered = Number.POSITIVE_INFINITY;
    this.#run();
  }

  #run(): void {
    do {
      this.#readOut();
      this.#readErr();
    } while (this.#deliver());
  }

  // A fence whose message was never sent, because its sender was stopped in between, holds up nothing.
  get #passable(): number {
    const [next] = this.#messages;
    return next === undefined ? this.#delivered : Math.max(this.#delivered, next.sequence - 1);
  }

  #readOut(): void {
    for (let piece = this.#out.peek(this.#passable); piece; piece = this.#out.peek(this.#passable)) {
      this.#out.shift();
      if (piece.type === "bytes") {
        this.#printed(piece.bytes);
      } else if (piece.type === "to") {
        this.#to = piece;
        this.#toDecoder = new StringDecoder("utf8");
      } else if (piece.type === "base") {
        this.#base = piece.cell;
        this.#to = undefined;
      }
    }
  }

  #printed(bytes: Buffer): void {
    const to = this.#to ?? { cell: this.#base, name: "stdout" };
    const text = this.#to ? this.#toDecoder.write(bytes) : this.#out.decode(bytes);
    if (text !== "") this.#events.onText(to.cell, to.name, text);
  }

  #readErr(): void {
    for (let piece = this.#err.peek(this.#passable); piece; piece = this.#err.peek(this.#passable)) {
      this.#err.shift();
      if (piece.type !== "bytes") continue;
      const text = this.#err.decode(piece.bytes);
      if (text !== "") this.#events.onText(this.#base, "stderr", text);
    }
  }

  #deliver(): boolean {
    const [next] = this.#messages;
    if (next === undefined || this.#out.reached < next.sequence) return false;
    if (next.message.type === "done" && this.#err.reached < next.sequence) return false;
    this.#messages.shift();
    this.#delivered = Math.max(this.#delivered, next.sequence);
    this.#events.onMessage(next.message);
    return true;
  }
}

class Descriptor {
  /** The highest fence that the reading has come to. */
  reached = 0;
  readonly #reader: MarkReader;
  readonly #decoder = new StringDecoder("utf8");
  #pieces: Piece[] = [];
  #at = 0;

  constructor(token: string) {
    this.#reader = new MarkReader(token);
  }

  push(chunk: Buffer): void {
    this.#pieces = this.#pieces.slice(this.#at);
    this.#at = 0;
    this.#pieces.push(...this.#reader.push(chunk));
  }

  end(): void {
    this.#pieces.push(...this.#reader.end());
  }

  /** The next piece that may be read, when fences up to this one may be passed. */
  peek(passable: number): Piece | undefined {
    const piece = this.#pieces[this.#at];
    if (piece?.type !== "fence") return piece;
    this.reached = Math.max(this.reached, piece.sequence);
    return piece.sequence <= passable ? piece : undefined;
  }

  shift(): void {
    this.#at += 1;
  }

  decode(bytes: Buffer): string {
    return this.#decoder.write(bytes);
  }
}
