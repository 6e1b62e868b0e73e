// @napi-rs/canvas (`encodeSync`), skia-canvas (`toBufferSync`), canvas (`toBuffer`).
import { types } from "node:util";
import { pictureBundle } from "../image-type.ts";
import type { MimeBundle } from "../mime/mime.ts";
import { hasMethod } from "../object.ts";
import { textBundle } from "../text/value-text.ts";

const WAYS = [
  ["encodeSync", "png"],
  ["toBufferSync", "png"],
  ["toBuffer", "image/png"],
] as const;

export function is(value: object): boolean {
  return hasMethod(value, "getContext") && WAYS.some(([method]) => hasMethod(value, method));
}

export async function draw(value: object): Promise<MimeBundle> {
  const [method, format] = WAYS.find(([name]) => hasMethod(value, name)) ?? [];
  const encode: unknown = method && Reflect.get(value, method);
  if (typeof encode !== "function") return textBundle(value);
  const bytes: unknown = await Reflect.apply(encode, value, [format]);
  if (!types.isUint8Array(bytes)) return textBundle(value);
  const [width, height] = [numberIn(value, "width"), numberIn(value, "height")];
  const size = { ...(width > 0 && { width }), ...(height > 0 && { height }) };
  return pictureBundle(bytes, { ...size, needs_background: "light" }, `Canvas, ${width} × ${height} pixels`);
}

function numberIn(value: object, key: string): number {
  const found: unknown = Reflect.get(value, key);
  return typeof found === "number" ? found : 0;
}
