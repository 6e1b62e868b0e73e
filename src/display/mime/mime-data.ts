import { inspect, types } from "node:util";
import { DisplayError } from "../errors/display-error.ts";

const JSON_TYPE = /[/+]json(?:;|$)/;
const LONGEST_SHOWN = 60;

/** The operation that an error names when a value's own method made the data. */
export const BY_METHOD = 'Showing a value by its Symbol.for("Jupyter.display") method';

/**
 * The MIME types and their content, as user code made them. Types without content are left out; an empty object shows
 * nothing.
 *
 * @param doing the operation, for an error.
 * @throws {DisplayError} when the data is anything else.
 */
export function mimeData(made: unknown, doing: string): [type: string, content: unknown][] {
  if (typeof made !== "object" || made === null || Array.isArray(made))
    throw new DisplayError(doing, `got ${shown(made)}`);
  const entries = Object.entries(made).filter(([, content]) => content !== undefined);
  // A value that has been shown already has an empty bundle.
  if (entries.length === 0 && !isPlain(made)) throw new DisplayError(doing, `got ${shown(made)}`);
  for (const [type, content] of entries) {
    if (!type.includes("/")) throw new DisplayError(doing, `got ${shown(type)} as a MIME type`);
    if (!fits(type, content)) throw new DisplayError(doing, `got ${shown(content)} as ${type}`);
  }
  return entries;
}

function isPlain(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  return prototype === null || prototype === Object.prototype;
}

function fits(type: string, content: unknown): boolean {
  if (JSON_TYPE.test(type)) return typeof content !== "function" && typeof content !== "symbol";
  const isLines = Array.isArray(content) && content.every((line) => typeof line === "string");
  return typeof content === "string" || isLines || types.isUint8Array(content);
}

function shown(value: unknown): string {
  const text = inspect(value, { depth: 0, breakLength: Infinity });
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}...` : text;
}
