// The convention of Deno's kernel, which packages such as nodejs-polars also follow.
import { contentOf } from "../../mime/content.ts";
import { DISPLAY, type MimeBundle } from "../../mime/mime.ts";
import { BY_METHOD } from "../../mime/mime-data.ts";
import { hasMethod } from "../../object.ts";
import { answerOf } from "./own-method.ts";

export function is(value: object): boolean {
  return hasMethod(value, DISPLAY);
}

export function draw(value: object): MimeBundle | Promise<MimeBundle> {
  return answerOf(value, DISPLAY, (made) => ({ data: contentOf(made, BY_METHOD), metadata: {} }));
}
