import { isJsonObject, type JsonObject, type JsonValue } from "../../jupyter/json.ts";
import { ParameterError } from "../errors/setting-errors.ts";
import type { ParameterLanguage } from "./declared-parameters.ts";
import { fitsSchema, isOf } from "./fits-schema.ts";
import { isValueList, isParameterObject, numberText, type ParameterValue, WrittenNumber } from "./parameter-value.ts";

/** The parameter that gets a value, its notebook's file, and the language of its cell. */
type Place = { readonly file: string; readonly name: string; readonly language: ParameterLanguage };

/**
 * A parameter's value as code of its language. What JSON cannot carry follows from the type: an integer for a
 * `bigint`, a string for a `Date`.
 *
 * @param schema the parameter's type as JSON Schema; empty when it is not known.
 * @throws {ParameterError} when JavaScript would change a number that is not for a `bigint`, or a date is not in ISO
 * 8601 or does not exist: `Date` reads 03.02.2024 as 2 March, and 2024-02-30 as 1 March.
 */
export function valueCode(value: ParameterValue, schema: JsonObject, place: Place): string {
  return place.language === "python" ? pythonCode(value) : scriptCode(value, schema, place);
}

function scriptCode(value: ParameterValue, schema: JsonObject, place: Place): string {
  const { type, format, anyOf } = schema;
  if (Array.isArray(anyOf)) {
    const schemas = anyOf.filter(isJsonObject);
    const chosen = schemas.find((one) => fitsSchema(value, one)) ?? schemas.find((one) => isOfItsType(value, one));
    return scriptCode(value, chosen ?? {}, place);
  }
  if (format === "date-time" && typeof value === "string") {
    if (fitsSchema(value, schema)) return `new Date(${JSON.stringify(value)})`;
    throw new ParameterError(
      place.file,
      place.name,
      `"${value}" is not a date in ISO 8601, such as 2026-11-29 or 2026-11-29T13:30:00Z`,
    );
  }
  const number = numberText(value);
  if (number !== undefined) {
    if (type === "integer" && /^-?\d+$/.test(number)) return `${number}n`;
    if (typeof value === "number" || new WrittenNumber(number).isHeld) return number;
    const got = `JavaScript numbers cannot hold ${number}; only a bigint or a string can`;
    throw new ParameterError(place.file, place.name, got);
  }
  if (isParameterObject(value)) {
    const entries = Object.entries(value).map(
      ([name, item]) => `${JSON.stringify(name)}:${scriptCode(item, memberOf(schema, name), place)}`,
    );
    return `{${entries.join()}}`;
  }
  return isValueList(value)
    ? `[${value.map((item, at) => scriptCode(item, itemOf(schema, at), place)).join()}]`
    : JSON.stringify(value);
}

/** True for a schema of the value's type that lists no single values. */
function isOfItsType(value: ParameterValue, schema: JsonObject): boolean {
  const { type } = schema;
  return typeof type === "string" && isOf(value, type) && !("enum" in schema) && !("const" in schema);
}

function memberOf({ properties, additionalProperties: rest }: JsonObject, name: string): JsonObject {
  const own = isJsonObject(properties) ? properties[name] : undefined;
  const found = own ?? rest;
  return isJsonObject(found) ? found : {};
}

function itemOf({ items, prefixItems }: JsonObject, at: number): JsonObject {
  const found: JsonValue | undefined = Array.isArray(prefixItems) ? prefixItems[at] : items;
  return isJsonObject(found) ? found : {};
}

function pythonCode(value: ParameterValue): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number" && !Number.isFinite(value))
    return `float("${String(value).toLowerCase().replace("infinity", "inf")}")`;
  const number = numberText(value);
  if (number !== undefined) return number;
  if (isValueList(value)) return `[${value.map(pythonCode).join(", ")}]`;
  if (!isParameterObject(value)) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}: ${pythonCode(item)}`)
    .join(", ")}}`;
}
