import { ChartError } from "../../errors/chart-error.ts";
import { isObject } from "../../object.ts";
import { hasMark, chartTitle } from "../../spec/vega-lite-spec.ts";
import { channelDefs, type Scope } from "../channels/channels.ts";
import { ChartSource } from "../data/chart-source.ts";
import { withGroupColour } from "../marks/line-colour.ts";
import { area, box, line, point } from "../marks/marks.ts";
import type { ViewSpec } from "./nested-views.ts";
import { defaultSize, withLevelNames } from "./view-size.ts";
import type { Channels, MarkOptions } from "../spec-types.ts";
import { checkStack } from "../marks/stacked-rows.ts";

/** The scope of a view's channels: the columns that they may name. */
export function scopeOf(view: ViewSpec): Scope {
  const { data } = view;
  return { source: data instanceof ChartSource ? data : undefined, title: chartTitle(view), isTransformed: false };
}

/** A view whose data is drawn by a mark. */
export function drawnView<F extends string>(
  view: ViewSpec,
  mark: typeof line,
  channels: Channels<F>,
  options: MarkOptions,
): ViewSpec {
  const scope = { ...scopeOf(view), mark: mark === line ? "line" : mark === point ? "point" : undefined };
  const isLine = mark === line || mark === area;
  const made = mark(channelDefs(isLine ? withGroupColour(channels, scope.source) : channels, scope), options);
  if (mark === area && scope.source !== undefined) checkStack(made, scope.source, scope.title);
  if (mark === box) checkBox(made.encoding, scope);
  const drawn: ViewSpec = { ...defaultSize(made.encoding), ...view, ...made };
  return { ...drawn, encoding: withLevelNames(made.encoding, drawn["width"], scope.source) };
}

/** @throws {ChartError} when neither axis of a box plot has numbers or times. */
function checkBox({ x, y }: Readonly<Record<string, unknown>>, { source, title }: Scope): void {
  const defs = [x, y].filter(isObject);
  if (source === undefined || source.height === 0) return;
  if (defs.some((def) => ["quantitative", "temporal"].includes(String(Reflect.get(def, "type"))))) return;
  const names = defs.flatMap((def) => ("field" in def ? [JSON.stringify(def.field)] : []));
  const got = `boxes need numbers on one axis, and ${names.length === 0 ? "neither has a column" : `${names.join(" and ")} ${names.length === 1 ? "has" : "have"} none`}`;
  throw new ChartError(title, got, "Give a column of numbers as x or y");
}

/** @throws {ChartError} when nothing is drawn in the view yet. */
export function finishedView(view: ViewSpec): ViewSpec {
  if (hasMark(view)) return view;
  const fix = 'Draw it first, such as chart(frame).line({ x: "date", y: "temp_c" })';
  throw new ChartError(chartTitle(view), "it has no mark yet", fix);
}
