// Frames and series of data-forge, and any other value with this method.
import type { MimeBundle } from "../../mime/mime.ts";
import { attempt, hasMethod, ownText } from "../../object.ts";
import { textBundle, valueText } from "../../text/value-text.ts";
import { answerOf } from "./own-method.ts";

export function is(value: object): boolean {
  return hasMethod(value, "toHTML") && value.toHTML.length === 0;
}

export function draw(value: object): MimeBundle | Promise<MimeBundle> {
  return answerOf(value, "toHTML", (html) => {
    if (typeof html !== "string") return textBundle(value);
    return {
      data: { "text/html": html, "text/plain": attempt(() => ownText(value)) ?? valueText(value) },
      metadata: {},
    };
  });
}
