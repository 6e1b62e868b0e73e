import { inspect } from "node:util";
import type { JsonObject } from "../jupyter/json.ts";
import { messageOf } from "../util/error.ts";
import { ChartDataError } from "./errors/chart-data-error.ts";
import { BUNDLE, DISPLAY, type Displayable, type MimeBundle, VEGALITE } from "./mime.ts";
import { rasterize } from "./picture/png.ts";
import { drawChart } from "./picture/svg.ts";
import { sentenceOf, specJson } from "./spec.ts";

/** Beside a PNG an SVG is worth its place only while it is small: a bar chart, not a cloud of points. */
const SVG_LIMIT_BYTES = 20_000;
const PNG_SCALE = 1;

/** The parts of a Vega-Lite spec that every chart may have; `chart` keeps the exact type of yours. */
export interface VegaLiteSpec {
  readonly $schema?: string;
  readonly title?: unknown;
  readonly description?: string;
  readonly data?: unknown;
  readonly datasets?: unknown;
  readonly width?: unknown;
  readonly height?: unknown;
  readonly mark?: unknown;
  readonly encoding?: unknown;
  readonly layer?: unknown;
  readonly params?: unknown;
  readonly transform?: unknown;
  readonly config?: unknown;
}

/** A Vega-Lite spec, plain data, that notebooks show as a chart. */
export type Chart = VegaLiteSpec & Displayable;

/**
 * Makes a chart of a Vega-Lite spec: the same data, plus a hidden method by which notebooks show it.
 * The spec is copied one level deep; JSON and comparisons see the spec alone, a console one sentence.
 *
 * @param spec a Vega-Lite 5 spec; give width and height as numbers of pixels.
 *
 * @example
 * const squares = chart({
 *   data: { values: [{ x: 1, y: 1 }, { x: 2, y: 4 }] },
 *   mark: "line",
 *   encoding: { x: { field: "x", type: "quantitative" }, y: { field: "y", type: "quantitative" } },
 * });
 */
export function chart<S extends object>(spec: S): S & Displayable {
  const shown = {
    ...spec,
    [DISPLAY]: async () => (await chartBundle(shown)).data,
    [BUNDLE]: () => chartBundle(shown),
    [inspect.custom]: () => inspectChart(shown),
  };
  for (const key of [DISPLAY, BUNDLE, inspect.custom]) {
    Object.defineProperty(shown, key, { enumerable: false });
  }
  return shown;
}

/** A console gets the sentence: a chart's rows would fill it. */
function inspectChart(spec: object): string {
  try {
    return sentenceOf(specJson(spec));
  } catch (error) {
    return messageOf(error);
  }
}

/** A chart as notebooks carry it: live Vega-Lite, a picture for readers that cannot draw it, a sentence. */
export async function chartBundle(spec: object): Promise<MimeBundle> {
  const json = specJson(spec);
  const { data, metadata } = await pictureOf(json);
  return { data: { [VEGALITE]: json, ...data, "text/plain": sentenceOf(json) }, metadata };
}

/** No picture, and a note, where only the data is missing: a browser looks for it from elsewhere. */
export async function pictureOf(json: JsonObject): Promise<MimeBundle> {
  try {
    return await drawnPicture(json);
  } catch (error) {
    if (!(error instanceof ChartDataError)) {
      throw error;
    }
    const note = `${error.message} Until then the chart has no picture, but a browser that finds the data draws it.`;
    process.stderr.write(`${note.replaceAll(/\s+/g, " ")}\n`);
    return { data: {}, metadata: {} };
  }
}

async function drawnPicture(json: JsonObject): Promise<MimeBundle> {
  const { svg, width, height } = await drawChart(json);
  const png = await rasterize(svg, PNG_SCALE);
  const small = Buffer.byteLength(svg) <= SVG_LIMIT_BYTES;
  return {
    data: {
      "image/png": Buffer.from(png).toString("base64"),
      ...(small ? { "image/svg+xml": svg } : {}),
    },
    metadata: {
      "image/png": { width: Math.round(width), height: Math.round(height), needs_background: "light" },
    },
  };
}
