import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { sharedClient } from "../support/client.ts";
import { dataOf, tracebackOf } from "../support/outputs.ts";
import { sharedFolder } from "../../support/scratch.ts";

// Neither tsnb nor polars is installed in this folder.
const { folder } = sharedFolder();
const polars = JSON.stringify(createRequire(import.meta.url).resolve("nodejs-polars"));
const VEGALITE = "application/vnd.vegalite.v5+json";

const client = await sharedClient({ cwd: folder });

describe("charts, tables and pictures as values", () => {
  it("shows a Polars frame as tsnb's own table", async () => {
    await client.execute(
      `import pl from ${polars}; const frame = pl.DataFrame({ a: [1, 2, 3], "b<": ["x", "<y>", null] }); frame`,
    );
    const [data] = dataOf(await client.execute("frame"));
    expect(data).toEqual({
      "text/html": expect.stringContaining(
        [
          '<table class="tex2jax_ignore mathjax_ignore">',
          '<thead><tr><th style="text-align:right">a<br><span style="opacity:0.6;font-weight:normal">f64</span></th><th style="text-align:left">b&lt;<br><span style="opacity:0.6;font-weight:normal">str</span></th></tr></thead>',
          "<tbody>",
          '<tr><td style="text-align:right">1</td><td style="text-align:left">x</td></tr>',
          '<tr><td style="text-align:right">2</td><td style="text-align:left">&lt;y&gt;</td></tr>',
          '<tr><td style="text-align:right">3</td><td style="text-align:left"><em style="opacity:0.6">null</em></td></tr>',
          "</tbody>",
          "</table>",
          "<p>3 rows × 2 columns</p>",
        ].join("\n"),
      ),
      "text/plain": expect.stringContaining("<y>"),
    });
  });

  it.each<[string, string]>([
    [
      "a Vega-Lite spec",
      `({ $schema: "https://vega.github.io/schema/vega-lite/v6.json", data: { values: [{ a: 1 }] }, mark: "bar", encoding: { x: { field: "a", type: "quantitative" } } })`,
    ],
    [
      "a spec without a schema",
      `({ data: { values: [{ a: 1 }] }, mark: "bar", encoding: { x: { field: "a", type: "quantitative" } } })`,
    ],
    [
      "layers",
      `({ data: { values: [{ a: 1 }] }, layer: [{ mark: "bar", encoding: { x: { field: "a", type: "quantitative" } } }] })`,
    ],
    [
      "an object with toSpec",
      `({ toSpec: () => ({ data: { values: [{ a: 1 }] }, mark: "bar", encoding: { x: { field: "a", type: "quantitative" } } }) })`,
    ],
    [
      "tsnb's own chart",
      `import { chart } from "tsnb/display"; chart({ data: { values: [{ a: 1 }] }, mark: "bar", encoding: { x: { field: "a", type: "quantitative" } } })`,
    ],
  ])("shows %s as a chart", async (_what, code) => {
    const run = await client.execute(code);
    expect(tracebackOf(run)).toBe("");
    expect(dataOf(run)).toEqual([
      expect.objectContaining({
        [VEGALITE]: expect.objectContaining({ $schema: "https://vega.github.io/schema/vega-lite/v5.json" }),
        "image/png": expect.stringMatching(/^iVBORw0KGgo/),
        "text/plain": "Chart (bar, 1 row).",
      }),
    ]);
  });

  it("shows a chart without a picture when its data cannot be loaded, and says why", async () => {
    const $schema = "https://vega.github.io/schema/vega-lite/v5.json";
    const spec = { $schema, data: { url: "data/cars.json" }, mark: "bar", encoding: { x: { field: "a" } } };
    const text = JSON.stringify(spec);
    for (const code of [`(${text})`, `import { chart, show } from "tsnb/display"; await show(chart(${text}))`]) {
      const run = await client.execute(code);
      expect(tracebackOf(run)).toBe("");
      expect(dataOf(run)).toEqual([{ [VEGALITE]: spec, "text/plain": "Chart (bar)." }]);
      expect(run.stderr).toMatch(/^Drawing a chart: its data cannot be loaded from data\/cars\.json .*no picture.*\n$/);
    }
    const misspelt = await client.execute(`(${text.replace('"bar"', '"pint"')})`);
    expect(misspelt.result).toMatch(
      /mark: 'pint'[^]*\n\.\.\. shown as text: Drawing a chart: "pint" is not one of the marks/,
    );
  });

  it.each<[string, number[], string]>([
    ["PNG", [137, 80, 78, 71, 13, 10, 26, 10], "image/png"],
    ["JPEG", [255, 216, 255, 224], "image/jpeg"],
  ])("shows the bytes of a %s", async (_what, start, type) => {
    const bytes = [...start, ...Array(256).keys()];
    const base64 = Buffer.from(bytes).toString("base64");
    for (const made of [`new Uint8Array(${JSON.stringify(bytes)})`, `Buffer.from(${JSON.stringify(bytes)})`]) {
      const [data, ...others] = dataOf(await client.execute(made));
      expect(others).toEqual([]);
      expect(data).toMatchObject({ [type]: base64 });
    }
  });

  it.each<[string, string]>([
    ["new Uint8Array([1, 2])", "Uint8Array(2) [ 1, 2 ]"],
    ["({ mark: 'x', data: 5 })", "{ mark: 'x', data: 5 }"],
    ["[{ layer: [] }]", "[ { layer: [] } ]"],
    ["({ layer: [1] })", "{ layer: [ 1 ] }"],
    ["'<b>text</b>'", "'<b>text</b>'"],
  ])("shows %s as text", async (code, expected) => {
    expect(dataOf(await client.execute(code))).toEqual([{ "text/plain": expected }]);
  });
});

describe("tsnb/display in a notebook", () => {
  it("shows, replaces and clears at any place of a cell", async () => {
    const run = await client.execute(`import { clear, display, update } from "tsnb/display";
const shown = await display("one");
await shown.update("two");
await display({ a: 1 }, { id: "named" });
await update("named", { a: 2 });
await clear({ wait: true });`);
    expect(tracebackOf(run)).toBe("");
    const seen = run.outputs.map(({ header, content }) => [header.msg_type, content["data"] ?? content["wait"]]);
    expect(seen).toEqual([
      ["display_data", { "text/plain": "'one'" }],
      ["update_display_data", { "text/plain": "'two'" }],
      ["display_data", { "text/plain": "{ a: 1 }" }],
      ["update_display_data", { "text/plain": "{ a: 2 }" }],
      ["clear_output", true],
    ]);
    const ids = run.outputs.slice(0, 4).map(({ content }) => JSON.stringify(content["transient"]));
    expect(ids[0]).toBe(ids[1]);
    expect(ids.slice(2)).toEqual(['{"display_id":"named"}', '{"display_id":"named"}']);
  });

  it("shows synchronous values without await, in order", async () => {
    const run = await client.execute(`import { display, html, show, table, update } from "tsnb/display";
const bytes = Uint8Array.of(255, 216, 255, 224, 0);
const own = { [Symbol.for("Jupyter.display")]: () => ({ "text/plain": "own" }) };
const late = { [Symbol.for("Jupyter.display")]: async () => ({ "text/plain": "late" }) };
display(late);
for (const value of ["text", { a: 1 }, html\`<b>\`, table([{ a: 1 }]), bytes, own]) { console.log("before"); display(value); }
console.log("before"); show(5);
console.log("before"); display(6, { id: "six" }); update("six", 7);
console.log("end");`);
    expect(tracebackOf(run)).toBe("");
    const seen = run.outputs.map(({ content }) => content["text"] ?? Object.keys(Object(content["data"])).join());
    const texts = ["text/plain", "text/plain", "text/html,text/plain", "text/html,text/plain", "image/jpeg,text/plain"];
    expect(seen).toEqual([
      ...[...texts, "text/plain", "text/plain"].flatMap((types) => ["before\n", types]),
      ...["before\n", "text/plain", "text/plain", "end\n", "text/plain"],
    ]);
    expect(dataOf(run).at(-1)).toEqual({ "text/plain": "late" });
  });

  it("shows a display once when it is the last value", async () => {
    const run = await client.execute(`import { display } from "tsnb/display"; await display("shown")`);
    expect(run.outputs.map(({ header, content }) => [header.msg_type, content["data"]])).toEqual([
      ["display_data", { "text/plain": "'shown'" }],
    ]);
  });

  it.each(["display", "show"])(
    "waits until it is drawn, and shows no promise, when %s is the last value",
    async (name) => {
      const chart = "{ mark: 'bar', data: { values: [{ a: 1 }] }, encoding: { x: { field: 'a' } } }";
      for (const value of ["5", "[1, 2]", "null", chart, "Promise.resolve(3)"]) {
        const { outputs } = await client.execute(`import * as shown from "tsnb/display"; shown.${name}(${value})`);
        expect(outputs.map((m) => m.header.msg_type)).toEqual(["display_data"]);
      }
    },
  );

  it("draws a bar that fills up in place", async () => {
    const run = await client.execute(`import { progress } from "tsnb/display";
const bar = progress(2, { label: "Work" });
bar.advance(1, "first"); bar.advance(); bar.done`);
    expect(run.result).toBe("2");
    const types = run.outputs.map(({ header }) => header.msg_type);
    expect(types[0]).toBe("display_data");
    expect(types.at(-2)).toBe("update_display_data");
    expect(run.outputs.at(-2)?.content["data"]).toMatchObject({
      "text/html": expect.stringContaining('<progress max="2" value="2">'),
      "text/plain": expect.stringMatching(/^Work 100 % █{30} 2\/2/),
    });
  });

  it("shows bundles unchanged, and replaces them", async () => {
    const run = await client.execute(`import { display } from "tsnb/display";
const shown = await display.raw({ "application/geo+json": { type: "Point", coordinates: [1, 2] }, "text/plain": "P" });
await shown.update(5);
await display.raw({ data: { "image/png": Uint8Array.of(1, 2, 3) }, metadata: { "image/png": { width: 5 } } }, { id: "raw" });
display.raw({ "text/html": "<i>1</i>" })`);
    expect(tracebackOf(run)).toBe("");
    expect(run.outputs.map(({ header, content }) => [header.msg_type, content["data"], content["metadata"]])).toEqual([
      ["display_data", { "application/geo+json": { type: "Point", coordinates: [1, 2] }, "text/plain": "P" }, {}],
      ["update_display_data", { "text/plain": "5" }, {}],
      ["display_data", { "image/png": "AQID" }, { "image/png": { width: 5 } }],
      ["display_data", { "text/html": "<i>1</i>" }, {}],
    ]);
    const wrong = await client.execute('display.raw({ html: "x" })');
    expect(tracebackOf(wrong)).toMatch(/^DisplayError: Showing a bundle with display\.raw: got 'html' as a MIME type/);
  });

  it("shows pictures, formulas, scripts and JSON", async () => {
    const code = `import { image, javascript, json, latex, show } from "tsnb/display";
await show(image(Buffer.from("R0lGODlhAQABAAAAACw=", "base64"), { width: 9 }));
await show(latex\`\\frac{1}{2}\`); await show(javascript\`f(\${[1]})\`); json({ a: 1n })`;
    const run = await client.execute(code);
    expect(tracebackOf(run)).toBe("");
    expect(dataOf(run)).toEqual([
      { "image/gif": "R0lGODlhAQABAAAAACw=", "text/plain": "GIF image, 14 bytes" },
      { "text/latex": "$$\\frac{1}{2}$$", "text/plain": "\\frac{1}{2}" },
      { "application/javascript": "f([1])", "text/plain": "f([1])" },
      { "application/json": { a: 1 }, "text/plain": "{ a: 1n }" },
    ]);
    expect(run.outputs[0]?.content["metadata"]).toEqual({ "image/gif": { width: 9 } });
    const { reply } = await client.execute('image("none.png")');
    expect(reply.content).toMatchObject({ status: "error", ename: "ImageError" });
  });

  it("shows tagged HTML, SVG and Markdown", async () => {
    const code =
      'import { html, md, show, svg } from "tsnb/display"; await show(svg("<svg/>")); await show(md`**${1}**`); html`<b>${"<x>"}</b>`';
    expect(dataOf(await client.execute(code))).toEqual([
      { "image/svg+xml": "<svg/>", "text/plain": "<svg/>" },
      { "text/markdown": "**1**", "text/plain": "**1**" },
      { "text/html": "<b>&lt;x&gt;</b>", "text/plain": "<b>&lt;x&gt;</b>" },
    ]);
  });
});
