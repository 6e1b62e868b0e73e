import type { MimeBundle } from "../mime/mime.ts";
import * as canvas from "./canvas.ts";
import * as cheerio from "./cheerio.ts";
import * as domNode from "./dom-node.ts";
import * as echarts from "./echarts.ts";
import * as geojson from "./geojson.ts";
import * as imageBlob from "./image-blob.ts";
import * as imageBytes from "./image-bytes.ts";
import * as libraryTable from "./library-table.ts";
import * as ownBundle from "./methods/own-bundle.ts";
import * as ownDisplay from "./methods/own-display.ts";
import * as plotly from "./plotly.ts";
import * as represented from "./methods/represented.ts";
import * as selection from "./selection.ts";
import * as toHtml from "./methods/to-html.ts";
import * as toSpec from "./methods/to-spec.ts";
import * as toTex from "./methods/to-tex.ts";
import * as vega from "./vega.ts";
import * as vegaLite from "./vega-lite.ts";

/**
 * A kind of value that is shown as more than text: a file in this folder, and an entry in the list below.
 * The kernel includes only `is`, and loads the rest with the first value of such a kind. So `is` depends on little,
 * and `draw` itself imports the packages that it needs.
 */
export type Look = {
  /** True for a value of this kind. It is called for every object that is shown, so it reads few properties. */
  readonly is: (value: object) => boolean;
  /** The bundle of such a value. */
  readonly draw: (value: object) => MimeBundle | Promise<MimeBundle>;
  /** Its text, where that is available without the picture that `draw` makes. */
  readonly text?: (value: object) => string | undefined;
};

/** All kinds; the first that recognises a value draws it. Polars' frames also have a display method of their own. */
export const LOOKS: readonly Look[] = [
  ownBundle,
  libraryTable,
  ownDisplay,
  imageBytes,
  imageBlob,
  domNode,
  selection,
  canvas,
  vegaLite,
  vega,
  plotly,
  geojson,
  toSpec,
  cheerio,
  echarts,
  represented,
  toTex,
  toHtml,
];
