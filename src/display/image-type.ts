import type { JsonValue } from "../jupyter/json.ts";
import type { MimeBundle } from "./mime/mime.ts";

type Signature = { readonly type: string; readonly name: string; readonly start: RegExp };

// `start` matches the first bytes as hexadecimal digits.
const SIGNATURES: readonly Signature[] = [
  { type: "image/png", name: "PNG image", start: /^89504e470d0a1a0a/ },
  { type: "image/jpeg", name: "JPEG image", start: /^ffd8ff/ },
  { type: "image/gif", name: "GIF image", start: /^47494638(?:37|39)61/ },
  { type: "image/webp", name: "WebP image", start: /^52494646.{8}57454250/ },
  { type: "application/pdf", name: "PDF document", start: /^255044462d/ },
];
const LONGEST_START = 16;

/** The format of these bytes; undefined when they are neither a picture nor a PDF document. */
export function imageTypeOf(bytes: Uint8Array): Signature | undefined {
  const head = Buffer.from(bytes.subarray(0, LONGEST_START)).toString("hex");
  return SIGNATURES.find(({ start }) => start.test(head));
}

/** Bytes as a picture, with its size in CSS pixels where it is known. */
export function pictureBundle(bytes: Uint8Array, metadata: Record<string, JsonValue> = {}, about?: string): MimeBundle {
  const { type = "application/octet-stream", name = "Binary data" } = imageTypeOf(bytes) ?? {};
  const base64 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
  const text = about ?? `${name}, ${bytes.byteLength} bytes`;
  const hasMetadata = Object.keys(metadata).length > 0;
  return { data: { [type]: base64, "text/plain": text }, metadata: hasMetadata ? { [type]: metadata } : {} };
}
