import { types } from "node:util";
import { BUNDLE, DISPLAY } from "./mime.ts";

/**
 * Makes a value show nothing as the last one of a cell, because it is already shown. For a promise, the cell still
 * waits until it settles.
 */
export function shownAlready<T extends object>(value: T): T {
  const nothing = async (): Promise<object> => {
    if (types.isPromise(value)) await value;
    return {};
  };
  const noBundle = async (): Promise<object> => ({ data: await nothing(), metadata: {} });
  Object.defineProperty(value, DISPLAY, { value: nothing });
  return Object.defineProperty(value, BUNDLE, { value: noBundle });
}
