import { isJsonObject, type JsonValue } from "../../../jupyter/json.ts";
import type { Change } from "../differences.ts";
import { isTextClose } from "./numbers.ts";
import { isClose, type Tolerance } from "../tolerance.ts";

type Pair = { readonly path: string; readonly a: JsonValue | undefined; readonly b: JsonValue | undefined };

/** The places where two JSON values differ; the order of an object's keys does not count. */
export function* jsonChanges(expected: JsonValue, actual: JsonValue, tolerance: Tolerance): Generator<Change> {
  const pairs: Pair[] = [{ path: "", a: expected, b: actual }];
  // No recursion, since values may be nested as deeply as JSON allows.
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    const { path, a, b } = pair;
    const inner = childrenOf(pair);
    if (inner) for (const child of inner.toReversed()) pairs.push(child);
    else if (!isLeafClose(a, b, tolerance)) yield { place: path, expected: shown(a), actual: shown(b) };
  }
}

function childrenOf({ path, a, b }: Pair): Pair[] | undefined {
  if (Array.isArray(a) && Array.isArray(b)) {
    const [old, now]: readonly JsonValue[][] = [a, b];
    const length = Math.max(a.length, b.length);
    return Array.from({ length }, (_, index) => ({ path: `${path}[${index}]`, a: old?.[index], b: now?.[index] }));
  }
  if (!isJsonObject(a) || !isJsonObject(b)) return undefined;
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.map((key) => ({ path: member(path, key), a: own(a, key), b: own(b, key) }));
}

function own(value: { readonly [key: string]: JsonValue }, key: string): JsonValue | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function member(path: string, key: string): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

function isLeafClose(a: JsonValue | undefined, b: JsonValue | undefined, tolerance: Tolerance): boolean {
  if (typeof a === "number" && typeof b === "number") return isClose(a, b, tolerance);
  if (typeof a === "string" && typeof b === "string") return isTextClose(a, b, tolerance);
  return a === b;
}

function shown(value: JsonValue | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (Array.isArray(value)) return value.length === 0 ? "[]" : `[…${value.length} items]`;
  if (isJsonObject(value)) return `{${Object.keys(value).join(", ")}}`;
  return JSON.stringify(value);
}
