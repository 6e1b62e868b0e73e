import { isJsonObject, type JsonObject, type JsonValue } from "../../jupyter/json.ts";
import { ChartError } from "../errors/chart-error.ts";
import { COMPOSITIONS } from "../spec/vega-lite-spec.ts";

/** The key of an object's prototype, as a whole name or value in JSON or CSV. */
const PROTOTYPE_KEY = /(?:"|,|\\n)__proto__(?:\\?"|,|\\n)/;

/**
 * Refuses data that makes Vega write to the prototype of all objects, which breaks every later chart: Vega groups rows
 * by their values in plain objects.
 *
 * @param json the spec.
 * @throws {ChartError} when a name or value is `__proto__`.
 */
export function checkKeys(json: string, title: string): void {
  if (!json.includes("__proto__") || !PROTOTYPE_KEY.test(json)) return;
  throw new ChartError(title, 'Vega cannot draw the name or value "__proto__"', "Rename it");
}

/** A larger plotting area has more ticks on its axes. */
const LONGEST_SIDE = 100_000;

/** @throws {ChartError} when the plotting area is so large that Vega would take minutes, or for ever. */
export function checkSize(
  { width, height }: { readonly width?: unknown; readonly height?: unknown },
  title: string,
): void {
  const numbers = [width, height].filter((pixels) => typeof pixels === "number");
  const wrong = numbers.find((pixels) => pixels > LONGEST_SIDE);
  if (wrong === undefined) return;
  const most = LONGEST_SIDE.toLocaleString("en-US");
  throw new ChartError(title, `its size is ${wrong}`, `Give pixels as numbers of at most ${most}`);
}

/**
 * Charts that follow the mouse outside their frame listen to the window, which Node lacks; the charts themselves are
 * correct.
 */
const NO_WINDOW = "Can not resolve event source: window";
/** The legend itself says how many entries it leaves out. */
const LEGEND_CUT = "Symbol legend count exceeds limit";
/** Vega's term for a scale without values; for stacked bars it names their start and end. */
const NO_VALUES = /^Infinite extent for field "(.*?)(?:_start|_end)?":/;
const NO_LOG_VALUES = /^Log scale domain includes zero: \[(?:NaN)?,(?:NaN)?\]/;

/** Vega's warnings, without those that do not help readers of the chart; those about missing values are merged. */
export function readableWarnings(warnings: readonly string[], spec: JsonObject): string[] {
  const unused = [NO_WINDOW, LEGEND_CUT];
  const others = warnings.filter((warning) => {
    return (
      !unused.some((start) => warning.startsWith(start)) && !NO_VALUES.test(warning) && !NO_LOG_VALUES.test(warning)
    );
  });
  const areEmpty = emptyViews(spec);
  if (!areEmpty.includes(false)) return ["its data has no rows", ...others];
  const fields = new Set(warnings.flatMap((warning) => NO_VALUES.exec(warning)?.[1] ?? []));
  if (fields.size === 0) return others;
  return [areEmpty.includes(true) ? "one of its views has no rows" : nothingDrawn([...fields], spec), ...others];
}

function nothingDrawn(fields: readonly string[], spec: JsonObject): string {
  const json = JSON.stringify(spec);
  const named = fields.map((field) => JSON.stringify(field)).filter((name) => json.includes(name));
  const where = named.length > 1 ? `each of ${named.join(", ")}` : (named[0] ?? "each axis");
  return `no row has a value for ${where}, so nothing is drawn there`;
}

/**
 * For each view that draws something, true if its data has no rows: its own data, or else that of the view around it.
 */
function emptyViews(view: JsonObject, isEmptyAround = false): boolean[] {
  const { data } = view;
  const isEmpty = data === undefined ? isEmptyAround : isEmptyData(data);
  const nested = COMPOSITIONS.flatMap((key) => view[key] ?? []).filter(isJsonObject);
  return nested.length === 0 ? [isEmpty] : nested.flatMap((each) => emptyViews(each, isEmpty));
}

function isEmptyData(data: JsonValue): boolean {
  const values = isJsonObject(data) ? data["values"] : undefined;
  return Array.isArray(values) && values.length === 0;
}
