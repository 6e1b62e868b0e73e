type Serialization = Pick<typeof import("node:v8"), "deserialize" | "serialize">;

// Loaded with the first frame: before that a process has better things to do.
let loaded: Serialization | undefined;

function serialization(): Serialization {
  loaded ??= process.getBuiltinModule("node:v8");
  return loaded;
}

const HEADER = 4;

// V8's serialization begins with this byte, and no text has either; longer than this is none that Node can make.
const V8_BEGINS = 0xff;
const JSON_BEGINS = 0xfe;
const LONGEST = 2 ** 31;

// Cells may replace it.
const { parse } = JSON;

/** A value of the link as bytes: its length in four bytes (big endian), then V8's serialization of it. */
export function encodeFrame(value: unknown): Buffer {
  return framed(serialization().serialize(value));
}

/** The same of what JSON can say, with a byte before it, for `readerOfSole`. */
export function encodeJsonFrame(value: object): Buffer {
  return framed(Buffer.concat([Buffer.of(JSON_BEGINS), Buffer.from(JSON.stringify(value))]));
}

function framed(body: Buffer): Buffer {
  const frame = Buffer.allocUnsafe(HEADER + body.length);
  frame.writeUInt32BE(body.length, 0);
  body.copy(frame, HEADER);
  return frame;
}

/** Bytes that are no frame: something else writes into the link. */
class GarbledError extends Error {
  override readonly name = "GarbledError";

  constructor() {
    super("the link carries bytes that are no message");
  }
}

/** Puts frames together again from chunks of any size. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #size = 0;

  /**
   * The values that are complete with this chunk.
   *
   * @throws {GarbledError} when the bytes are no frames; nothing after them can be read.
   */
  push(chunk: Buffer): unknown[] {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    const values: unknown[] = [];
    for (let body = this.#take(); body !== undefined; body = this.#take()) values.push(decoded(body));
    return values;
  }

  /** Whether no frame has begun that is not complete. */
  get isEmpty(): boolean {
    return this.#size === 0;
  }

  #take(): Buffer | undefined {
    if (this.#size < HEADER) return undefined;
    const first = this.#joined(HEADER);
    const length = first.readUInt32BE(0);
    const begins = first[HEADER];
    const isKnown = begins === undefined || begins === V8_BEGINS || begins === JSON_BEGINS;
    if (length > LONGEST || !isKnown) throw new GarbledError();
    if (this.#size < HEADER + length) return undefined;
    const all = this.#joined(HEADER + length);
    const rest = all.subarray(HEADER + length);
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#size = rest.length;
    return all.subarray(HEADER, HEADER + length);
  }

  // A large frame arrives in many chunks: they are joined once when it is whole, not with each chunk.
  #joined(atLeast: number): Buffer {
    const [first] = this.#chunks;
    if (first !== undefined && first.length >= atLeast) return first;
    const all = Buffer.concat(this.#chunks);
    this.#chunks = [all];
    return all;
  }
}

function decoded(body: Buffer): unknown {
  return body[0] === JSON_BEGINS ? parse(body.toString("utf8", 1)) : serialization().deserialize(body);
}

/**
 * Reads what nearly all chunks for the child are, one whole frame of JSON, without anything that cells may
 * have replaced: to look whether they did takes longer. Other chunks are undefined.
 *
 * @param memory where each chunk begins.
 */
export function readerOfSole(memory: ArrayBuffer): (length: number) => unknown {
  const { Uint8Array } = globalThis;
  const view = new DataView(memory);
  const sizeAt = view.getUint32.bind(view);
  const byteAt = view.getUint8.bind(view);
  const decoder = new TextDecoder();
  const decode = decoder.decode.bind(decoder);
  return (length) => {
    const size = length - HEADER;
    if (size < 1 || sizeAt(0) !== size || byteAt(HEADER) !== JSON_BEGINS) return undefined;
    return parse(decode(new Uint8Array(memory, HEADER + 1, size - 1)));
  };
}
