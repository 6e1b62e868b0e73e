import { ChartError } from "../../errors/chart-error.ts";
import { isObject } from "../../object.ts";
import { COMPOSITIONS, chartTitle } from "../../spec/vega-lite-spec.ts";
import { plainName } from "../data/field-path.ts";
import { mapNested, type ViewSpec } from "./nested-views.ts";
import type { ChartSource } from "../data/chart-source.ts";

const WIDTH = 560;
const HEIGHT = 320;
const LETTER_WIDTH = 7;

/** The default size in pixels: with names on the y axis there is no height, so that each name gets a line. */
export function defaultSize(encoding: object): { width?: number; height?: number } {
  const isListed = isDiscrete(Reflect.get(encoding, "y"));
  return { width: WIDTH, ...(!isListed && { height: HEIGHT }) };
}

function isDiscrete(channel: unknown): boolean {
  return (
    isObject(channel) && Reflect.get(channel, "type") === "nominal" && Reflect.get(channel, "timeUnit") === undefined
  );
}

/** The encoding with horizontal names below the x axis, if there is room for all of them. */
export function withLevelNames(encoding: ViewSpec, width: unknown, source: ChartSource | undefined): ViewSpec {
  const { x } = encoding;
  if (!isDiscrete(x) || typeof width !== "number" || "axis" in Object(x)) return encoding;
  const { field } = Object(x);
  const names = new Set(typeof field === "string" ? source?.values(plainName(field)) : []);
  const longest = Math.max(0, ...[...names].map((name) => JSON.stringify(name).length));
  const isRoomy = names.size > 0 && names.size * longest * LETTER_WIDTH <= width;
  return isRoomy ? { ...encoding, x: { ...Object(x), axis: { labelAngle: 0 } } } : encoding;
}

/** @throws {ChartError} when the width or height is not a number above 0. */
export function withSize(view: ViewSpec, width: number, height?: number): ViewSpec {
  const wrong = [width, height ?? 1].find((pixels) => !(Number.isFinite(pixels) && pixels > 0));
  if (wrong !== undefined) {
    throw new ChartError(chartTitle(view), `its size is ${String(wrong)}`, "Give pixels as numbers above 0");
  }
  return eachFrame(view, (frame) => ({ ...frame, width, ...(height !== undefined && { height }) }));
}

/** The view with a changed width, where its width is a number. */
export function withWidth(view: ViewSpec, change: (width: number) => number): ViewSpec {
  return eachFrame(view, (frame) =>
    typeof frame["width"] === "number" ? { ...frame, width: change(frame["width"]) } : frame,
  );
}

/** Changes each frame of a view: layers share one frame, other compositions have one for each of their views. */
function eachFrame(view: ViewSpec, change: (frame: ViewSpec) => ViewSpec): ViewSpec {
  const isComposed = COMPOSITIONS.some((key) => key !== "layer" && key in view);
  return isComposed ? mapNested(view, (nested) => eachFrame(nested, change)) : change(view);
}
