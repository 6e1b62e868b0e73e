import { isJsonObject, type JsonObject, type JsonValue } from "../../jupyter/json.ts";
import { isIsoTime } from "../../util/text/iso-time.ts";
import {
  isValueList,
  isParameterObject,
  numberText,
  type ParameterObject,
  type ParameterValue,
} from "./parameter-value.ts";

/** True when a value fits a JSON Schema that was derived from types. */
export function fitsSchema(value: ParameterValue, schema: JsonObject): boolean {
  const { type, format, anyOf } = schema;
  if ("const" in schema && schema["const"] !== plain(value)) return false;
  if (Array.isArray(schema["enum"]) && !schema["enum"].includes(plain(value))) return false;
  if (Array.isArray(anyOf) && !anyOf.some((one: JsonValue) => isJsonObject(one) && fitsSchema(value, one)))
    return false;
  if (typeof type === "string" && !isOf(value, type)) return false;
  if (format === "date-time" && !isDate(value)) return false;
  if (isParameterObject(value)) return fitsMembers(value, schema);
  return isValueList(value) ? fitsItems(value, schema) : true;
}

function fitsItems(values: readonly ParameterValue[], { items, prefixItems }: JsonObject): boolean {
  if (isJsonObject(items)) return values.every((item) => fitsSchema(item, items));
  if (!Array.isArray(prefixItems)) return true;
  const rules: readonly JsonValue[] = prefixItems;
  return (
    values.length === rules.length &&
    rules.every((rule, at) => !isJsonObject(rule) || fitsSchema(values[at] ?? null, rule))
  );
}

function fitsMembers(
  value: ParameterObject,
  { properties, required, additionalProperties: rest }: JsonObject,
): boolean {
  if (!isJsonObject(properties)) return true;
  const missing = Array.isArray(required)
    ? required.filter((name) => typeof name === "string" && !(name in value))
    : [];
  return (
    missing.length === 0 &&
    Object.entries(value).every(([name, item]) => {
      const rule = properties[name] ?? rest;
      return isJsonObject(rule) && fitsSchema(item, rule);
    })
  );
}

function isDate(value: ParameterValue): boolean {
  return isIsoTime(value) || (typeof value === "string" && /^\d{4}$/.test(value));
}

/** True for a value of a type in JSON Schema. */
export function isOf(value: ParameterValue, type: string): boolean {
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isParameterObject(value);
  if (type === "null") return value === null;
  if (type === "number") return numberText(value) !== undefined;
  if (type === "integer") return Number.isInteger(value) || /^-?\d+$/.test(numberText(value) ?? "");
  return typeof value === type;
}

// The numbers of a type's literals are JavaScript's.
function plain(value: ParameterValue): JsonValue | undefined {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
  const number = numberText(value);
  return number === undefined ? undefined : Number(number);
}
