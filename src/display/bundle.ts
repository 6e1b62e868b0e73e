import { types } from "node:util";
import * as v from "valibot";
import type { JsonValue } from "../jupyter/json.ts";
import { chartBundle } from "./chart.ts";
import { imageBundle } from "./image.ts";
import { inspected } from "./inspected.ts";
import { BY_METHOD, mimeData } from "./mime-data.ts";
import { BUNDLE, DISPLAY, hasMethod, type MimeBundle } from "./mime.ts";
import { isVegaLite, sentenceOf, specJson } from "./spec.ts";
import { isFrame } from "./table/frame.ts";
import { table } from "./table/table.ts";

const ContentSchema = v.custom<JsonValue>(isContent, "Expected text or JSON for each MIME type");
const DataSchema = v.record(v.string(), ContentSchema);
const BundleSchema = v.object({ data: DataSchema, metadata: DataSchema });

/**
 * How a value looks in a notebook. Charts, tables and objects with a `Symbol.for("Jupyter.display")`
 * method show themselves; nodejs-polars frames become tables, Vega-Lite specs and objects with
 * `toSpec()` charts, PNG and JPEG bytes pictures; anything else is text as `util.inspect` writes it, up to
 * 1000 properties and 100,000 characters. A chart whose data cannot be loaded here has no picture, of which a
 * line on stderr tells.
 *
 * @throws {ChartError} when a chart cannot be drawn.
 * @throws {DisplayError} when what a value's own method returns cannot be shown.
 *
 * @example
 * const { data } = await bundle([1, 2, 3]);
 * console.log(data["text/plain"]);
 */
export async function bundle(value: unknown): Promise<MimeBundle> {
  return bundleSoon(value);
}

/** The same as `bundle`, without a promise for a look that nothing must be waited for. */
export function bundleSoon(value: unknown): MimeBundle | Promise<MimeBundle> {
  if (hasMethod(value, BUNDLE)) {
    return soon(value[BUNDLE](), (made) => v.parse(BundleSchema, made));
  }
  if (isFrame(value)) {
    return table(value)[BUNDLE]();
  }
  if (hasMethod(value, DISPLAY)) {
    return soon(value[DISPLAY](), (made) => ({ data: dataOf(made), metadata: {} }));
  }
  const spec = specOf(value);
  if (spec !== undefined) {
    return chartBundle(spec);
  }
  const image = types.isUint8Array(value) ? imageBundle(value) : undefined;
  return image ?? { data: { "text/plain": inspected(value) }, metadata: {} };
}

function dataOf(made: unknown): MimeBundle["data"] {
  const entries = mimeData(made, BY_METHOD).map(([type, content]): [string, JsonValue] => {
    if (types.isUint8Array(content)) return [type, Buffer.from(content).toString("base64")];
    return [type, v.parse(ContentSchema, content)];
  });
  return Object.fromEntries(entries);
}

/** The text of a value's bundle, without drawing a picture to get it; a promise only where it must be. */
export function plainText(value: unknown): string | Promise<string> {
  const spec = specOf(value);
  if (spec !== undefined) {
    return sentenceOf(specJson(spec));
  }
  const made = bundleSoon(value);
  return made instanceof Promise ? made.then(({ data }) => textIn(data, value)) : textIn(made.data, value);
}

function textIn(data: MimeBundle["data"], value: unknown): string {
  const text = data["text/plain"];
  return typeof text === "string" ? text : inspected(value);
}

function soon<T>(made: unknown, read: (made: unknown) => T): T | Promise<T> {
  return hasMethod(made, "then") ? Promise.resolve(made).then(read) : read(made);
}

function specOf(value: unknown): object | undefined {
  if (isVegaLite(value)) {
    return value;
  }
  const made = hasMethod(value, "toSpec") ? value.toSpec() : undefined;
  return isVegaLite(made) ? made : undefined;
}

function isContent(value: unknown): boolean {
  return value !== undefined && typeof value !== "function" && typeof value !== "symbol" && typeof value !== "bigint";
}
