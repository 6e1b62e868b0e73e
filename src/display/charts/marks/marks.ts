import type { ChannelDef } from "../channels/channels.ts";
import type { MarkOptions } from "../spec-types.ts";

/** Channels by name, with the types of their fields. */
type Defs = Readonly<Record<string, unknown>>;

/** A mark of Vega-Lite and its channels. */
export type MarkAndChannels = { readonly mark: Defs; readonly encoding: Defs };

const MOST_BINS = { maxbins: 30 };

/** A filled point for each row. */
export function point(encoding: Defs, options: MarkOptions): MarkAndChannels {
  return { mark: { type: "point", filled: true, size: 50, opacity: 0.8, tooltip: true, ...options }, encoding };
}

/** A line through the rows, one for each value of `color` or `detail`. Invisible points provide the tooltips. */
export function line(encoding: Defs, options: MarkOptions): MarkAndChannels {
  return { mark: { type: "line", point: "transparent", tooltip: true, ...options }, encoding };
}

/** A bar for each row or, with an aggregate, for each group. */
export function bar(encoding: Defs, options: MarkOptions): MarkAndChannels {
  return { mark: { type: "bar", tooltip: true, ...options }, encoding };
}

/** The area below a line; areas of different colours are stacked. */
export function area(encoding: Defs, options: MarkOptions): MarkAndChannels {
  return {
    mark: { type: "area", opacity: 0.7, line: true, point: "transparent", tooltip: true, ...options },
    encoding,
  };
}

/** The number of rows in each of at most 30 bins of `x` or, if `x` is not numeric, for each of its values. */
export function histogram({ x, ...others }: Defs, options: MarkOptions): MarkAndChannels {
  const y = { aggregate: "count", title: "Rows", axis: { tickMinStep: 1 } };
  return { mark: { type: "bar", tooltip: true, ...options }, encoding: { x: binned(x), y, ...others } };
}

/** The median, quartiles, minimum and maximum of the numbers of each group. */
export function box(encoding: Defs, options: MarkOptions): MarkAndChannels {
  return { mark: { type: "boxplot", extent: "min-max", size: 30, ...options }, encoding };
}

/** A rectangle for each pair of `x` and `y`, coloured by the mean of `color` or, without it, by the number of rows. */
export function heatmap({ x, y, color, ...others }: Defs, options: MarkOptions): MarkAndChannels {
  const count = { aggregate: "count", title: "Rows", legend: { format: "d", tickMinStep: 1 } };
  const shade = isNumbers(color) ? { aggregate: "mean", ...color } : (color ?? count);
  return {
    mark: { type: "rect", tooltip: true, ...options },
    encoding: { x: binned(x), y: binned(y), color: shade, ...others },
  };
}

function binned(channel: unknown): unknown {
  return isNumbers(channel) ? { bin: MOST_BINS, title: channel["field"], ...channel } : channel;
}

function isNumbers(channel: unknown): channel is ChannelDef {
  return typeof channel === "object" && channel !== null && Reflect.get(channel, "type") === "quantitative";
}
