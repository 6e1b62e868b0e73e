import { nearNames } from "../../../util/text/near-names.ts";
import { ChartError } from "../../errors/chart-error.ts";
import { isObject } from "../../object.ts";
import type { ChartSource } from "../data/chart-source.ts";
import { fieldPath, plainName } from "../data/field-path.ts";
import type { FieldType } from "../data/field-type.ts";
import { checkLogScale } from "./check-log-scale.ts";
import type { Channels } from "../spec-types.ts";
import { areYears, withYears } from "./years.ts";

/** The context of a channel: the data with its fields, and the chart's title for errors. */
export type Scope = {
  /** Undefined for data that only the browser loads. */
  readonly source: ChartSource | undefined;
  readonly title: string;
  /** True when transforms, which may add fields, come before. */
  readonly isTransformed: boolean;
  /** The mark that draws the channels; undefined when it is not known. */
  readonly mark?: string | undefined;
};

/** The definition of a channel in Vega-Lite's form. */
export type ChannelDef = Readonly<Record<string, unknown>>;

/** Vega-Lite's channels: https://vega.github.io/vega-lite/docs/encoding.html */
const CHANNELS = [
  ...(["x", "y", "x2", "y2", "xOffset", "yOffset", "xError", "yError", "xError2", "yError2"] as const),
  ...(["longitude", "latitude", "longitude2", "latitude2", "theta", "theta2", "radius", "radius2", "time"] as const),
  ...(["color", "fill", "stroke", "opacity", "fillOpacity", "strokeOpacity", "strokeWidth", "strokeDash"] as const),
  ...(["size", "angle", "shape", "detail", "key", "text", "tooltip", "href", "url", "description", "order"] as const),
  ...(["facet", "row", "column"] as const),
] satisfies (keyof Channels<string>)[];

/** Channels whose type is that of another channel. */
const SECONDARY = /(?:2|Error)$/;
const SCALED = /^(?:x|y|color|fill|stroke|size|opacity)$/;
const WRITTEN = /^(?:tooltip|text|facet|row|column)$/;

/**
 * Channels in Vega-Lite's form: names of fields become definitions, and definitions get the type that their field has
 * in the data, unless Vega-Lite derives it from an aggregate, bin or time unit.
 *
 * @throws {ChartError} when a channel or field does not exist, or a log scale cannot show its values.
 */
export function channelDefs(channels: object, scope: Scope): Record<string, unknown> {
  const given = Object.entries(channels).filter(([, def]) => def !== undefined);
  return Object.fromEntries(
    given.map(([channel, def]) => [checkedChannel(channel, scope), defOf(channel, def, scope)]),
  );
}

/** The definition of one channel. */
function defOf(channel: string, def: unknown, scope: Scope): unknown {
  if (typeof def === "string") return fieldDef(channel, { field: def }, scope);
  if (Array.isArray(def)) return def.map((each: unknown) => defOf(channel, each, scope));
  return isObject(def) ? fieldDef(channel, { ...def }, scope) : def;
}

function fieldDef(channel: string, def: ChannelDef, scope: Scope): ChannelDef {
  const { field, condition, sort } = def;
  return {
    ...def,
    ...(typeof field === "string" && { ...typed(channel, field, def, scope) }),
    ...(condition !== undefined && { condition: conditionOf(channel, condition, scope) }),
    ...(isObject(sort) && "field" in sort && { sort: { ...sort, ...pathOf(sort.field, scope) } }),
  };
}

/** The definition of a condition; only conditions that choose by a field contain one. */
function conditionOf(channel: string, condition: unknown, scope: Scope): unknown {
  if (Array.isArray(condition)) return condition.map((each: unknown) => conditionOf(channel, each, scope));
  return isObject(condition) ? fieldDef(channel, { ...condition }, scope) : condition;
}

function typed(channel: string, field: string, def: ChannelDef, scope: Scope): ChannelDef {
  const type = scope.source?.columns.includes(field) === true ? scope.source.typeOf(field) : undefined;
  const isDerived = ["type", "aggregate", "bin", "timeUnit"].some((key) => def[key] !== undefined && def[key] !== null);
  const path = pathOf(field, scope);
  // Vega-Lite writes titles into expressions, where a line break is an error.
  const unit = type === undefined ? undefined : scope.source?.unitOf(field);
  const name = `${field.replaceAll(/[\r\n\t]+/g, " ")}${unit === undefined ? "" : ` (${unit})`}`;
  if (type === "quantitative" && !scope.isTransformed) {
    checkLogScale(def, field, scope.source?.values(field) ?? [], scope.title);
  }
  return {
    ...path,
    ...(type !== undefined && !isDerived && !SECONDARY.test(channel) && { type }),
    ...((path.field !== field || name !== field) && titleIn(def, name)),
    ...(isNumber(type, def) && areYears(scope.source?.values(field) ?? []) && withYears(channel, def, scope.mark)),
    ...(type === "temporal" && inUtc(channel, { type, title: field, ...def }, isDays(field, scope))),
  };
}

/** The title for a column whose name is not the field's: that of the definition, if it has one. */
function titleIn({ title, aggregate }: ChannelDef, name: string): { title?: string } {
  if (title !== undefined || aggregate === "count" || isObject(aggregate)) return {};
  if (typeof aggregate !== "string") return { title: name };
  return { title: `${aggregate.slice(0, 1).toUpperCase()}${aggregate.slice(1)} of ${name}` };
}

/** True for numbers on a scale of numbers, which an aggregate may replace by others. */
function isNumber(type: FieldType | undefined, def: ChannelDef): boolean {
  return type === "quantitative" && (def["type"] ?? type) === type && (def["aggregate"] ?? null) === null;
}

/** Makes times UTC, as in the data: on scales, in time units, and in the text of tooltips and headers. */
function inUtc(channel: string, { type, title, timeUnit, scale }: ChannelDef, hasDays: boolean): ChannelDef {
  if (typeof timeUnit === "string") return { timeUnit: timeUnit.replace(/^(binned)?(?:utc)?/, "$1utc") };
  if (isObject(timeUnit)) return { timeUnit: { ...timeUnit, utc: true } };
  if (type !== "temporal") return {};
  if (SCALED.test(channel)) return scale === null ? {} : { scale: { type: "utc", ...Object(scale) } };
  const unit = hasDays ? "utcyearmonthdate" : "utcyearmonthdatehoursminutes";
  return WRITTEN.test(channel) ? { timeUnit: unit, title } : {};
}

/** True for a column of dates without a time of day. */
function isDays(field: string, { source }: Scope): boolean {
  const withTime = source?.values(field).some((value) => typeof value === "string" && value.includes("T"));
  return withTime === false;
}

/** A field in Vega-Lite's form: dots and brackets in a column's own name are escaped, since they would form a path. */
function pathOf(field: unknown, { source, title, isTransformed }: Scope): { field: unknown } {
  if (typeof field !== "string" || source === undefined || source.columns.length === 0) return { field };
  if (source.columns.includes(field)) return { field: fieldPath(drawableName(field, title)) };
  const isInside = source.columns.some((name) => field.startsWith(`${name}.`) || field.startsWith(`${name}[`));
  const isEscaped = source.columns.includes(plainName(field));
  if (isInside || isEscaped || isTransformed) return { field };
  throw unknownName(title, "column", field, source.columns);
}

/** @throws {ChartError} for names that Vega-Lite or Vega takes for something else. */
function drawableName(field: string, title: string): string {
  if (field === "")
    throw new ChartError(title, "a column has no name", 'Name it, such as frame.rename({ "": "index" })');
  if (!(field in Object.prototype)) return field;
  const fix = `Rename it, such as frame.rename({ ${JSON.stringify(field)}: "${field.replaceAll("_", "")}_1" })`;
  throw new ChartError(title, `Vega cannot draw a column that is named ${JSON.stringify(field)}`, fix);
}

function checkedChannel(channel: string, { title }: Scope): string {
  if (CHANNELS.some((name) => name === channel)) return channel;
  throw unknownName(title, "channel", channel, CHANNELS);
}

const MOST_LISTED = 20;
const MOST_PROPOSED = 3;

/** @param kind the kind of name that is unknown: "column", "channel" or "mark". */
export function unknownName(title: string, kind: string, name: string, known: readonly string[]): ChartError {
  const near = nearNames(name, known).slice(0, MOST_PROPOSED);
  const all =
    known.length > MOST_LISTED ? [...known.slice(0, MOST_LISTED), `${known.length - MOST_LISTED} more`] : known;
  const fix =
    near.length > 0
      ? `Did you mean ${near.map((each) => JSON.stringify(each)).join(" or ")}? It has ${all.join(", ")}`
      : `Use one of ${all.join(", ")}`;
  return new ChartError(title, `there is no ${kind} ${JSON.stringify(name)}`, fix);
}
