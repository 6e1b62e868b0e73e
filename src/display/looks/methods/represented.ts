// IPython's convention, which values of pyodide follow in JavaScript: for example data frames of pandas, and figures.
import { types } from "node:util";
import type { JsonValue } from "../../../jupyter/json.ts";
import { toJson } from "../../mime/content.ts";
import type { MimeBundle } from "../../mime/mime.ts";
import { attempt, hasMethod, ownText } from "../../object.ts";
import { textBundle, valueText } from "../../text/value-text.ts";
import { answerOf } from "./own-method.ts";

const METHODS = [
  ["_repr_html_", "text/html"],
  ["_repr_svg_", "image/svg+xml"],
  ["_repr_png_", "image/png"],
  ["_repr_jpeg_", "image/jpeg"],
  ["_repr_markdown_", "text/markdown"],
  ["_repr_latex_", "text/latex"],
  ["_repr_json_", "application/json"],
] as const;

export function is(value: object): boolean {
  return METHODS.some(([method]) => hasMethod(value, method));
}

export async function draw(value: object): Promise<MimeBundle> {
  const entries = await Promise.all(
    METHODS.filter(([method]) => hasMethod(value, method)).map(async ([method, type]) => {
      const made = await answerOf(value, method, (answer) => answer);
      return [type, contentOf(type, made)] as const;
    }),
  );
  const known = entries.filter((entry): entry is [(typeof entry)[0], JsonValue] => entry[1] !== undefined);
  if (known.length === 0) return textBundle(value);
  const text = attempt(() => ownText(value)) ?? valueText(value);
  return { data: { ...Object.fromEntries(known), "text/plain": text }, metadata: {} };
}

/** The content; undefined when the method returns null or undefined, which means that the value has no such form. */
function contentOf(type: string, made: unknown): JsonValue | undefined {
  if (made === null || made === undefined) return undefined;
  if (type === "application/json") return toJson(made);
  if (types.isUint8Array(made)) return Buffer.from(made).toString("base64");
  return typeof made === "string" ? made : undefined;
}
