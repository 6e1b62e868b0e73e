import type { JsonObject } from "../../jupyter/json.ts";
import { ChartDataError } from "../errors/chart-data-error.ts";
import { embedOptions } from "./embed-options.ts";
import { type MimeBundle, VEGALITE } from "../mime/mime.ts";
import { rasterize } from "../picture/png.ts";
import { type Drawing, drawChart } from "../picture/svg.ts";
import { descriptionOf, sentenceOf } from "./chart-sentence.ts";
import { specJson } from "./vega-lite-spec.ts";

/** An SVG is included beside the PNG only while it is small: for a bar chart, not for a cloud of points. */
const SVG_LIMIT_BYTES = 20_000;
const PNG_SCALE = 1;

/** A chart in the formats that notebooks store: live Vega-Lite, a picture for other readers, and a sentence. */
export async function chartBundle(spec: object): Promise<MimeBundle> {
  const json = specJson(spec);
  const { data, metadata, drawing } = await pictureOf(json, descriptionOf(json) || sentenceOf(json));
  return {
    data: { [VEGALITE]: json, ...data, "text/plain": sentenceOf(json) },
    metadata: { ...(drawing && { [VEGALITE]: { embed_options: embedOptions(json, drawing) } }), ...metadata },
  };
}

/**
 * The picture of a chart. When only its data is missing, the picture is left out and a note goes to stderr: a browser
 * may be able to load the data.
 *
 * @param alt the text alternative of the picture.
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
