import type { MimeBundle } from "./mime.ts";

const SIGNATURES: readonly { type: string; start: readonly number[] }[] = [
  { type: "image/png", start: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: "image/jpeg", start: [0xff, 0xd8, 0xff] },
];

/** The bundle of PNG or JPEG bytes; undefined for any others. */
export function imageBundle(bytes: Uint8Array): MimeBundle | undefined {
  const found = SIGNATURES.find(({ start }) => start.every((byte, index) => bytes[index] === byte));
  if (found === undefined) {
    return undefined;
  }
  const base64 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
  const text = `${found.type === "image/png" ? "PNG" : "JPEG"} image, ${bytes.byteLength} bytes`;
  return { data: { [found.type]: base64, "text/plain": text }, metadata: {} };
}
