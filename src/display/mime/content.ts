import { types } from "node:util";
import type { JsonObject, JsonValue } from "../../jupyter/json.ts";
import type { MimeBundle } from "./mime.ts";
import { mimeData } from "./mime-data.ts";
import { isObject } from "../object.ts";

// Python's readers of JSON, and so Jupyter's servers, end at some 900.
const DEEPEST = 500;

/** A value is nested more deeply than what reads it can bear. */
class TooDeepError extends Error {
  override readonly name = "TooDeepError";

  constructor() {
    super(
      `A value for Jupyter is nested more than ${DEEPEST} deep, which its programs cannot read; show or send a part of it`,
    );
  }
}

/**
 * A value as JSON carries it.
 *
 * @throws {TooDeepError}
 * @throws the error that a `toJSON` or a getter of it throws.
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
  // Each level takes two characters.
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

/** An object as JSON carries it; anything else is no entries. */
export function toJsonObject(value: unknown): JsonObject {
  const json = toJson(value);
  return typeof json === "object" && json !== null && !isArray(json) ? json : {};
}

// `Array.isArray` does not narrow readonly arrays.
function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/**
 * The content of a display: MIME type to text or JSON. Bytes become base64. An entry that is undefined
 * is left out.
 *
 * @param doing what is done with it, for an error.
 * @throws {DisplayError} when it is no such thing.
 */
export function contentOf(data: unknown, doing: string): MimeBundle["data"] {
  const entries = mimeData(data, doing).map(([type, content]): [string, JsonValue] => {
    if (types.isUint8Array(content)) return [type, Buffer.from(content).toString("base64")];
    return [type, toJson(content)];
  });
  return Object.fromEntries(entries);
}

/** A bundle that user code made: `{ data, metadata }`. */
export function bundleFrom(made: unknown, doing: string = "Showing a MIME bundle"): MimeBundle {
  const parts = isObject(made) ? made : {};
  return {
    data: contentOf(Reflect.get(parts, "data"), doing),
    metadata: { ...toJsonObject(Reflect.get(parts, "metadata")) },
  };
}
