// Selections of the package cheerio.
import type { MimeBundle } from "../mime/mime.ts";
import { hasMethod, ownText } from "../object.ts";

export function is(value: object): boolean {
  return Reflect.get(value, "cheerio") === "[cheerio object]" && hasMethod(value, "toString");
}

export function draw(value: object): MimeBundle {
  const html = ownText(value) ?? "";
  return { data: { "text/html": html, "text/plain": html }, metadata: {} };
}
