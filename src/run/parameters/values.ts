import { isJsonObject, type JsonObject, type JsonValue } from "../../jupyter/json.ts";
import { OptionError } from "../setting-errors.ts";
import type { Declared } from "./declared-parameters.ts";

/** Values of parameters by name. */
export type Values = Readonly<Record<string, JsonValue>>;

/**
 * Every combination of the values of a matrix; a single empty combination for an empty matrix.
 *
 * @throws {OptionError} when a parameter has no values, or the same value twice.
 */
export function combinationsOf(matrix: Readonly<Record<string, readonly JsonValue[]>>): readonly Values[] {
  for (const [name, values] of Object.entries(matrix)) {
    const texts = values.map((value) => JSON.stringify(value));
    const twice = texts.find((text, index) => texts.indexOf(text) !== index);
    if (twice !== undefined) throw new OptionError("matrix", `${name} has the value ${twice} twice`);
    if (values.length === 0) throw new OptionError("matrix", `${name} has no values`);
  }
  return Object.entries(matrix).reduce<readonly Values[]>(
    (combinations, [name, values]) =>
      combinations.flatMap((combination) => values.map((value) => ({ ...combination, [name]: value }))),
    [{}],
  );
}

/** The values of a matrix from the command line: `0.1,0.01`, as strings, or a list in JSON. */
export function listIn(text: string): readonly JsonValue[] {
  const list = text.trim().startsWith("[") ? jsonIn(text) : undefined;
  return Array.isArray(list) ? list : text.split(",").map((item) => item.trim());
}

/** A combination as part of a file name, such as `lr=0.1-mode=fast`. */
export function suffixOf(combination: Values): string {
  const parts = Object.entries(combination).map(([name, value]) => {
    return `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`;
  });
  return parts.join("-").replaceAll(/[^\p{L}\p{N}.=+_-]+/gu, "_");
}

/** A value for a parameter: a string is parsed as JSON where possible, unless it fits the parameter's type. */
export function valueFor(value: JsonValue, { schema }: Pick<Declared, "schema">): JsonValue {
  if (typeof value !== "string") return value;
  // Without a type, a string may stand for anything: 5 and true become a number and a boolean, as in papermill.
  const isTyped = ["type", "const", "enum", "anyOf"].some((key) => key in schema);
  if (isTyped && fits(value, schema)) return value;
  const read = jsonIn(value);
  return read === undefined ? value : read;
}

/** True when a value fits a JSON Schema that was derived from types. */
export function fits(value: JsonValue, schema: JsonObject): boolean {
  const { type, anyOf, items, prefixItems, properties, required } = schema;
  if ("const" in schema && schema["const"] !== value) return false;
  if (Array.isArray(schema["enum"]) && !schema["enum"].includes(value)) return false;
  if (Array.isArray(anyOf) && !anyOf.some((one: JsonValue) => isJsonObject(one) && fits(value, one))) return false;
  if (typeof type === "string" && !isOf(value, type)) return false;
  if (Array.isArray(value)) {
    if (isJsonObject(items)) return value.every((item: JsonValue) => fits(item, items));
    if (!Array.isArray(prefixItems)) return true;
    const rules: readonly JsonValue[] = prefixItems;
    return (
      value.length === rules.length && rules.every((rule, at) => !isJsonObject(rule) || fits(value[at] ?? null, rule))
    );
  }
  if (!isJsonObject(value) || !isJsonObject(properties)) return true;
  const missing = Array.isArray(required)
    ? required.filter((name) => typeof name === "string" && !(name in value))
    : [];
  return (
    missing.length === 0 &&
    Object.entries(value).every(([name, item]) => {
      const rule = properties[name];
      return isJsonObject(rule) && fits(item, rule);
    })
  );
}

function isOf(value: JsonValue, type: string): boolean {
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isJsonObject(value);
  if (type === "null") return value === null;
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}

function jsonIn(text: string): JsonValue | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
