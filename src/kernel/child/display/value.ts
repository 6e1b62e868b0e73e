import { inspect } from "node:util";
import type { Bundle } from "../../link.ts";
import { isObject } from "../is-object.ts";
import { bundleFrom, contentOf } from "./content.ts";
import { displayRoom } from "./room.ts";

const BUNDLE = Symbol.for("tsnb.bundle");
const DISPLAY = Symbol.for("Jupyter.display");

/**
 * How a value looks: as it says itself, as a chart, table or picture where it is one, else as text.
 *
 * @throws what the value's own methods throw.
 */
export async function bundleOf(value: unknown): Promise<Bundle> {
  if (isObject(value)) {
    const own = method(value, BUNDLE);
    if (own) return bundleFrom(await own());
    if (isFrame(value)) return (await displayRoom()).bundle(value);
    const display = method(value, DISPLAY);
    if (display) return { data: contentOf(await display()), metadata: {} };
    if (isBytes(value) || isSpec(value) || method(value, "toSpec")) {
      return (await displayRoom()).bundle(value);
    }
  }
  return { data: { "text/plain": textOf(value) }, metadata: {} };
}

/** A value as text, without colours. */
export function textOf(value: unknown): string {
  try {
    return inspect(value, { depth: 4, maxArrayLength: 100, maxStringLength: 10_000, breakLength: 100 });
  } catch (error) {
    return `[${typeOf(value)} that cannot be shown: ${describe(error)}]`;
  }
}

// A getter or proxy that throws is the value's own business: it is shown as text.
function property(value: object, key: PropertyKey): unknown {
  try {
    return Reflect.get(value, key);
  } catch {
    return undefined;
  }
}

function method(value: object, key: PropertyKey): (() => unknown) | undefined {
  const found = property(value, key);
  return typeof found === "function" ? () => Reflect.apply(found, value, []) : undefined;
}

// Asked first, because `instanceof` may call a trap of a proxy.
function isBytes(value: object): boolean {
  return ArrayBuffer.isView(value) && value instanceof Uint8Array;
}

function isFrame(value: object): boolean {
  return property(value, Symbol.toStringTag) === "DataFrame";
}

function isSpec(value: object): boolean {
  if (Array.isArray(value)) return false;
  const schema = property(value, "$schema");
  if (typeof schema === "string") return schema.includes("/vega-lite/");
  if (property(value, "mark") !== undefined)
    return isObject(property(value, "encoding")) || isObject(property(value, "data"));
  return ["layer", "hconcat", "vconcat", "concat"].some((key) => {
    const views = property(value, key);
    return Array.isArray(views) && views.some((view) => isObject(view) && isSpec(view));
  });
}

function typeOf(value: unknown): string {
  try {
    return isObject(value) ? String(value.constructor.name) : typeof value;
  } catch {
    return "object";
  }
}

function describe(error: unknown): string {
  try {
    return error instanceof Error ? error.message : String(error);
  } catch {
    return "an error";
  }
}
