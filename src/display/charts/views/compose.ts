import { ChartError } from "../../errors/chart-error.ts";
import { isObject } from "../../object.ts";
import { chartTitle } from "../../spec/vega-lite-spec.ts";
import { channelDefs, type Scope } from "../channels/channels.ts";
import { checkFacetedStack } from "../marks/stacked-rows.ts";
import { withWidth } from "./view-size.ts";
import type { ViewSpec } from "./nested-views.ts";

/** Properties that a composition has only once, taken from its first view. */
const SHARED = ["title", "description", "width", "height"] as const;
const GAP = 20;
const LEAST_WIDTH = 20;

/** Draws views over each other. */
export function layerOf(views: readonly ViewSpec[]): ViewSpec {
  const several = views.find((view) => view["mark"] === undefined && view["layer"] === undefined);
  if (several !== undefined) {
    const fix = "Layer charts first, then call .facet() or .concat()";
    throw new ChartError(chartTitle(several), "a chart of several views cannot be a layer", fix);
  }
  const [first = {}] = views;
  const shared = SHARED.filter((key) => first[key] !== undefined).map((key) => [key, first[key]]);
  const layers = views.map((view) => Object.fromEntries(Object.entries(view).filter(([key]) => !isShared(key))));
  return { ...Object.fromEntries(shared), ...withSharedData("layer", oncePerParam(layers)) };
}

/**
 * Puts views side by side, in rows of `columns` if that is given.
 *
 * @throws {ChartError} when `columns` is not a whole number above 0.
 */
export function concatOf(views: readonly ViewSpec[], columns?: number): ViewSpec {
  const [first = {}] = views;
  if (columns !== undefined) checkColumns(columns, chartTitle(first));
  const named = views.map((view, at) => renamedParams(view, at === 0 ? "" : `_${at + 1}`));
  return { ...withSharedData("concat", named), ...(columns !== undefined && { columns }) };
}

/**
 * Repeats a view for each value of a field.
 *
 * @throws {ChartError} when `columns` is not a whole number above 0, so many views do not fit side by side, or areas
 *   have too many rows.
 */
export function facetOf(view: ViewSpec, field: string, columns: number, scope: Scope): ViewSpec {
  const { facet } = channelDefs({ facet: field }, scope);
  checkColumns(columns, scope.title);
  checkFacetedStack(view, facet, scope.title);
  const narrow = withWidth(view, (width) => {
    const each = Math.round((width - (columns - 1) * GAP) / columns);
    if (each >= LEAST_WIDTH) return each;
    const got = `${columns} charts do not fit side by side in ${width} pixels`;
    throw new ChartError(scope.title, got, "Give fewer columns, or call .size() with a greater width before .facet()");
  });
  if (view["mark"] !== undefined) {
    return { ...narrow, encoding: { ...Object(view["encoding"]), facet: { ...Object(facet), columns } } };
  }
  const { title, description, data, ...spec } = narrow;
  return {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(data !== undefined && { data }),
    facet,
    columns,
    spec,
  };
}

function checkColumns(columns: number, title: string): void {
  if (Number.isInteger(columns) && columns > 0) return;
  throw new ChartError(title, `its number of columns is ${columns}`, "Give a whole number above 0");
}

function isShared(key: string): boolean {
  return SHARED.some((name) => name === key);
}

function withSharedData(key: "layer" | "concat", views: readonly ViewSpec[]): ViewSpec {
  const [data] = views.map((view) => view["data"]);
  if (data === undefined || views.some((view) => view["data"] !== data)) return { [key]: views };
  return { data, [key]: views.map(({ data: _same, ...view }) => view) };
}

/** Keeps each parameter only in the first layer that has it: Vega identifies a parameter by its name alone. */
function oncePerParam(layers: readonly ViewSpec[]): ViewSpec[] {
  const known = new Set<unknown>();
  return layers.map(({ params, ...layer }) => {
    const own = paramsOf(params).filter(({ name }) => !known.has(name));
    for (const { name } of own) known.add(name);
    return own.length === 0 ? layer : { ...layer, params: own };
  });
}

function renamedParams(view: ViewSpec, suffix: string): ViewSpec {
  const names = new Set<unknown>(namesIn(view));
  const rename = (value: unknown, key = ""): unknown => {
    if (typeof value === "string")
      return (key === "name" || key === "param") && names.has(value) ? value + suffix : value;
    if (Array.isArray(value)) return value.map((each: unknown) => rename(each));
    if (!isPlain(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, rename(part, name)]));
  };
  return suffix === "" || names.size === 0 ? view : Object(rename(view));
}

function namesIn(view: unknown): unknown[] {
  if (Array.isArray(view)) return view.flatMap(namesIn);
  if (!isPlain(view)) return [];
  const own = paramsOf(Reflect.get(view, "params")).map(({ name }) => name);
  return [...own, ...Object.values(view).flatMap(namesIn)];
}

function paramsOf(params: unknown): { readonly name?: unknown }[] {
  return Array.isArray(params) ? params.filter(isObject) : [];
}

function isPlain(value: unknown): value is object {
  return isObject(value) && Object.getPrototypeOf(value) === Object.prototype;
}
