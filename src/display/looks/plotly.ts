// Figures in the form that the package plotly.js takes.
import { types } from "node:util";
import { toJson } from "../mime/content.ts";
import type { MimeBundle } from "../mime/mime.ts";
import { isObject } from "../object.ts";

const PLOTLY = "application/vnd.plotly.v1+json";
const DATA = [
  "x",
  "y",
  "z",
  "values",
  "labels",
  "locations",
  "lat",
  "lon",
  "r",
  "theta",
  "open",
  "header",
  "dimensions",
];

export function is(value: object): boolean {
  const [data, layout]: unknown[] = [Reflect.get(value, "data"), Reflect.get(value, "layout")];
  return Array.isArray(data) && data.length > 0 && isObject(layout) && !Array.isArray(layout) && data.every(isTrace);
}

export function draw(value: object): MimeBundle {
  const traces: unknown = Reflect.get(value, "data");
  const kinds = new Set(Array.isArray(traces) ? traces.map((trace) => typeOf(trace)) : []);
  const count = Array.isArray(traces) ? traces.length : 0;
  const text = `Plotly figure (${[...kinds].join(", ")}, ${count} ${count === 1 ? "trace" : "traces"}).`;
  const parts = ["data", "layout", "frames", "config"].filter((key) => Reflect.has(value, key));
  const figure = Object.fromEntries(parts.map((key) => [key, withoutTyped(Reflect.get(value, key))]));
  return { data: { [PLOTLY]: toJson(figure), "text/plain": text }, metadata: {} };
}

function isTrace(trace: unknown): boolean {
  return isObject(trace) && !Array.isArray(trace) && (typeof Reflect.get(trace, "type") === "string" || hasData(trace));
}

function hasData(trace: object): boolean {
  return DATA.some((key) => Reflect.has(trace, key));
}

function typeOf(trace: unknown): string {
  const type: unknown = isObject(trace) ? Reflect.get(trace, "type") : undefined;
  return typeof type === "string" ? type : "scatter";
}

/** Turns typed arrays into lists, since JSON would make objects of them. */
function withoutTyped(part: unknown): unknown {
  const text = JSON.stringify(part, (_key, value: unknown) =>
    types.isTypedArray(value) ? Array.from<unknown>(value) : value,
  );
  return text === undefined ? undefined : JSON.parse(text);
}
