import { isObject } from "../../object.ts";
import { plainName } from "../data/field-path.ts";
import type { ChartSource } from "../data/chart-source.ts";

const MOST_GROUPS = 12;
/** The properties that determine the type of a channel, besides its data. */
const TYPING = ["type", "aggregate", "bin", "timeUnit", "scale"] as const;

/**
 * Channels of lines whose colour names its groups: Vega-Lite draws a line for each number of a field, but its legend
 * would be a gradient of all numbers between, of which none can be picked. A few whole numbers become ordinal.
 */
export function withGroupColour(channels: object, source: ChartSource | undefined): object {
  const color: unknown = Reflect.get(channels, "color");
  const def: object = typeof color === "string" ? { field: color } : isObject(color) ? color : {};
  const field: unknown = Reflect.get(def, "field");
  const isOpen = typeof field === "string" && TYPING.every((key) => Reflect.get(def, key) === undefined);
  if (!isOpen || source === undefined) return channels;
  const name = source.columns.includes(field) ? field : plainName(field);
  const isNumber = source.typeOf(name) === "quantitative";
  const groups = new Set(isNumber ? source.values(name).filter((value) => value !== null) : []);
  const areFew = groups.size > 0 && groups.size <= MOST_GROUPS && [...groups].every(Number.isInteger);
  return areFew ? { ...channels, color: { ...def, type: "ordinal" } } : channels;
}
