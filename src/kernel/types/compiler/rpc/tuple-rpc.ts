import type { Readable, Writable } from "node:stream";
import type { JsonValue } from "../../../../jupyter/json.ts";
import { RpcClosedError } from "./json-rpc.ts";
import { type Length, readMessages } from "./message-stream.ts";

/** The kinds of messages, as numbers. */
const KIND = { request: 1, callResponse: 2, error: 5, call: 6 } as const;

// MessagePack: an array of three, a small number, and binary data, whose mark gives the bytes that its length takes.
const ARRAY_OF_3 = 0x93;
const HEAD = 2;
const BINARY = [
  { mark: 0xc4, bytes: 1 },
  { mark: 0xc5, bytes: 2 },
  { mark: 0xc6, bytes: 4 },
];

type Pending = { readonly method: string; resolve(value: JsonValue): void; reject(error: Error): void };

/**
 * The protocol of `typescript/unstable/sync` over a pair of streams: arrays of a kind, a method and JSON. The server
 * handles one request after another, and may call back in between. It blocks on the answers to its calls, so that it
 * fails when this side ends; in the protocol of `typescript/unstable/async`, tsc 7.0.2 waits forever.
 */
export class TupleRpc {
  readonly #output: Writable;
  readonly #answer: (method: string, params: JsonValue) => JsonValue;
  readonly #waiting: (() => void)[] = [];
  #pending: Pending | undefined;
  #closed = false;

  /** @param answer answers the calls of the other side. */
  constructor(input: Readable, output: Writable, answer: (method: string, params: JsonValue) => JsonValue) {
    this.#output = output;
    this.#answer = answer;
    readMessages(input, lengthOf, (message) => this.#handle(message));
    input.on("close", () => this.close());
    // After a broken pipe the process ends, which closes the input.
    output.on("error", () => this.close());
  }

  /** Sends a request once the other side has answered all earlier ones. */
  request(method: string, params: JsonValue): Promise<JsonValue> {
    return new Promise((resolve, reject) => {
      const ask = () => {
        if (this.#closed) return reject(new RpcClosedError());
        this.#pending = { method, resolve, reject };
        this.#send(KIND.request, method, params);
      };
      if (this.#pending) this.#waiting.push(ask);
      else ask();
    });
  }

  close(): void {
    this.#closed = true;
    while (this.#pending) this.#settle(({ reject }) => reject(new RpcClosedError()));
  }

  #send(kind: number, method: string, params: JsonValue): void {
    const parts = [Buffer.of(ARRAY_OF_3, kind), ...packed(method), ...packed(JSON.stringify(params))];
    this.#output.write(Buffer.concat(parts));
  }

  #handle(message: Buffer): void {
    if (this.#closed) return;
    const [kind, name] = [message[1], binaryAt(message, HEAD)];
    const body = binaryAt(message, name.end);
    const [method, text] = [name, body].map(({ start, end }) => message.toString("utf8", start, end));
    const value: JsonValue = text && kind !== KIND.error ? JSON.parse(text) : null;
    if (kind === KIND.call) this.#send(KIND.callResponse, method ?? "", this.#answer(method ?? "", value));
    else if (kind === KIND.error) this.#settle((pending) => pending.reject(new Error(`${pending.method}: ${text}`)));
    else this.#settle(({ resolve }) => resolve(value));
  }

  #settle(tell: (pending: Pending) => void): void {
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending) tell(pending);
    this.#waiting.shift()?.();
  }
}

function packed(text: string): Buffer[] {
  const data = Buffer.from(text);
  const { mark, bytes } = BINARY.find((size) => data.length < 2 ** (8 * size.bytes)) ?? { mark: 0xc6, bytes: 4 };
  const head = Buffer.alloc(1 + bytes, mark);
  head.writeUIntBE(data.length, 1, bytes);
  return [head, data];
}

/** The start and end of binary data; infinite until its length has arrived. */
function binaryAt(buffer: Buffer, at: number): { readonly start: number; readonly end: number } {
  const size = BINARY.find(({ mark }) => mark === buffer[at]);
  const start = at + 1 + (size?.bytes ?? 0);
  if (!size || buffer.length < start) return { start, end: Number.POSITIVE_INFINITY };
  return { start, end: start + buffer.readUIntBE(at + 1, size.bytes) };
}

function lengthOf(buffer: Buffer): Length {
  const { end } = binaryAt(buffer, binaryAt(buffer, HEAD).end);
  if (end <= buffer.length) return { length: end };
  return { needed: Number.isFinite(end) ? end : buffer.length + 1 };
}
