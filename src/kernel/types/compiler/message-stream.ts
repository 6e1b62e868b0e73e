import type { Readable } from "node:stream";

/** The length of the first message in a buffer, or how many bytes there must be to tell. */
export type Length = { readonly length: number } | { readonly needed: number };

/** Cuts a stream into messages, whose pieces are put together only once all of them are there. */
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
