import { StringDecoder } from "node:string_decoder";
import { Writable } from "node:stream";
import type { StreamName } from "../../link/output-marks.ts";

const nextTick = process.nextTick.bind(process);

// Longer text, in characters, is not a question.
const LONGEST_QUESTION = 2000;
let unfinished = "";

// oxlint-disable-next-line no-control-regex -- the escape character begins every colour and move of a cursor
const ESCAPES = /\u001B(?:\[[0-9;?]*[A-Za-z]|[78])/g;

/** The unfinished last line of stdout without colours: perhaps a question. */
export function unfinishedText(): string {
  return unfinished.replaceAll(ESCAPES, "").replaceAll("\r", "");
}

/** Starts a new line, as Enter does in a terminal. */
export function startLine(): void {
  unfinished = "";
}

/** Prints text for the running cell. */
export type Print = (name: StreamName, text: string) => void;

/** The cells' `process.stdout` or `process.stderr`; writes are complete when they return. */
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
   * Prints at once. A stream's own `write` waits until `_write` calls back, which never happens if the cell is
   * terminated in between; then nothing would be printed any more.
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

  /** Writes the last text; the stream stays open, since it outlives the cell. */
  override end(...args: unknown[]): this {
    const [chunk] = args;
    if (chunk !== undefined && chunk !== null && typeof chunk !== "function") this.write(chunk);
    const callback = args.find((arg) => typeof arg === "function");
    if (callback) nextTick(callback);
    // Pipelines wait for this event.
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
    throw new TypeError(`process.${this.#name} takes a string or bytes, not ${String(chunk)}`);
  }
}

/** Replaces this process's streams by streams that print for the running cell. */
export function captureStreams(print: Print): void {
  for (const name of ["stdout", "stderr"] as const) {
    const value = new CellStream(name, print);
    Object.defineProperty(process, name, { value, configurable: true, enumerable: true, writable: true });
  }
}
