import { exactNumbers, isRounded, pathTo } from "../../jupyter/exact-numbers.ts";
import type { JsonValue } from "../../jupyter/json.ts";

/**
 * A number as it is written: JavaScript reads 9007199254740993 as 9007199254740992, and 1.0 as 1.
 *
 * @example
 * const id = new WrittenNumber("9007199254740993");
 * console.log(id.text, id.isHeld); // 9007199254740993 false
 */
export class WrittenNumber {
  /** The number in JSON's syntax. */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** True when a JavaScript number has the same value, which fractions may have approximately. */
  get isHeld(): boolean {
    return Number.isFinite(Number(this.text)) && !isRounded(this.text);
  }
}

/** A value of a parameter: what JSON can carry, integers of any size, and numbers as they are written. */
export type ParameterValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | WrittenNumber
  | readonly ParameterValue[]
  | ParameterObject;

/** An object with values of parameters. */
export type ParameterObject = { readonly [key: string]: ParameterValue };

/** True for an object with values; false for null, lists and written numbers. */
export function isParameterObject(value: ParameterValue): value is ParameterObject {
  return typeof value === "object" && value !== null && !isValueList(value) && !(value instanceof WrittenNumber);
}

/** True for a list of values. */
export function isValueList(value: ParameterValue): value is readonly ParameterValue[] {
  return Array.isArray(value);
}

/** True for everything that can be a value, however deep. */
export function isParameterValue(value: unknown): value is ParameterValue {
  if (value === null || value instanceof WrittenNumber) return true;
  if (Array.isArray(value)) return value.every(isParameterValue);
  if (typeof value !== "object") return ["string", "number", "bigint", "boolean"].includes(typeof value);
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && Object.values(value).every(isParameterValue);
}

/**
 * Parses JSON, with numbers as they are written.
 *
 * @throws {SyntaxError} when the text is not JSON.
 */
export function parseExactJson(text: string): ParameterValue {
  const value: JsonValue = JSON.parse(text);
  const numbers = exactNumbers(text);
  return numbers.size === 0 ? value : withNumbers(value, numbers, "");
}

function withNumbers(value: JsonValue, numbers: ReadonlyMap<string, string>, path: string): ParameterValue {
  if (typeof value === "number") {
    const text = numbers.get(path);
    return text === undefined ? value : new WrittenNumber(text);
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(
    ([key, item]: [string, JsonValue]) => [key, withNumbers(item, numbers, pathTo(path, key))] as const,
  );
  return Array.isArray(value) ? entries.map(([, item]) => item) : Object.fromEntries(entries);
}

/** A number as text; undefined for other values. */
export function numberText(value: ParameterValue): string | undefined {
  if (value instanceof WrittenNumber) return value.text;
  return typeof value === "number" || typeof value === "bigint" ? String(value) : undefined;
}

/** A value as JSON text, with its numbers as they are written, and Infinity and NaN by these names. */
export function exactJson(value: ParameterValue): string {
  const number = numberText(value);
  if (number !== undefined) return number;
  if (isParameterObject(value)) {
    const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${exactJson(item)}`);
    return `{${entries.join()}}`;
  }
  return isValueList(value) ? `[${value.map(exactJson).join()}]` : JSON.stringify(value);
}

/** A value as JSON carries it; numbers that JavaScript does not hold, Infinity and NaN are strings. */
export function plainJson(value: ParameterValue): JsonValue {
  if (value instanceof WrittenNumber) return value.isHeld ? Number(value.text) : value.text;
  if (typeof value === "bigint") return plainJson(new WrittenNumber(String(value)));
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (isParameterObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainJson(item)]));
  }
  return isValueList(value) ? value.map(plainJson) : value;
}
