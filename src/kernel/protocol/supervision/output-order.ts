import { StringDecoder } from "node:string_decoder";
import type { CellId, FromChild } from "../../link/messages.ts";
import { MarkReader, type Piece, type StreamName } from "../../link/output-marks.ts";

/** A message of the child with its place among the printed bytes; one with 0 has no place, and is delivered at once. */
export type PlacedMessage = { readonly sequence: number; readonly message: FromChild };

/** Receives printed text and messages in the order in which the child sent them. */
export type OrderedEvents = {
  readonly onText: (cell: CellId, name: StreamName, text: string) => void;
  readonly onMessage: (message: FromChild) => void;
};

/** Puts the stdout, stderr and messages of the child back into their original order. */
export class OutputOrder {
  readonly #events: OrderedEvents;
  readonly #out: Descriptor;
  readonly #err: Descriptor;
  #messages: PlacedMessage[] = [];
  #delivered = 0;
  #base: CellId = 0;
  #toDecoder = new StringDecoder("utf8");
  #to: { readonly cell: CellId; readonly name: StreamName } | undefined;

  constructor(token: string, events: OrderedEvents) {
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

  /** The number of messages that wait for bytes printed before them. */
  get waiting(): number {
    return this.#messages.length;
  }

  /** Delivers everything that still waits, because no more marks will come. */
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

  // A sender that was stopped may leave a fence without a message; such a fence blocks nothing.
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

/** The pieces read from one file descriptor of the child. */
class Descriptor {
  /** The highest fence read so far. */
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

  /** The next piece to read, if it is not behind a fence above `passable`. */
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
