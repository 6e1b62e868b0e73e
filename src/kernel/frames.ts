type Serialization = Pick<typeof import("node:v8"), "deserialize" | "serialize">;

// Loaded with the first frame: before that a process has better things to do.
let loaded: Serialization | undefined;

function serialization(): Serialization {
  loaded ??= process.getBuiltinModule("node:v8");
  return loaded;
}

const HEADER = 4;

// V8's serialization begins with this byte; longer than this is none that Node can make.
const FIRST_BYTE = 0xff;
const LONGEST = 2 ** 31;

/** A value of the link as bytes: its length in four bytes (big endian), then V8's serialization of it. */
export function encodeFrame(value: unknown): Buffer {
  const body = serialization().serialize(value);
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
    for (let body = this.#take(); body !== undefined; body = this.#take())
      values.push(serialization().deserialize(body));
    return values;
  }

  #take(): Buffer | undefined {
    if (this.#size < HEADER) return undefined;
    const first = this.#joined(HEADER);
    const length = first.readUInt32BE(0);
    if (length > LONGEST || (first.length > HEADER && first[HEADER] !== FIRST_BYTE)) throw new GarbledError();
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
