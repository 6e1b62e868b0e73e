/** A value in a widget's state: JSON or bytes. */
export type StateValue = null | boolean | number | string | DataView | readonly StateValue[] | State;

/** The state that the kernel and the browser share for one model. */
export type State = { readonly [key: string]: StateValue };

/** The path of a value in a state: keys of objects and indices of lists. */
export type StatePath = readonly (string | number)[];

export function isState(value: StateValue | undefined): value is State {
  return typeof value === "object" && value !== null && !isList(value) && !(value instanceof DataView);
}

/** `Array.isArray` does not narrow readonly arrays. */
export function isList(value: StateValue | undefined): value is readonly StateValue[] {
  return Array.isArray(value);
}

/** True when two values would be the same in the browser. */
export function sameState(a: StateValue | undefined, b: StateValue | undefined): boolean {
  if (Object.is(a, b)) return true;
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, index) => sameState(item, b[index]));
  if (a instanceof DataView && b instanceof DataView) return Buffer.from(bytesOf(a)).equals(bytesOf(b));
  if (!isState(a) || !isState(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && sameState(a[key], b[key]));
}

function bytesOf(view: DataView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

/** The value if it is a string; otherwise "". */
export function textIn(value: unknown): string {
  return typeof value === "string" ? value : "";
}
