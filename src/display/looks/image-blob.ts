// Blobs and files of web APIs, such as `await response.blob()`.
import { imageTypeOf, pictureBundle } from "../image-type.ts";
import type { MimeBundle } from "../mime/mime.ts";
import { textBundle } from "../text/value-text.ts";

const SHOWN = /^(?:image\/(?:png|jpeg|gif|webp|svg\+xml)|application\/pdf)\b/;

export function is(value: object): boolean {
  return value instanceof Blob && SHOWN.test(value.type);
}

export async function draw(value: object): Promise<MimeBundle> {
  if (!(value instanceof Blob)) return textBundle(value);
  if (value.type.startsWith("image/svg+xml")) {
    return {
      data: { "image/svg+xml": await value.text(), "text/plain": `SVG image, ${value.size} bytes` },
      metadata: {},
    };
  }
  const bytes = new Uint8Array(await value.arrayBuffer());
  return imageTypeOf(bytes) === undefined ? textBundle(value) : pictureBundle(bytes);
}
