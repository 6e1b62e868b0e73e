import { StringDecoder } from "node:string_decoder";
import { Writable } from "node:stream";
import type { StreamName } from "../link/marks.ts";

const nextTick = process.nextTick.bind(process);

// A longer text is no question.
const LONGEST_QUESTION = 2000;
let unfinished = "";

// oxlint-disable-next-line no-control-regex -- the escape character begins every colour and move of a cursor
const ESCAPES = /\u001B(?:\[[0-9;?]*[A-Za-z]|[78])/g;

/** What the cells printed to stdout without ending a line, and without colours: perhaps a question. */
export function unfinishedText(): string {
  return unfinished.replaceAll(ESCAPES, "").replaceAll("\r", "");
}

/** What is printed from now on begins a line, as after Enter in a terminal. */
export function startLine(): void {
  unfinished = "";
}

/** Prints text for the cell that runs. */
export type Print = (name: StreamName, text: string) => void;

/** `process.stdout` or `process.stderr` of the cells: each write is done when it returns. */
class CellStream extends Writable {
  readonly isTTY = false;
  readonly fd: number;
  readonly #name: StreamName;
  readonly #print: Print;
  readonly #decoder = new StringDecoder("utf8");

  constructor(name: StreamName, print: Print) {
    super({ decodeStrings: false, autoDestroy: false, emitClose: false });
    this.fd = name === "stdout" ? 1 : 2;
    this.#name = name;
    this.#print = print;
  }

  /**
   * Prints at once. A stream's own `write` remembers that it is writing until `_write` calls back, which it
   * never does when the cell is terminated in between: nothing would be printed ever after.
   */
  override write(chunk: unknown, ...rest: unknown[]): boolean {
    const [encoding] = rest;
    const text = this.#textOf(chunk, typeof encoding === "string" ? encoding : "utf8");
    if (text !== "") this.#print(this.#name, text);
    if (this.#name === "stdout") unfinished = text.endsWith("\n") ? "" : (unfinished + text).slice(-LONGEST_QUESTION);
    const callback = rest.find((arg) => typeof arg === "function");
    if (callback) nextTick(callback);
    return true;
  }

  /** The streams of a process outlive every cell: an end only writes its last text. */
  override end(...args: unknown[]): this {
    const [chunk] = args;
    if (chunk !== undefined && chunk !== null && typeof chunk !== "function") this.write(chunk);
    const callback = args.find((arg) => typeof arg === "function");
    if (callback) nextTick(callback);
    // A pipeline waits for it.
    nextTick(() => this.emit("finish"));
    return this;
  }

  override destroy(): this {
    return this;
  }

  #textOf(chunk: unknown, encoding: string): string {
    if (typeof chunk === "string") {
      if (!Buffer.isEncoding(encoding) || /^utf-?8$/i.test(encoding)) return chunk;
      return this.#decoder.write(Buffer.from(chunk, encoding));
    }
    if (ArrayBuffer.isView(chunk)) {
      return this.#decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    }
    throw new TypeError(`A text or bytes can be written to process.${this.#name}, not ${String(chunk)}`);
  }
}

/** Puts streams that print for the running cell in place of this process's own. */
export function captureStreams(print: Print): void {
  for (const name of ["stdout", "stderr"] as const) {
    const value = new CellStream(name, print);
    Object.defineProperty(process, name, { value, configurable: true, enumerable: true, writable: true });
  }
}
