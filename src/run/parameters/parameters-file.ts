import { readFile } from "node:fs/promises";
import { isJsonObject } from "../../jupyter/json.ts";
import { messageOf } from "../../util/error.ts";
import { ParameterFileError } from "../setting-errors.ts";
import type { Values } from "./values.ts";

/**
 * Reads values from a file: JSON for the extension `.json`, else YAML.
 *
 * @throws {ParameterFileError} when the file cannot be read or is not a mapping of names to values.
 */
export async function readValues(file: string): Promise<Values> {
  let value: unknown;
  try {
    const text = await readFile(file, "utf8");
    value = file.endsWith(".json") ? JSON.parse(text) : (await import("yaml")).parse(text);
  } catch (cause) {
    throw new ParameterFileError(file, messageOf(cause), cause);
  }
  // A date in YAML has no equivalent in JSON and becomes a string.
  const plain: unknown = JSON.parse(JSON.stringify(value ?? {}));
  if (isJsonObject(plain)) return plain;
  throw new ParameterFileError(file, "it is not a mapping of names to values");
}
