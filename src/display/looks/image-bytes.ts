import { types } from "node:util";
import { imageTypeOf, pictureBundle } from "../image-type.ts";
import type { MimeBundle } from "../mime/mime.ts";

export function is(value: object): boolean {
  const bytes = bytesOf(value);
  return bytes !== undefined && imageTypeOf(bytes) !== undefined;
}

export function draw(value: object): MimeBundle {
  return pictureBundle(bytesOf(value) ?? new Uint8Array());
}

function bytesOf(value: object): Uint8Array | undefined {
  if (types.isUint8Array(value)) return value;
  return types.isAnyArrayBuffer(value) ? new Uint8Array(value) : undefined;
}
