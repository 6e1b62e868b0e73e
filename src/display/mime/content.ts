import { types } from "node:util";
import type { JsonObject, JsonValue } from "../../jupyter/json.ts";
import type { MimeBundle } from "./mime.ts";
import { mimeData } from "./mime-data.ts";
import { isObject } from "../object.ts";

// Python's JSON readers, and so Jupyter's servers, fail at a depth of about 900.
const DEEPEST = 500;

/** A value is nested more deeply than readers of JSON can handle. */
class TooDeepError extends Error {
  override readonly name = "TooDeepError";

  constructor() {
    super(
      `A value for Jupyter is nested more than ${DEEPEST} levels deep, which Jupyter's programs cannot read; show or send a part of it`,
    );
  }
}

/**
 * A value in its JSON form.
 *
 * @throws {TooDeepError} when it is nested more than 500 levels deep.
 * @throws whatever one of its `toJSON` methods or getters throws.
 */
export function toJson(value: unknown): JsonValue {
  const text = JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === "bigint") return Number.isSafeInteger(Number(part)) ? Number(part) : String(part);
    return part;
  });
  if (text === undefined) return null;
  if (isDeep(text)) throw new TooDeepError();
  return JSON.parse(text);
}

function isDeep(text: string): boolean {
  // Each level takes at least two characters.
  if (text.length <= 2 * DEEPEST) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at);
    else if (character === "{" || character === "[") {
      if (++depth > DEEPEST) return true;
    } else if (character === "}" || character === "]") depth--;
  }
  return false;
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === "\\") backslashes++;
  return backslashes % 2 === 1;
}

/** An object in its JSON form; `{}` for anything else. */
export function toJsonObject(value: unknown): JsonObject {
  const json = toJson(value);
  return typeof json === "object" && json !== null && !isArray(json) ? json : {};
}

// `Array.isArray` does not narrow readonly arrays.
function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/**
 * The content of a display by MIME type: text or JSON. Bytes become base64. Entries that are undefined are left out.
 *
 * @param doing the operation, for an error.
 * @throws {DisplayError} when the data is not content by MIME type.
 */
export function contentOf(data: unknown, doing: string): MimeBundle["data"] {
  const entries = mimeData(data, doing).map(([type, content]): [string, JsonValue] => {
    if (types.isUint8Array(content)) return [type, Buffer.from(content).toString("base64")];
    return [type, toJson(content)];
  });
  return Object.fromEntries(entries);
}

/** Reads a bundle that user code made: `{ data, metadata }`. */
export function bundleFrom(made: unknown, doing: string = "Showing a MIME bundle"): MimeBundle {
  const parts = isObject(made) ? made : {};
  return {
    data: contentOf(Reflect.get(parts, "data"), doing),
    metadata: { ...toJsonObject(Reflect.get(parts, "metadata")) },
  };
}
