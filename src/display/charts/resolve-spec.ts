import { isObject } from "../object.ts";
import { COMPOSITIONS, hasMark, MARKS, chartTitle } from "../spec/vega-lite-spec.ts";
import { ChartError } from "../errors/chart-error.ts";
import { channelDefs, type Scope, unknownName } from "./channels/channels.ts";
import { checkHeight, inlineData } from "./data/inline-data.ts";
import { addressData, readSource } from "./data/load-data.ts";
import { mentionedColumns } from "./data/mentioned-columns.ts";
import { mapNested, type ViewSpec } from "./views/nested-views.ts";
import { ChartSource, sourceOf } from "./data/chart-source.ts";
import { isWrongData, wrongData } from "./data/wrong-data.ts";

/**
 * The data of a chart as a view's `data`.
 *
 * @throws {ChartDataError} when its file cannot be read.
 * @throws {ChartError} when it is not data for a chart, or has more than 50,000 rows.
 */
export function dataOf(data: unknown, title: string): ChartSource | object {
  if (typeof data === "string" || data instanceof URL) {
    return addressData(data) ?? checked(readSource(data, title), title);
  }
  const source = sourceOf(data);
  if (source !== undefined) return checked(source, title);
  if (isObject(data) && !isWrongData(data)) return data;
  throw wrongData(data, title);
}

function checked(source: ChartSource, title: string): ChartSource {
  checkHeight(source, title);
  return source;
}

/** True for data that must be written out before Vega-Lite can read it. */
export function isChartData(data: unknown): boolean {
  return typeof data === "string" || data instanceof URL || Array.isArray(data) || sourceOf(data) !== undefined;
}

/** True for a spec whose data, or the data of a view inside it, must be written out or cannot be. */
export function hasChartData(spec: unknown): boolean {
  if (!isObject(spec)) return false;
  const nested = COMPOSITIONS.flatMap((key): unknown => Reflect.get(spec, key));
  const data: unknown = Reflect.get(spec, "data");
  return isChartData(data) || isWrongData(data) || nested.some(hasChartData);
}

/**
 * A spec with the types of its fields filled in, where its data determines them.
 *
 * @throws {ChartError} when it has no mark, or names a mark, channel or field that does not exist.
 */
export function resolvedSpec(spec: object): ViewSpec {
  const title = chartTitle(spec);
  if (!hasMark(spec)) {
    throw new ChartError(title, "it has no mark", 'Give it one, such as mark: "line", or use chart(frame).line(...)');
  }
  return resolvedView({ ...spec }, { source: undefined, title, isTransformed: false });
}

function resolvedView(view: ViewSpec, outer: Scope): ViewSpec {
  const { data, transform, encoding, facet, mark } = view;
  const type: unknown = isObject(mark) ? Reflect.get(mark, "type") : mark;
  if (typeof type === "string" && !MARKS.includes(type)) throw unknownName(outer.title, "mark", type, MARKS);
  const own = data === undefined || data === null ? undefined : dataOf(data, outer.title);
  const scope: Scope = {
    title: outer.title,
    source: data === undefined ? outer.source : own instanceof ChartSource ? own : undefined,
    isTransformed: (data === undefined && outer.isTransformed) || (Array.isArray(transform) && transform.length > 0),
    mark: typeof type === "string" ? type : undefined,
  };
  return {
    ...mapNested(view, (nested) => resolvedView(nested, scope)),
    ...(own !== undefined && { data: own }),
    ...(isObject(encoding) && { encoding: channelDefs(encoding, scope) }),
    ...(isObject(facet) && facetDefs(facet, scope)),
  };
}

function facetDefs(facet: object, scope: Scope): object {
  return "field" in facet ? channelDefs({ facet }, scope) : { facet: channelDefs(facet, scope) };
}

/** The view with its data written out: only the columns that it mentions. */
export function writtenView(view: ViewSpec): ViewSpec {
  const { data } = view;
  const written = data instanceof ChartSource ? { data: inlineData(data, mentionedColumns(view, data.columns)) } : {};
  return { ...mapNested(view, writtenView), ...written };
}
