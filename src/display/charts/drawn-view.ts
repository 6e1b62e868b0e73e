import { ChartError } from "../errors/chart-error.ts";
import { hasMark, titleOf } from "../spec/vega-lite-spec.ts";
import { channelDefs, type Scope } from "./channels.ts";
import { ChartSource } from "./data/chart-source.ts";
import { withGroupColour } from "./line-colour.ts";
import { area, line, point } from "./marks.ts";
import type { ViewSpec } from "./nested-views.ts";
import { defaultSize, withLevelNames } from "./size.ts";
import type { Channels, MarkOptions } from "./spec-types.ts";

/** The scope of a view's channels: the columns that they may name. */
export function scopeOf(view: ViewSpec): Scope {
  const { data } = view;
  return { source: data instanceof ChartSource ? data : undefined, title: titleOf(view), isTransformed: false };
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
  const drawn: ViewSpec = { ...defaultSize(made.encoding), ...view, ...made };
  return { ...drawn, encoding: withLevelNames(made.encoding, drawn["width"], scope.source) };
}

/** @throws {ChartError} when nothing is drawn in the view yet. */
export function finishedView(view: ViewSpec): ViewSpec {
  if (hasMark(view)) return view;
  const fix = 'Draw it first, such as chart(frame).line({ x: "date", y: "temp_c" })';
  throw new ChartError(titleOf(view), "nothing is drawn of its data yet", fix);
}
