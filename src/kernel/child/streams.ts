import { StringDecoder } from "node:string_decoder";
import { Writable } from "node:stream";
import type { StreamName } from "../marks.ts";

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
    super({ decodeStrings: false });
    this.fd = name === "stdout" ? 1 : 2;
    this.#name = name;
    this.#print = print;
  }

  override _write(chunk: unknown, encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    const text =
      typeof chunk === "string"
        ? isText(encoding)
          ? chunk
          : this.#decoder.write(Buffer.from(chunk, encoding))
        : chunk instanceof Uint8Array
          ? this.#decoder.write(Buffer.from(chunk))
          : String(chunk);
    if (text !== "") this.#print(this.#name, text);
    callback();
  }

  /** The streams of a process outlive every cell: an end only writes its last text. */
  override end(...args: unknown[]): this {
    const [chunk] = args;
    if (chunk !== undefined && chunk !== null && typeof chunk !== "function") this.write(chunk);
    const callback = args.find((arg) => typeof arg === "function");
    if (callback) process.nextTick(callback);
    return this;
  }

  override destroy(): this {
    return this;
  }
}

function isText(encoding: string): boolean {
  return encoding === "utf8" || encoding === "utf-8";
}

/** Puts streams that print for the running cell in place of this process's own. */
export function captureStreams(print: Print): void {
  for (const name of ["stdout", "stderr"] as const) {
    const value = new CellStream(name, print);
    Object.defineProperty(process, name, { value, configurable: true, enumerable: true, writable: true });
  }
}
