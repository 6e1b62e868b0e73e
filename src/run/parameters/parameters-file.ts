import { readFile } from "node:fs/promises";
import { messageOf } from "../../util/error.ts";
import { ParameterFileError } from "../errors/setting-errors.ts";
import { isParameterObject, isParameterValue, parseExactJson, WrittenNumber } from "./parameter-value.ts";
import type { ParameterValues } from "./values.ts";

/**
 * Reads values from a file: JSON for the extension `.json`, else YAML.
 *
 * @throws {ParameterFileError} when the file cannot be read or is not a mapping of names to values.
 */
export async function readValues(file: string): Promise<ParameterValues> {
  let value: unknown;
  try {
    const text = await readFile(file, "utf8");
    value = file.endsWith(".json") ? parseExactJson(text) : exact(await parseYaml(text));
  } catch (cause) {
    throw new ParameterFileError(file, messageOf(cause), cause);
  }
  if (isParameterValue(value) && isParameterObject(value)) return value;
  throw new ParameterFileError(file, "it is not a mapping of names to values");
}

async function parseYaml(text: string): Promise<unknown> {
  const { parse } = await import("yaml");
  const value: unknown = parse(text, { intAsBigInt: true });
  return value ?? {};
}

// The parser gives whole numbers as bigint, so a number is one with a fraction or an exponent, such as 1.0.
function exact(value: unknown): unknown {
  if (typeof value === "bigint") {
    return BigInt(Number(value)) === value ? Number(value) : new WrittenNumber(String(value));
  }
  if (typeof value === "number" && Number.isInteger(value)) {
    return new WrittenNumber(/e/.test(String(value)) ? String(value) : `${value}.0`);
  }
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(exact);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]: [string, unknown]) => [key, exact(item)]));
}
