import type { JsonObject } from "../../jupyter/json.ts";
import { OptionError } from "../errors/setting-errors.ts";
import type { DeclaredParameter } from "./declared-parameters.ts";
import { fitsSchema } from "./fits-schema.ts";
import { exactJson, isValueList, type ParameterValue, parseExactJson, plainJson } from "./parameter-value.ts";

/** Values of parameters by name. */
export type ParameterValues = Readonly<Record<string, ParameterValue>>;

/**
 * Every combination of the values of a matrix; a single empty combination for an empty matrix.
 *
 * @throws {OptionError} when a parameter has no values, or the same value twice.
 */
export function combinationsOf(
  matrix: Readonly<Record<string, readonly ParameterValue[]>>,
): readonly ParameterValues[] {
  for (const [name, values] of Object.entries(matrix)) {
    const texts = values.map(exactJson);
    const twice = texts.find((text, index) => texts.indexOf(text) !== index);
    if (twice !== undefined) throw new OptionError("matrix", `${name} has the value ${twice} twice`);
    if (values.length === 0) throw new OptionError("matrix", `${name} has no values`);
  }
  return Object.entries(matrix).reduce<readonly ParameterValues[]>(
    (combinations, [name, values]) =>
      combinations.flatMap((combination) => values.map((value) => ({ ...combination, [name]: value }))),
    [{}],
  );
}

/** The values of a matrix from the command line: `0.1,0.01`, as strings, or a list in JSON. */
export function listIn(text: string): readonly ParameterValue[] {
  const list = text.trim().startsWith("[") ? jsonIn(text) : undefined;
  return list !== undefined && isValueList(list) ? list : text.split(",").map((item) => item.trim());
}

/** Values as JSON carries them, see {@link plainJson}. */
export function plainValues(values: ParameterValues): JsonObject {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, plainJson(value)]));
}

/** A combination as part of a file name, such as `lr=0.1-mode=fast`. */
export function suffixOf(combination: ParameterValues): string {
  const parts = Object.entries(combination).map(([name, value]) => {
    return `${name}=${typeof value === "string" ? value : exactJson(value)}`;
  });
  return parts.join("-").replaceAll(/[^\p{L}\p{N}.=+_-]+/gu, "_");
}

/**
 * A value for a parameter. A string is read as JSON where the type allows what it then is, also in part, such as
 * `null` for `string | null`; otherwise it is itself.
 */
export function valueFor(value: ParameterValue, { schema }: Pick<DeclaredParameter, "schema">): ParameterValue {
  if (typeof value !== "string") return value;
  const json = jsonIn(value);
  const read = json === undefined && schema["type"] === "number" ? notFiniteIn(value) : json;
  // Without a type, a string may stand for anything: 5 and true become a number and a boolean, as in papermill.
  const isTyped = ["type", "const", "enum", "anyOf"].some((key) => key in schema);
  if (read === undefined || !isTyped) return read === undefined ? value : read;
  const isOther = typeof read !== "string" && fitsSchema(read, schema);
  return isOther || !fitsSchema(value, schema) ? read : value;
}

function jsonIn(text: string): ParameterValue | undefined {
  try {
    return parseExactJson(text);
  } catch {
    return undefined;
  }
}

const NOT_FINITE = /^([+-]?)(?:(inf|infinity)|nan)$/i;

// The names that JavaScript and Python give them.
function notFiniteIn(text: string): number | undefined {
  const [, sign, infinity] = NOT_FINITE.exec(text.trim()) ?? [];
  if (sign === undefined) return undefined;
  if (infinity === undefined) return Number.NaN;
  return sign === "-" ? -Infinity : Infinity;
}
