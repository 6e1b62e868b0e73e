import { isJsonObject, type JsonObject } from "../../../jupyter/json.ts";
import { TsnbError } from "../../../util/error.ts";

/** A request whose content lacks a field or has one of the wrong type. */
export class BadRequestError extends TsnbError {
  override readonly name = "BadRequestError";

  constructor(field: string, wanted: string) {
    const fix = "The client violates the messaging protocol; report it to its authors";
    super({ doing: "Reading a request", got: `its "${field}" is not ${wanted}`, fix });
  }
}

/** The string in a field; the fallback when it is missing or null. Without a fallback, it is required. */
export function textField(content: JsonObject, field: string, fallback?: string): string {
  const value = content[field] ?? fallback;
  if (typeof value !== "string") throw new BadRequestError(field, "a string");
  return value;
}

/** The boolean in a field; the fallback when it is missing or null. */
export function flagField(content: JsonObject, field: string, fallback: boolean): boolean {
  const value = content[field] ?? fallback;
  if (typeof value !== "boolean") throw new BadRequestError(field, "true or false");
  return value;
}

/** The whole number in a field, or `undefined` when it is missing or null. */
export function numberField(content: JsonObject, field: string): number | undefined {
  const value = content[field] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== "number" || !Number.isInteger(value)) throw new BadRequestError(field, "a whole number");
  return value;
}

/** The object in a field; empty when it is missing or null. */
export function objectField(content: JsonObject, field: string): JsonObject {
  const value = content[field] ?? {};
  if (!isJsonObject(value)) throw new BadRequestError(field, "an object");
  return value;
}
