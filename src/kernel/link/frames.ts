type Serialization = Pick<typeof import("node:v8"), "deserialize" | "serialize">;

// Loaded with the first frame, so that the process starts sooner.
let loaded: Serialization | undefined;

function serialization(): Serialization {
  loaded ??= process.getBuiltinModule("node:v8");
  return loaded;
}

const HEADER = 4;

// V8's serialization begins with 0xff, a byte that UTF-8 never has. Node cannot allocate a string as long as LONGEST.
const V8_BEGINS = 0xff;
const JSON_BEGINS = 0xfe;
const LONGEST = 2 ** 31;

// Cells may replace it.
const { parse } = JSON;

/** Encodes a value: its length in four bytes (big endian), then V8's serialization. */
export function encodeFrame(value: unknown): Buffer {
  return framed(serialization().serialize(value));
}

/** Encodes a JSON value with one leading byte, for `readerOfSole`. */
export function encodeJsonFrame(value: object): Buffer {
  return framed(Buffer.concat([Buffer.of(JSON_BEGINS), Buffer.from(JSON.stringify(value))]));
}

function framed(body: Buffer): Buffer {
  const frame = Buffer.allocUnsafe(HEADER + body.length);
  frame.writeUInt32BE(body.length, 0);
  body.copy(frame, HEADER);
  return frame;
}

/** The bytes on the link are not frames: something else wrote to it. */
class GarbledError extends Error {
  override readonly name = "GarbledError";

  constructor() {
    super("The link received bytes that are not a message");
  }
}

/** Reassembles frames from chunks of any size. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #size = 0;

  /**
   * Takes a chunk and returns the values that it completes.
   *
   * @throws {GarbledError} when the bytes are not frames; the link cannot be read any further.
   */
  push(chunk: Buffer): unknown[] {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    const values: unknown[] = [];
    for (let body = this.#take(); body !== undefined; body = this.#take()) values.push(decoded(body));
    return values;
  }

  /** True when no frame is incomplete. */
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

  // A large frame arrives in many chunks; they are joined once, when all have come.
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
 * Makes a reader that decodes a chunk of one whole JSON frame, as nearly all chunks to the child are. It calls no
 * function that cells may have replaced: checking for that takes longer. It returns undefined for other chunks.
 *
 * @param memory the buffer that holds each chunk, from its start; the reader takes the chunk's length in bytes.
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
