import type { DeclaredName } from "./magic.ts";

// The kernel's own toString looks for the code before the rewrite.
const nativeText = Function.prototype.toString;

const LOOKED_AT = 100;
const MOST_KINDS = 3;

/** The order of names in lists. */
export function compareNames(one: DeclaredName, other: DeclaredName): number {
  return one.name < other.name ? -1 : 1;
}

/** The type and the shape of a declared name, and its value; without a value for names that have none. */
export function typeAndShapeOf({ kind, read }: DeclaredName): { type: string; shape: string; value?: unknown } {
  if (kind === "class" || kind === "enum" || kind === "namespace") return { type: kind, shape: "" };
  try {
    const value = read();
    return { type: typeOf(value), shape: shapeOf(value), value };
  } catch {
    return { type: "no value", shape: "" };
  }
}

/** The type of a value at run time, as TypeScript would write it: `number[]`, `Map`, `DataFrame`. */
function typeOf(value: unknown, depth = 0): string {
  if (value === null) return "null";
  if (typeof value === "function") return isClass(value) ? "class" : "function";
  if (typeof value !== "object") return typeof value;
  if (Array.isArray(value)) return arrayType(value, depth);
  return className(value);
}

/** The size of a value: rows × columns, items, entries or keys; empty for other values. */
function shapeOf(value: unknown): string {
  if (typeof value === "string") return counted(value.length, "character");
  if (typeof value !== "object" || value === null) return "";
  if (Array.isArray(value)) return arrayShape(value);
  if (ArrayBuffer.isView(value)) return counted(Number(property(value, "length") ?? value.byteLength), "item");
  if (value instanceof Map || value instanceof Set) return counted(value.size, "entry", "entries");
  const sizes = tableShape(value);
  if (sizes) return sizes.map(grouped).join(" × ");
  return isPlain(value) ? counted(Object.keys(value).length, "key") : "";
}

function arrayType(values: readonly unknown[], depth: number): string {
  if (values.length === 0 || depth > 2) return "unknown[]";
  const kinds = new Set(values.slice(0, LOOKED_AT).map((value) => typeOf(value, depth + 1)));
  if (kinds.size > MOST_KINDS) return "unknown[]";
  const [first = "unknown"] = kinds;
  return kinds.size === 1 ? `${first}[]` : `(${[...kinds].join(" | ")})[]`;
}

function arrayShape(values: readonly unknown[]): string {
  const [first] = values;
  const isMatrix = Array.isArray(first) && values.every((row) => Array.isArray(row) && row.length === first.length);
  return isMatrix ? `${grouped(values.length)} × ${grouped(first.length)}` : counted(values.length, "item");
}

// The `shape` of a Polars frame is an object with height and width; that of a Danfo frame or a tensor is an array.
// Arrow's tables have two numbers, Arquero's two methods.
function tableShape(value: object): number[] | undefined {
  if (isPlain(value)) return undefined;
  const shape = property(value, "shape");
  if (Array.isArray(shape)) return numbers(shape);
  if (typeof shape === "object" && shape !== null)
    return numbers([property(shape, "height"), property(shape, "width")]);
  const counts = ["numRows", "numCols"].map((key) => {
    const found = property(value, key);
    return typeof found === "function" ? Reflect.apply(found, value, []) : found;
  });
  if (counts.every((count) => typeof count === "number")) return numbers(counts);
  const length = property(value, "length");
  return typeof length === "number" ? [length] : undefined;
}

function numbers(values: readonly unknown[]): number[] | undefined {
  const found = values.filter((value) => typeof value === "number");
  return found.length > 0 && found.length === values.length ? found : undefined;
}

function className(value: object): string {
  const tag = tagOf(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  const constructor =
    typeof prototype === "object" && prototype !== null ? property(prototype, "constructor") : undefined;
  const name = typeof constructor === "function" ? constructor.name : "";
  // Polars frames are plain objects with a tag.
  return name === "" || name === "Object" ? tag || "object" : name;
}

// The tag of a Polars series is a method.
function tagOf(value: object): string {
  const tag = property(value, Symbol.toStringTag);
  return String(typeof tag === "function" ? Reflect.apply(tag, value, []) : (tag ?? ""));
}

function isPlain(value: object): boolean {
  return className(value) === "object";
}

function isClass(value: object): boolean {
  return /^class\b/.test(Reflect.apply(nativeText, value, []));
}

function property(value: object, key: PropertyKey): unknown {
  return Reflect.get(value, key);
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

function grouped(count: number): string {
  return count.toLocaleString("en-US");
}
