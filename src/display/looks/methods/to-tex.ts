// Expressions of mathjs (`toTex`) and nerdamer (`toTeX`).
import type { MimeBundle } from "../../mime/mime.ts";
import { hasMethod, ownText } from "../../object.ts";
import { answerOf } from "./own-method.ts";

const METHODS = ["toTex", "toTeX"] as const;

export function is(value: object): boolean {
  return METHODS.some((method) => hasMethod(value, method));
}

export function draw(value: object): MimeBundle | Promise<MimeBundle> {
  const method = METHODS.find((name) => hasMethod(value, name)) ?? "toTex";
  return answerOf(value, method, (tex) => ({
    data: { "text/latex": `$\\displaystyle ${String(tex)}$`, "text/plain": ownText(value) ?? String(tex) },
    metadata: {},
  }));
}
