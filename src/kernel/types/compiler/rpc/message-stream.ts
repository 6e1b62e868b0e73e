import type { Readable } from "node:stream";

/** The length in bytes of the first message in a buffer, or the number of bytes needed to find it out. */
export type Length = { readonly length: number } | { readonly needed: number };

/** Cuts a stream into messages. The pieces of a message are joined only when all have arrived. */
export function readMessages(
  input: Readable,
  lengthOf: (buffer: Buffer) => Length,
  handle: (message: Buffer) => void,
): void {
  const chunks: Buffer[] = [];
  let buffered = 0;
  let needed = 1;
  input.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    buffered += chunk.length;
    while (buffered >= needed) {
      const buffer = chunks.length === 1 ? (chunks[0] ?? chunk) : Buffer.concat(chunks);
      const next = lengthOf(buffer);
      const length = "length" in next ? next.length : 0;
      chunks.length = 0;
      if (length < buffer.length) chunks.push(buffer.subarray(length));
      buffered = buffer.length - length;
      needed = "needed" in next ? next.needed : 1;
      if (length > 0) handle(buffer.subarray(0, length));
    }
  });
}
