import type { Readable, Writable } from "node:stream";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../../jupyter/json.ts";
import { type Length, readMessages } from "./message-stream.ts";

const REQUEST_CANCELLED = -32800;

/** An error response, such as a cancelled request. */
export class RpcError extends Error {
  override readonly name = "RpcError";
  readonly isCancelled: boolean;

  constructor(method: string, code: number, message: string) {
    super(`${method}: ${message} (${code})`);
    this.isCancelled = code === REQUEST_CANCELLED;
  }
}

/** The other side has closed the connection. */
export class RpcClosedError extends Error {
  override readonly name = "RpcClosedError";

  constructor() {
    super("the connection is closed");
  }
}

type Pending = { readonly method: string; resolve(value: JsonValue): void; reject(error: Error): void };

const HEADER_END = Buffer.from("\r\n\r\n");

/** JSON-RPC 2.0 with Content-Length headers over a pair of streams, as language servers use it. */
export class JsonRpc {
  readonly #output: Writable;
  readonly #answer: (method: string, params: JsonValue) => JsonValue;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #closed = false;
  #unsent: string[] = [];

  /** @param answer answers the requests of the other side. */
  constructor(input: Readable, output: Writable, answer: (method: string, params: JsonValue) => JsonValue) {
    this.#output = output;
    this.#answer = answer;
    readMessages(input, lengthOf, (message) => this.#read(message));
    input.on("close", () => this.close());
    // After a broken pipe the process ends, and its end is reported.
    output.on("error", () => this.close());
  }

  notify(method: string, params: JsonValue): void {
    this.#send({ method, params });
  }

  request(method: string, params?: JsonValue): Promise<JsonValue> {
    if (this.#closed) return Promise.reject(new RpcClosedError());
    const id = ++this.#lastId;
    const answered = new Promise<JsonValue>((resolve, reject) => {
      this.#pending.set(id, { method, resolve, reject });
    });
    this.#send({ id, method, ...(params === undefined ? {} : { params }) });
    return answered;
  }

  /** Cancels the open requests of this method. */
  cancel(method: string): void {
    for (const [id, pending] of this.#pending) {
      if (pending.method === method) this.notify("$/cancelRequest", { id });
    }
  }

  close(): void {
    this.#closed = true;
    for (const pending of this.#pending.values()) pending.reject(new RpcClosedError());
    this.#pending.clear();
  }

  #send(message: JsonObject): void {
    if (this.#closed) return;
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    // Messages of one event-loop turn are written together: once a message starts, the compiler waits for its end.
    if (this.#unsent.length === 0) process.nextTick(() => this.#flush());
    this.#unsent.push(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #flush(): void {
    const text = this.#unsent.join("");
    this.#unsent = [];
    if (!this.#closed) this.#output.write(text);
  }

  #read(bytes: Buffer): void {
    const message: JsonValue = JSON.parse(bytes.toString("utf8", bytes.indexOf(HEADER_END) + HEADER_END.length));
    if (isJsonObject(message)) this.#handle(message);
  }

  #handle(message: JsonObject): void {
    const { id, method, params, result, error } = message;
    if (typeof method === "string") {
      if (id !== undefined) this.#send({ id, result: this.#answer(method, params ?? null) });
      return;
    }
    if (typeof id !== "number") return;
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (!pending) return;
    if (isJsonObject(error)) {
      const { code, message: text } = error;
      pending.reject(new RpcError(pending.method, Number(code), typeof text === "string" ? text : ""));
    } else pending.resolve(result ?? null);
  }
}

function lengthOf(buffer: Buffer): Length {
  const end = buffer.indexOf(HEADER_END);
  if (end < 0) return { needed: buffer.length + 1 };
  const body = Number(/content-length: *(\d+)/i.exec(buffer.toString("latin1", 0, end))?.[1] ?? 0);
  const length = end + HEADER_END.length + body;
  return buffer.length < length ? { needed: length } : { length };
}
