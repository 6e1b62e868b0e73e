import { isRounded, pathTo } from "../../jupyter/exact-numbers.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../jupyter/json.ts";
import { type Spellings, spellingsOf } from "../../jupyter/spellings.ts";
import type { DisplayOutput } from "../types.ts";

/** The data and metadata of an output, with the digits of integers that JavaScript rounds in place of the integers. */
export function outputWithDigits(
  output: Pick<DisplayOutput, "data" | "metadata">,
): Pick<DisplayOutput, "data" | "metadata"> {
  const rounded = new Map([...spellingsOf(output)].filter(([, text]) => isRounded(text)));
  if (rounded.size === 0) return output;
  return { data: exactIn(output.data, "/data", rounded), metadata: exactIn(output.metadata, "/metadata", rounded) };
}

function exactIn(object: JsonObject, path: string, rounded: Spellings): JsonObject {
  const fields = Object.entries(object).map(([key, value]) => [key, exact(value, pathTo(path, key), rounded)]);
  return Object.fromEntries(fields);
}

function exact(value: JsonValue, path: string, rounded: Spellings): JsonValue {
  if (typeof value === "number") return rounded.get(path) ?? value;
  if (typeof value !== "object" || value === null) return value;
  if (isJsonObject(value)) return exactIn(value, path, rounded);
  return value.map((item, index) => exact(item, `${path}/${index}`, rounded));
}
