import { inspected } from "../../../display/inspected.ts";
import { BY_METHOD } from "../../../display/mime-data.ts";
import { isVegaLite } from "../../../display/spec.ts";
import type { Bundle } from "../../link/messages.ts";
import { takeThen, withOriginals } from "../intrinsics.ts";
import { isObject } from "../is-object.ts";
import { displayRoom } from "../imports.ts";
import { bundleFrom, contentOf } from "./content.ts";

// Cells may delete them.
const { assign, create } = Object;

const BUNDLE = Symbol.for("tsnb.bundle");
const DISPLAY = Symbol.for("Jupyter.display");

/**
 * How a value looks: as it says itself, as a chart, table or picture where it is one, else as text.
 *
 * @throws what the value's own methods throw.
 */
export async function bundleOf(value: unknown): Promise<Bundle> {
  const look = isObject(value) ? withOriginals(() => attempt(() => lookOf(value)) ?? TEXT) : TEXT;
  if (look.by === "text") return bare({ data: { "text/plain": textOf(value) }, metadata: {} });
  const putBack = takeThen();
  try {
    return await made(look, value);
  } finally {
    putBack();
  }
}

async function made(look: Exclude<Look, { readonly by: "text" }>, value: unknown): Promise<Bundle> {
  if (look.by === "room") return bare(await (await displayRoom()).bundle(value));
  const said = await look.make();
  return withOriginals(() =>
    bare(look.by === "bundle" ? bundleFrom(said) : { data: contentOf(said, BY_METHOD), metadata: {} }),
  );
}

// Without a prototype: cells may give all objects a `then`, which `await` would call.
function bare(bundle: Bundle): Bundle {
  const object: object = create(null);
  return assign(object, bundle);
}

type Look =
  | { readonly by: "bundle" | "display"; readonly make: () => unknown }
  | { readonly by: "room" }
  | { readonly by: "text" };

const TEXT: Look = { by: "text" };

function lookOf(value: object): Look {
  const own = method(value, BUNDLE);
  if (own) return { by: "bundle", make: own };
  if (isFrame(value)) return { by: "room" };
  const display = method(value, DISPLAY);
  if (display) return { by: "display", make: display };
  const isKnown = isBytes(value) || method(value, "toSpec") || isVegaLite(value);
  return { by: isKnown ? "room" : "text" };
}

/** A value as text, without colours; `longest` in characters. */
export function textOf(value: unknown, longest?: number): string {
  try {
    const options = { depth: 4, maxArrayLength: 100, maxStringLength: 10_000, breakLength: 100 };
    return inspected(value, options, longest);
  } catch (error) {
    return `[${typeOf(value)} that cannot be shown: ${describe(error)}]`;
  }
}

// A getter or proxy that throws is the value's own business: it is shown as text.
function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

function property(value: object, key: PropertyKey): unknown {
  return attempt(() => Reflect.get(value, key));
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
  return property(value, Symbol.toStringTag) === "DataFrame" && method(value, "slice") !== undefined;
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
