import type { JsonObject } from "../../jupyter/json.ts";
import { ChartDataError } from "../errors/chart-data-error.ts";
import { embedOptions } from "./embed-options.ts";
import { type MimeBundle, VEGALITE } from "../mime/mime.ts";
import { rasterize } from "../picture/png.ts";
import { type Drawing, drawChart } from "../picture/svg.ts";
import { descriptionOf, sentenceOf } from "./chart-sentence.ts";
import { specJson } from "./vega-lite-spec.ts";

/** Beside a PNG an SVG is worth its place only while it is small: a bar chart, not a cloud of points. */
const SVG_LIMIT_BYTES = 20_000;
const PNG_SCALE = 1;

/** A chart as notebooks carry it: live Vega-Lite, a picture for readers that cannot draw it, a sentence. */
export async function chartBundle(spec: object): Promise<MimeBundle> {
  const json = specJson(spec);
  const { data, metadata, drawing } = await pictureOf(json, descriptionOf(json) || sentenceOf(json));
  return {
    data: { [VEGALITE]: json, ...data, "text/plain": sentenceOf(json) },
    metadata: { ...(drawing && { [VEGALITE]: { embed_options: embedOptions(json, drawing) } }), ...metadata },
  };
}

/**
 * No picture, and a note, where only the data is missing: a browser looks for it from elsewhere.
 *
 * @param alt what stands for the picture where it is not seen.
 */
export async function pictureOf(json: JsonObject, alt: string): Promise<MimeBundle & { drawing?: Drawing }> {
  try {
    return await drawnPicture(json, alt);
  } catch (error) {
    if (!(error instanceof ChartDataError)) {
      throw error;
    }
    const note = `${error.message} Until then the chart has no picture, but a browser that finds the data draws it.`;
    process.stderr.write(`${note.replaceAll(/\s+/g, " ")}\n`);
    return { data: {}, metadata: {} };
  }
}

async function drawnPicture(json: JsonObject, alt: string): Promise<MimeBundle & { drawing: Drawing }> {
  const drawing = await drawChart(json);
  const { svg, width, height } = drawing;
  const png = await rasterize(svg, PNG_SCALE);
  const small = Buffer.byteLength(svg) <= SVG_LIMIT_BYTES;
  return {
    drawing,
    data: {
      "image/png": Buffer.from(png).toString("base64"),
      ...(small ? { "image/svg+xml": svg } : {}),
    },
    metadata: {
      "image/png": { width: Math.round(width), height: Math.round(height), needs_background: "light", alt },
    },
  };
}
