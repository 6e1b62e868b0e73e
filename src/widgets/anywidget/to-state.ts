import { types } from "node:util";
import { viewOf } from "../model/buffers.ts";
import { isList, isState, type State, type StateValue } from "../model/state.ts";

/** A value that cannot be part of a state, and its place in it. */
class NoStateError extends Error {
  readonly where: string;

  constructor(where: string) {
    super(`${where === "" ? "it" : where} is neither a JSON value nor bytes`);
    this.where = where;
  }
}

/**
 * A value in the form of a model's state: JSON, with bytes as `DataView`s. Undefined values are left out.
 *
 * @throws {NoStateError} for functions, symbols and other values without such a form.
 */
function toState(value: unknown, where: string = ""): StateValue {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (ArrayBuffer.isView(value) || types.isArrayBuffer(value)) return viewOf(value);
  if (Array.isArray(value)) return value.map((item, index) => toState(item ?? null, `${where}[${index}]`));
  if (typeof value !== "object") throw new NoStateError(where);
  const json: unknown = Reflect.get(value, "toJSON");
  if (typeof json === "function") return toState(Reflect.apply(json, value, []), where);
  return toStates(value, where);
}

/** The keys of an object in the same form. */
export function toStates(value: object, where: string = ""): State {
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(entries.map(([key, part]) => [key, toState(part, where === "" ? key : `${where}.${key}`)]));
}

/** The kind of a value, which is compared when the browser changes it. */
export function valueKind(value: StateValue): string {
  if (value === null) return "null";
  if (value instanceof DataView) return "bytes";
  if (isList(value)) return "list";
  return isState(value) ? "object" : typeof value;
}
