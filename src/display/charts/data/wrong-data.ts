import { ChartError } from "../../errors/chart-error.ts";
import { hasMethod, isObject } from "../../object.ts";

const FIX = 'Give a frame, a Series, an Arrow table, an address, a path, or objects such as [{ "a": 1 }]';

/** True for data that is neither in Vega-Lite's form, such as `{ url: "..." }`, nor missing. */
export function isWrongData(data: unknown): boolean {
  return data !== undefined && data !== null && !isPlain(data);
}

/** The error for data of which no chart can be drawn. */
export function wrongData(data: unknown, title: string): ChartError {
  if (Array.isArray(data) && data.some(isPromise)) {
    return new ChartError(title, "its data is an array of promises", "Put `await Promise.all(...)` around the array");
  }
  if (Array.isArray(data)) return new ChartError(title, "its data is an array of values that are not objects", FIX);
  if (isPromise(data))
    return new ChartError(title, "its data is a promise", "Put `await` before the expression that makes the data");
  if (isLazy(data)) {
    return new ChartError(title, "its data is a lazy frame, which has no rows yet", "Give `await frame.collect()`");
  }
  if (hasMethod(data, "agg")) {
    return new ChartError(title, "its data is grouped but not aggregated", "Call .agg() or .count() on them first");
  }
  return new ChartError(title, `its data is ${kindOf(data)}`, FIX);
}

function kindOf(data: unknown): string {
  if (data === null || data === undefined) return String(data);
  if (isPlain(data)) return "an object without rows";
  const name = isObject(data) && typeof data === "object" ? classOf(data) : undefined;
  return name === undefined ? `a ${typeof data}` : `of the class ${name}`;
}

function isPlain(data: unknown): boolean {
  if (typeof data !== "object" || data === null || isPromise(data) || isLazy(data) || hasMethod(data, "agg"))
    return false;
  // Objects from another realm have another Object.prototype.
  return Object.getPrototypeOf(data) === null || classOf(data) === "Object";
}

function classOf(data: object): string | undefined {
  const { constructor }: { readonly constructor?: unknown } = data;
  return typeof constructor === "function" && constructor.name !== "" ? constructor.name : undefined;
}

function isPromise(data: unknown): boolean {
  return hasMethod(data, "then");
}

function isLazy(data: unknown): boolean {
  return hasMethod(data, "collect");
}
