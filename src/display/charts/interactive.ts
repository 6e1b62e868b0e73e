import { ChartError } from "../errors/chart-error.ts";
import { isObject } from "../object.ts";
import { chartTitle } from "../spec/vega-lite-spec.ts";
import { mapUnits, unitsOf } from "./views/unit-views.ts";
import type { ViewSpec } from "./views/nested-views.ts";

const FADED = 0.1;
/** Marks that Vega-Lite draws as several, which cannot have selections. */
const COMPOSITE: ReadonlySet<unknown> = new Set(["boxplot", "errorband", "errorbar"]);

/**
 * A view that can be zoomed and panned, with a selectable legend; in layers, the first one has the selections.
 *
 * @throws {ChartError} when it has only marks that cannot have selections.
 */
export function interactiveView(view: ViewSpec): ViewSpec {
  const types = unitsOf(view).map(({ unit }) => markOf(unit)["type"]);
  if (types.every((type) => COMPOSITE.has(type))) {
    const got = `Vega-Lite cannot zoom or select in a ${types.map(String).join(" or ")}`;
    throw new ChartError(chartTitle(view), got, "Leave out .interactive(), or draw points");
  }
  const { concat } = view;
  if (Array.isArray(concat)) {
    return { ...view, concat: concat.map((each, at) => interactiveUnits({ ...each }, at === 0 ? "" : `_${at + 1}`)) };
  }
  return interactiveUnits(view, "");
}

function interactiveUnits(view: ViewSpec, suffix: string): ViewSpec {
  const [zoom, pick] = [`zoom${suffix}`, `pick${suffix}`];
  const known = new Set<string>();
  return mapUnits(view, (unit) => {
    if (COMPOSITE.has(markOf(unit)["type"])) return unit;
    const axes = ["x", "y"].filter((channel) => isContinuous(channelOf(unit, channel)));
    const picked = channelOf(unit, "color");
    const { field } = picked;
    const picks = typeof field === "string" && (picked["type"] === "nominal" || picked["type"] === "ordinal");
    const params = [
      { name: zoom, select: { type: "interval", encodings: axes }, bind: "scales" },
      { name: pick, select: { type: "point", fields: [field] }, bind: "legend" },
    ].filter(({ name }) => (name === zoom ? axes.length > 0 : picks) && !known.has(name));
    for (const { name } of params) known.add(name);
    const own: unknown[] = Array.isArray(unit["params"]) ? unit["params"] : [];
    return {
      ...unit,
      ...(axes.length > 0 && { mark: { ...markOf(unit), clip: true } }),
      ...(picks && { encoding: { ...fading(unit, pick), ...Object(unit["encoding"]) } }),
      ...(own.length + params.length > 0 && { params: [...own.filter((param) => !isNamed(param, known)), ...params] }),
    };
  });
}

/** Fades unselected marks. Lines and areas do not use `opacity`, which hides the points for their tooltips. */
function fading(unit: ViewSpec, param: string): object {
  const { type, opacity } = markOf(unit);
  const channel = type === "line" ? "strokeOpacity" : type === "area" ? "fillOpacity" : "opacity";
  const value = channel === "opacity" && typeof opacity === "number" ? opacity : 1;
  return { [channel]: { condition: { param, value }, value: FADED } };
}

function markOf({ mark }: ViewSpec): Record<string, unknown> {
  return isObject(mark) ? { ...mark } : { type: mark };
}

function channelOf({ encoding }: ViewSpec, name: string): Record<string, unknown> {
  const channel: unknown = isObject(encoding) ? Reflect.get(encoding, name) : undefined;
  return isObject(channel) ? { ...channel } : {};
}

/** True for a channel whose scale can be bound: one without bins or discrete steps. */
function isContinuous({ type, bin, aggregate }: Record<string, unknown>): boolean {
  if (bin !== undefined && bin !== null && bin !== false) return false;
  return type === "quantitative" || type === "temporal" || aggregate !== undefined;
}

function isNamed(param: unknown, names: ReadonlySet<string>): boolean {
  const name: unknown = isObject(param) ? Reflect.get(param, "name") : undefined;
  return typeof name === "string" && names.has(name);
}
