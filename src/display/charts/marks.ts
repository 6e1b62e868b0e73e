import type { ChannelDef } from "./channels.ts";
import type { MarkOptions } from "./spec-types.ts";

/** Channels by name, with the types of their fields. */
type Defs = Readonly<Record<string, unknown>>;

/** A mark of Vega-Lite and its channels. */
export type MarkAndChannels = { readonly mark: Defs; readonly encoding: Defs };

const MOST_BINS = { maxbins: 30 };

/** A filled point for each row. */
export function point(encoding: Defs, options: MarkOptions): MarkAndChannels {
  return { mark: { type: "point", filled: true, size: 50, opacity: 0.8, tooltip: true, ...options }, encoding };
}

/** A line through the rows, one for each value of `color` or `detail`. Points that cannot be seen carry the tooltips. */
export function line(encoding: Defs, options: MarkOptions): MarkAndChannels {
  return { mark: { type: "line", point: "transparent", tooltip: true, ...options }, encoding };
}

/** A bar for each row, or for each group with an aggregate. */
export function bar(encoding: Defs, options: MarkOptions): MarkAndChannels {
  return { mark: { type: "bar", tooltip: true, ...options }, encoding };
}

/** The area below a line; areas of several colours are stacked. */
export function area(encoding: Defs, options: MarkOptions): MarkAndChannels {
  return {
    mark: { type: "area", opacity: 0.7, line: true, point: "transparent", tooltip: true, ...options },
    encoding,
  };
}

/** How many rows lie in each of at most 30 bins of `x`, or have each of its values where these are no numbers. */
export function histogram({ x, ...others }: Defs, options: MarkOptions): MarkAndChannels {
  const y = { aggregate: "count", title: "Rows", axis: { tickMinStep: 1 } };
  return { mark: { type: "bar", tooltip: true, ...options }, encoding: { x: binned(x), y, ...others } };
}

/** Median, quartiles, and the range from the least to the most, of the numbers of each group. */
export function box(encoding: Defs, options: MarkOptions): MarkAndChannels {
  return { mark: { type: "boxplot", extent: "min-max", size: 30, ...options }, encoding };
}

/** A coloured field for each pair of `x` and `y`, by the mean of `color`; without that, by how many rows it has. */
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
