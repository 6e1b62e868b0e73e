import { types } from "node:util";
import { viewOf } from "../model/buffers.ts";
import { isList, isState, type State, type StateValue } from "../model/state.ts";

/** A value that cannot be part of a state, and its place. */
class NoStateError extends Error {
  readonly where: string;

  constructor(where: string) {
    super(`${where === "" ? "it" : where} is no value that JSON can carry, and no bytes`);
    this.where = where;
  }
}

/**
 * A value as the state of a model carries it: JSON, with bytes as `DataView`s. What is undefined is left out.
 *
 * @throws {NoStateError} for functions, symbols and the like.
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

/** The same for the keys of an object. */
export function toStates(value: object, where: string = ""): State {
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(entries.map(([key, part]) => [key, toState(part, where === "" ? key : `${where}.${key}`)]));
}

/** The kind of a value, by which a change from the browser is checked; null stands for any. */
export function kindOf(value: StateValue): string {
  if (value === null) return "null";
  if (value instanceof DataView) return "bytes";
  if (isList(value)) return "list";
  return isState(value) ? "object" : typeof value;
}
