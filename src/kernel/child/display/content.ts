import type { JsonObject, JsonValue } from "../../../jupyter/json.ts";
import type { Bundle } from "../../link.ts";
import { isObject } from "../is-object.ts";

/** A value as JSON carries it; throws what a `toJSON` or getter of it throws. */
function toJson(value: unknown): JsonValue {
  const text = JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === "bigint") return Number.isSafeInteger(Number(part)) ? Number(part) : String(part);
    return part;
  });
  return text === undefined ? null : JSON.parse(text);
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
 */
export function contentOf(data: unknown): JsonObject {
  if (!isObject(data)) throw new TypeError("A display's data is an object of MIME types");
  const entries = Object.entries(data).flatMap(([type, content]: [string, unknown]): [string, JsonValue][] => {
    if (content === undefined) return [];
    if (content instanceof Uint8Array) return [[type, Buffer.from(content).toString("base64")]];
    return [[type, toJson(content)]];
  });
  return Object.fromEntries(entries);
}

/** A bundle that user code made: `{ data, metadata }`. */
export function bundleFrom(made: unknown): Bundle {
  const parts = isObject(made) ? made : {};
  return { data: contentOf(Reflect.get(parts, "data")), metadata: toJsonObject(Reflect.get(parts, "metadata")) };
}
