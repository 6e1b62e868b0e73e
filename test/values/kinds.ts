/** A kind of value, as `docs/values.md` lists it. */
export type Kind = {
  readonly name: string;
  /** The packages that create such values; undefined for plain JavaScript and tsnb itself. */
  readonly packages?: readonly string[];
  /** The feature by which a value is recognised. */
  readonly by: string;
  /** A cell whose result is such a value. */
  readonly code: string;
  /** A part of its output, by MIME type. */
  readonly shows: { readonly [type: string]: string | RegExp };
};

const BARS =
  '{ data: { values: [{ a: "x", b: 2 }] }, mark: "bar", encoding: { x: { field: "a" }, y: { field: "b" } } }';

export const KINDS: readonly Kind[] = [
  {
    name: "Data frame",
    packages: ["nodejs-polars"],
    by: "the tag `DataFrame`, with `slice`",
    code: `import pl from "nodejs-polars";
pl.DataFrame({ at: pl.Series("at", [new Date(0)]).cast(pl.Datetime("ms", "Europe/Berlin")) })`,
    shows: { "text/html": "1970-01-01 01:00:00 CET", "text/plain": "datetime[ms, Europe/Berlin]" },
  },
  {
    name: "Series",
    packages: ["nodejs-polars"],
    by: "the tag `Series`, with `toFrame`",
    code: `import pl from "nodejs-polars";
pl.Series("took", [86_400_000]).cast(pl.Duration("ms"))`,
    shows: { "text/html": '<td style="text-align:left">1d</td>', "text/plain": "duration[ms]" },
  },
  {
    name: "Table",
    packages: ["arquero"],
    by: "`numRows`, `columnNames`, `get` and `toMarkdown`",
    code: `import * as aq from "arquero";
aq.table({ a: [1, 2], b: ["x", "y"] })`,
    shows: { "text/html": "2 rows × 2 columns", "text/plain": /^a {2}b\n─ {2}─\n1 {2}x\n2 {2}y\n/ },
  },
  {
    name: "Table, record batch, vector",
    packages: ["apache-arrow"],
    by: "`schema.fields`, `numRows` and `getChildAt`; a vector by its type, data and `get`",
    code: `import { tableFromArrays } from "apache-arrow";
tableFromArrays({ a: Int32Array.of(1, 2) })`,
    shows: { "text/html": "Int32", "text/plain": "2 rows × 1 column" },
  },
  {
    name: "Frame and series",
    packages: ["danfojs-node"],
    by: "`$isSeries`, `$dtypes`, `$columns`, `$index` and `shape`",
    code: `import { DataFrame } from "danfojs-node";
new DataFrame({ a: [1, 2], b: ["x", "y"] })`,
    shows: { "text/html": "string", "text/plain": "2 rows × 2 columns" },
  },
  {
    name: "Rows, as a table",
    packages: [],
    by: "`table` of `tsnb/display`",
    code: `import { table } from "tsnb/display";
table([{ model: "levit_128s", top1: 76.514 }])`,
    shows: { "text/html": '<td style="text-align:right">76.514</td>', "text/plain": "levit_128s" },
  },
  {
    name: "Vega-Lite spec",
    by: "`$schema`; else a mark or views, with data or encodings",
    code: `(${BARS})`,
    shows: {
      "application/vnd.vegalite.v5+json": "vega-lite/v5.json",
      "image/png": /^iVBORw0KGgo/,
      "text/plain": "Chart (bar, 1 row).",
    },
  },
  {
    name: "Vega spec",
    by: "`$schema`",
    code: `({ $schema: "https://vega.github.io/schema/vega/v6.json", width: 40, height: 20,
   marks: [{ type: "rect", encode: { enter: { width: { value: 20 }, height: { value: 20 }, fill: { value: "teal" } } } }] })`,
    shows: {
      "application/vnd.vega.v5+json": "schema/vega/v5.json",
      "image/png": /^iVBORw0KGgo/,
      "text/plain": "Chart (rect).",
    },
  },
  {
    name: "Vega-Lite view",
    packages: ["vega-lite-api"],
    by: "`toSpec()`",
    code: `import * as vl from "vega-lite-api";
vl.markBar().data([{ a: 1 }]).encode(vl.x().fieldQ("a"))`,
    shows: {
      "application/vnd.vegalite.v5+json": "quantitative",
      "image/png": /^iVBORw0KGgo/,
      "text/plain": "Chart (bar, 1 row).",
    },
  },
  {
    name: "Plotly figure",
    packages: ["plotly.js"],
    by: "`layout`, and `data` that is a list of traces",
    code: `({ data: [{ type: "bar", x: ["a", "b"], y: Float64Array.of(1, 2) }], layout: { title: { text: "Two" } } })`,
    shows: { "application/vnd.plotly.v1+json": '"y":[1,2]', "text/plain": "Plotly figure (bar, 1 trace)." },
  },
  {
    name: "Chart on a server",
    packages: ["echarts"],
    by: "`renderToSVGString()` and `setOption`",
    code: `import * as echarts from "echarts";
const onServer: any = { renderer: "svg", ssr: true, width: 200, height: 100 };
const counts = echarts.init(null, null, onServer);
counts.setOption({ animation: false, xAxis: { data: ["a", "b"] }, yAxis: {}, series: [{ type: "bar", data: [1, 2] }] });
counts`,
    shows: {
      "image/svg+xml": /^<svg style="background:white" width="200" height="100"/,
      "text/plain": "Chart of echarts",
    },
  },
  {
    name: "Chart as a DOM node",
    packages: ["@observablehq/plot", "jsdom"],
    by: "as a DOM node: an `svg` element, or a `figure` with a legend or caption",
    code: `import * as Plot from "@observablehq/plot";
import { JSDOM } from "jsdom";
const page = new JSDOM("").window.document;
Plot.dot([{ a: 1, b: 2 }], { x: "a", y: "b" }).plot({ document: page, width: 200, height: 100 })`,
    shows: { "image/svg+xml": /<circle cx="[\d.]+" cy="[\d.]+" r="3"/, "text/plain": "SVG picture, 200 × 100" },
  },
  {
    name: "SVG element",
    packages: ["jsdom", "linkedom"],
    by: "a DOM node named `svg`",
    code: `import { JSDOM } from "jsdom";
const { body } = new JSDOM('<svg width="40" height="20"><circle r="8"/><text>a &lt;&nbsp;b</text></svg>').window.document;
body.firstChild`,
    shows: {
      "image/svg+xml": /^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"[^>]*><circle r="8"\/>/,
      "text/plain": "40 × 20",
    },
  },
  {
    name: "Element, fragment, document, list of nodes",
    packages: ["linkedom", "jsdom"],
    by: "`nodeType`, `nodeName` and `childNodes`; the tags `NodeList` and `HTMLCollection`",
    code: `import { parseHTML } from "linkedom";
parseHTML("<p>5 &lt; <b>6</b></p>").document.querySelector("p")`,
    shows: { "text/html": "<p>5 &lt; <b>6</b></p>", "text/plain": "<p>" },
  },
  {
    name: "Selection",
    packages: ["d3"],
    by: "`_groups` and `nodes()`: its elements",
    code: `import * as d3 from "d3";
import { parseHTML } from "linkedom";
d3.select(parseHTML("<svg></svg>").document.querySelector("svg") as Element).attr("width", 9)`,
    shows: { "image/svg+xml": 'width="9"', "text/plain": "SVG picture" },
  },
  {
    name: "Selection",
    packages: ["cheerio"],
    by: "the mark `[cheerio object]`",
    code: `import * as cheerio from "cheerio";
cheerio.load("<ul><li>a<li>b</ul>")("li")`,
    shows: { "text/html": "<li>a</li><li>b</li>", "text/plain": "<li>a</li>" },
  },
  {
    name: "Canvas",
    packages: ["@napi-rs/canvas", "skia-canvas", "canvas"],
    by: "`getContext`, with `encodeSync`, `toBufferSync` or `toBuffer`",
    code: `import { createCanvas } from "@napi-rs/canvas";
createCanvas(40, 20)`,
    shows: { "image/png": /^iVBORw0KGgo/, "text/plain": "Canvas, 40 × 20 pixels" },
  },
  {
    name: "PNG, JPEG, GIF, WebP or PDF in bytes",
    by: "the first bytes of a `Uint8Array`, `Buffer` or `ArrayBuffer`",
    code: `Buffer.from("R0lGODlhAQABAAAAACw=", "base64")`,
    shows: { "image/gif": "R0lGODlhAQABAAAAACw=", "text/plain": "GIF image, 14 bytes" },
  },
  {
    name: "The same, and SVG, as a blob or file",
    by: "the type of a `Blob`",
    code: `new Blob(["<svg xmlns='http://www.w3.org/2000/svg'/>"], { type: "image/svg+xml" })`,
    shows: { "image/svg+xml": "<svg", "text/plain": "SVG image, 41 bytes" },
  },
  {
    name: "GeoJSON",
    by: "`type`, with `features`, `geometry` and `properties`, `geometries` or `coordinates`",
    code: `({ type: "Feature", properties: { name: "Berlin" }, geometry: { type: "Point", coordinates: [13.4, 52.5] } })`,
    shows: { "application/geo+json": '"coordinates":[13.4,52.5]', "text/plain": "Berlin" },
  },
  {
    name: "Expression",
    packages: ["mathjs", "nerdamer"],
    by: "`toTex()` or `toTeX()`",
    code: `import { parse } from "mathjs";
parse("sqrt(x / 3)")`,
    shows: { "text/latex": "$\\displaystyle \\sqrt{\\frac{ x}{3}}$", "text/plain": "sqrt(x / 3)" },
  },
  {
    name: "Value with a method for HTML",
    packages: ["data-forge"],
    by: "`toHTML()` without parameters",
    code: `import { DataFrame } from "data-forge";
new DataFrame([{ a: 1, b: "x" }])`,
    shows: { "text/html": /^<table /, "text/plain": /^__index__ {2}a {2}b/ },
  },
  {
    name: "Python's objects",
    packages: ["pyodide"],
    by: "`_repr_html_()`, `_repr_svg_()`, `_repr_png_()`, `_repr_jpeg_()`, `_repr_markdown_()`, `_repr_latex_()`, `_repr_json_()`",
    code: `({ _repr_html_: () => "<b>5</b>", _repr_latex_: () => null, toString: () => "five" })`,
    shows: { "text/html": "<b>5</b>", "text/plain": "five" },
  },
  {
    name: "Value with its own display method",
    by: '`Symbol.for("Jupyter.display")`, as in Deno\'s kernel',
    code: `({ [Symbol.for("Jupyter.display")]: () => ({ "text/markdown": "**5**", "text/plain": "5" }) })`,
    shows: { "text/markdown": "**5**", "text/plain": "5" },
  },
  {
    name: "HTML, Markdown, formula, SVG, script",
    by: "`html`, `md`, `latex`, `svg`, `javascript` of `tsnb/display`",
    code: `import { latex } from "tsnb/display";
latex\`\\bar{x} = \\frac{1}{n} \\sum x_i\``,
    shows: { "text/latex": "$$\\bar{x} = \\frac{1}{n} \\sum x_i$$", "text/plain": "\\bar{x}" },
  },
  {
    name: "JSON as a tree",
    by: "`json` of `tsnb/display`",
    code: `import { json } from "tsnb/display";
json({ models: [{ name: "levit_128s", top1: 76.514 }] })`,
    shows: { "application/json": '"top1":76.514', "text/plain": "levit_128s" },
  },
  {
    name: "Picture from bytes, a path or an address",
    by: "`image` of `tsnb/display`",
    code: `import { image } from "tsnb/display";
image("data:image/gif;base64,R0lGODlhAQABAAAAACw=", { width: 20, alt: "A dot" })`,
    shows: { "image/gif": "R0lGODlhAQABAAAAACw=", "text/plain": "A dot" },
  },
  {
    name: "Many numbers",
    by: "a typed array of more than 20 numbers",
    code: "new Float32Array(1000)",
    shows: { "text/plain": /^Float32Array\(1000\) \[ 0, .*, \.\.\. 990 more items \]$/ },
  },
  {
    name: "Anything else",
    by: "nothing: text as `util.inspect` writes it, in at most 60 lines",
    code: "new Map([[1, { a: [2] }]])",
    shows: { "text/plain": "Map(1) { 1 => { a: [ 2 ] } }" },
  },
];
