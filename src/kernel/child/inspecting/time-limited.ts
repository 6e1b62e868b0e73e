import vm from "node:vm";

// A value's own inspect code may be slow or never end; the parent stops waiting after 100 ms.
const SHOWING_MS = 80;
const SHOWING = "tsnb:showing";
const show = new vm.Script(`this["${SHOWING}"]()`, { filename: SHOWING });

const { defineProperty, deleteProperty, setPrototypeOf } = Reflect;

/** The result of code; `undefined` when it throws or takes longer than 80 ms. */
export function inTime<T>(code: () => T): T | undefined {
  let result: T | undefined;
  const value = (): void => {
    result = code();
  };
  const descriptor: PropertyDescriptor = { value, configurable: true };
  setPrototypeOf(descriptor, null);
  // A cell may have frozen the global object.
  if (!defineProperty(globalThis, SHOWING, descriptor)) return code();
  try {
    show.runInThisContext({ timeout: SHOWING_MS });
  } catch {
    // The code took too long, or threw an error.
  } finally {
    deleteProperty(globalThis, SHOWING);
  }
  return result;
}
