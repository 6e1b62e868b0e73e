import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { ChartError } from "../../../src/display/errors/chart-error.ts";
import { textWidth } from "../../../src/display/picture/font.ts";
import { chartWarnings, toSvg } from "../../../src/display/picture/svg.ts";
import { bars, clipped } from "../../support/charts.ts";
import { scratch } from "../../support/scratch.ts";
import { hasShared, shared } from "../../support/shared.ts";

const xy = { x: { field: "x", type: "quantitative" }, y: { field: "y", type: "quantitative" } };
const point = { mark: "point", data: { values: [{ x: 1, y: 2 }] }, encoding: xy };

function idOf(svg: string): string | undefined {
  return / id="([^"]*)"/.exec(svg)?.[1];
}

describe("toSvg", () => {
  test("draws the marks and every text", async () => {
    const svg = await toSvg(bars);
    expect(svg.match(/fill="#4c78a8"/g)).toHaveLength(2);
    const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((match) => match[1]);
    expect(texts).toEqual(expect.arrayContaining(["Two bars", "kind", "count", "a", "b", "0", "3"]));
    expect(svg).toContain('font-family="Liberation Sans, Arial, Helvetica, sans-serif"');
  });

  test("has an escaped label for screen readers", async () => {
    expect(await toSvg(bars)).toMatch(
      /^<svg role="img" xmlns="[^>]*><title>Two bars<\/title><desc>The count of each kind.<\/desc>/,
    );
    // A label for each mark would double the size of the SVG, and screen readers do not read it inside an image.
    expect(await toSvg(bars)).not.toMatch(/<path aria-label/);
    const hostile = await toSvg({ ...point, title: "<script>&'\"", description: "</desc><b>" });
    expect(hostile).toContain("<title>&lt;script&gt;&amp;&#39;&quot;</title><desc>&lt;/desc&gt;&lt;b&gt;</desc>");
    expect(await toSvg(point)).toContain("<title>Chart</title><desc>Chart (point, 1 row).</desc>");
  });

  test("leaves room for the longest label, measured in the picture's own font", async () => {
    const label = "WWWWWWWWWWWWWWWWWWWWWWWWW";
    const data = { values: [{ kind: label, count: 1 }] };
    const axis = { labelLimit: 0 };
    const encoding = { y: { field: "kind", type: "nominal", axis }, x: { field: "count", type: "quantitative" } };
    const svg = await toSvg({ ...bars, data, encoding, title: undefined });
    const width = textWidth(label, { size: 10, bold: false });
    const left = Number(/translate\((\d+),/.exec(svg)?.[1]);
    expect(left).toBeGreaterThan(width + 7);
    expect(left).toBeLessThan(width + 45);
  });

  test("cuts a label at the character where its width reaches the limit", async () => {
    const label = "i".repeat(60);
    const limited = { ...bars, data: { values: [{ kind: label, count: 1 }] } };
    const svg = await toSvg({
      ...limited,
      encoding: { ...bars.encoding, x: { field: "kind", axis: { labelLimit: 80 } } },
    });
    const cut = />(i+)\u2026</.exec(svg)?.[1] ?? "";
    expect(textWidth(`${cut}\u2026`, { size: 10, bold: false })).toBeLessThan(80);
    expect(textWidth(`${cut}ii\u2026`, { size: 10, bold: false })).toBeGreaterThanOrEqual(80);
  });

  test("is the same whatever was drawn before or beside it", async () => {
    const alone = await toSvg(clipped);
    await toSvg({ ...clipped, title: "Another" });
    const [again] = await Promise.all([toSvg(clipped), toSvg({ ...clipped, title: "Beside" }), toSvg(bars)]);
    expect(again).toBe(alone);
    expect(alone).toMatch(/clip-path="url\(#c[0-9a-f]{8}-0\)"/);
    expect(alone).toMatch(/fill="url\(#c[0-9a-f]{8}-1\)"/);
    const ids = [...alone.matchAll(/ id="([^"]*)"/g)].map((match) => match[1]);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(2);
  });

  test("has ids of its own, so that two charts fit in one page, and keeps text that looks like an id", async () => {
    const text = 'id="clip1" url(#clip1)';
    const [one, two] = [await toSvg(clipped), await toSvg({ ...clipped, title: text })];
    expect(idOf(one)).not.toBe(idOf(two));
    expect(two).toContain("<title>id=&quot;clip1&quot; url(#clip1)</title>");
  });

  test("draws interactive charts without printing anything", async () => {
    const said = vi.spyOn(console, "warn");
    const wrote = vi.spyOn(process.stderr, "write");
    const params = [
      { name: "pick", select: { type: "point", fields: ["x"] }, bind: "legend" },
      { name: "zoom", select: "interval", bind: "scales" },
      { name: "size", value: 3, bind: { input: "range", min: 1, max: 9 } },
    ];
    const svg = await toSvg({ ...point, params, encoding: { ...xy, color: { field: "x", type: "nominal" } } });
    expect(svg).toContain("<path");
    expect(said).not.toHaveBeenCalled();
    expect(wrote).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });

  test("removes the target of a link that runs a script", async () => {
    const svg = await toSvg({ ...point, encoding: { ...xy, href: { value: "javascript:alert(1)" } } });
    expect(svg).not.toContain("javascript:");
  });

  test.each([
    ["no mark", { data: { values: [] } }, /it has no mark\. Give it a mark/],
    ["an unknown mark", { ...point, mark: "pint" }, /"pint" is not one of the marks arc, area, bar/],
    ["a broken expression", { ...point, transform: [{ calculate: "datum.x +* 2", as: "z" }] }, /Unexpected token/],
    ["a layer that is null", { layer: [null], data: { values: [] } }, /as it is null\. Check/],
    ["data that cannot be read", { ...point, data: { url: "missing.csv" } }, /from missing\.csv \(ENOENT: /],
    ["an array", [1, 2], /it has no mark/],
  ])("%s is an error that names the chart", async (_name, spec, message) => {
    const drawing = toSvg(Array.isArray(spec) ? spec : { title: "Mine", ...spec });
    await expect(drawing).rejects.toThrow(ChartError);
    await expect(drawing).rejects.toThrow(message);
    await expect(drawing).rejects.toThrow(Array.isArray(spec) ? /^Drawing a chart: / : /^Drawing the chart "Mine": /);
  });

  test.each([
    ["Vega", { ...point, transform: [{ calculate: "datum.no.thing", as: "z" }] }, expect.any(Error)],
    ["Vega-Lite", { layer: [null], data: { values: [] } }, expect.any(Error)],
    ["Vega's loader", { ...point, data: { url: "missing.csv" } }, expect.any(Error)],
    ["tsnb", { data: { values: [] } }, undefined],
  ])("an error of %s has an error as its cause or none, never a string", async (_thrower, spec, cause) => {
    const thrown: unknown = await toSvg(spec).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(ChartError);
    expect(Reflect.get(Object(thrown), "cause")).toEqual(cause);
  });

  test("reports independent errors when data cannot be loaded, but not their consequences", async () => {
    const missing = { ...point, data: { url: "missing.csv" } };
    await expect(toSvg({ ...missing, mark: "pint" })).rejects.toMatchObject({ name: "ChartError" });
    await expect(toSvg({ ...missing, transform: [{ filter: "+*" }] })).rejects.toMatchObject({ name: "ChartError" });
    const joined = { data: { url: "missing.csv" }, key: "x", fields: ["z"] };
    const filled = [
      { lookup: "x", from: joined },
      { calculate: "datum.z.w", as: "w" },
    ];
    await expect(toSvg({ ...point, transform: filled })).rejects.toMatchObject({ name: "ChartDataError" });
  });

  test("reports why a server gives no data", async () => {
    const server = createServer((_request, response) => response.writeHead(404).end()).listen(0, "127.0.0.1");
    await once(server, "listening");
    const url = `http://127.0.0.1:${Object(server.address()).port}/cars.json`;
    await expect(toSvg({ ...point, data: { url } })).rejects.toThrow(`${url} (the server answered 404 Not Found)`);
    server.close();
    await once(server, "close");
    await expect(toSvg({ ...point, data: { url } })).rejects.toThrow(`${url} (connect ECONNREFUSED`);
  });

  test("loads data again each time", async () => {
    const url = join(scratch(), "data.json");
    const loaded = { ...point, data: { url } };
    await expect(toSvg(loaded)).rejects.toThrow(ChartError);
    for (const rows of [1, 2]) {
      writeFileSync(url, JSON.stringify(Array.from({ length: rows }, (_, x) => ({ x, y: x }))));
      expect((await toSvg(loaded)).match(/<path[^>]*stroke="#4c78a8"/g)).toHaveLength(rows);
    }
  });

  test("draws the next chart after one that failed", async () => {
    await expect(toSvg({ ...bars, mark: "pint" })).rejects.toThrow(ChartError);
    expect(await toSvg(bars)).toContain("Two bars");
  });
});

describe("values that JSON cannot represent", () => {
  test("a date keeps its instant", async () => {
    const values = [
      { x: new Date(Date.UTC(2024, 0, 1)), y: 1 },
      { x: new Date(Date.UTC(2024, 0, 3)), y: 2 },
    ];
    const svg = await toSvg({
      ...point,
      mark: "line",
      data: { values },
      encoding: { ...xy, x: { field: "x", type: "temporal", scale: { type: "utc" }, axis: { format: "%d" } } },
    });
    expect(svg).toContain(">02<");
    expect(svg).not.toContain("NaN");
  });

  test("NaN, infinities and nulls are omitted, and big integers are drawn", async () => {
    const values = [
      { x: Number.NaN, y: 1 },
      { x: Number.POSITIVE_INFINITY, y: 1 },
      { x: null, y: 1 },
      { x: 5n, y: 2n ** 60n },
    ];
    const svg = await toSvg({ ...point, data: { values } });
    expect(svg).not.toContain("NaN");
    expect(svg.match(/<path[^>]*stroke="#4c78a8"/g)).toHaveLength(1);
  });

  test("an empty table draws axes and gives a warning", async () => {
    const empty = { ...point, data: { values: [] } };
    expect(await toSvg(empty)).toContain("<svg");
    expect(await chartWarnings(empty)).toEqual(["its data has no rows"]);
  });

  test("layers with rows of their own give no warning about the empty table around them", async () => {
    const none = { values: [] };
    const layer = { ...point, data: { values: [{ x: 1, y: 2 }] } };
    const { data: _, ...bare } = layer;
    expect(await chartWarnings({ data: none, layer: [layer] })).toEqual([]);
    expect(await chartWarnings({ data: none, layer: [layer, bare] })).toEqual(["one of its views has no rows"]);
    expect(await chartWarnings({ data: none, layer: [bare] })).toEqual(["its data has no rows"]);
    expect(await chartWarnings({ layer: [{ ...bare, data: none }] })).toEqual(["its data has no rows"]);
  });

  test("rows without values give one warning, whatever the scales", async () => {
    const log = { ...xy, x: { field: "x", type: "quantitative", scale: { type: "log" } } };
    const values = [{ x: null, y: 1 }];
    const expected = ['no row has a value for each of "x", "y", so nothing is drawn there'];
    expect(await chartWarnings({ ...point, encoding: log, data: { values } })).toEqual(expected);
    const stacked = { ...xy, color: { field: "x", type: "nominal" } };
    expect(await chartWarnings({ mark: "area", encoding: stacked, data: { values } })).toEqual([
      'no row has a value for "x", so nothing is drawn there',
    ]);
  });

  test("a legend of many names gives no warning: it says itself how many are left out", async () => {
    const values = Array.from({ length: 50 }, (_, x) => ({ x, y: x, c: `name ${x}` }));
    const many = { ...point, data: { values }, encoding: { ...xy, color: { field: "c", type: "nominal" } } };
    expect(await chartWarnings(many)).toEqual([]);
    expect(await toSvg(many)).toContain("\u2026");
  });
});

describe("chartWarnings", () => {
  test("is empty for a good chart", async () => {
    expect(await chartWarnings(bars)).toEqual([]);
  });

  test("names a channel that does not exist and a field without values", async () => {
    expect(await chartWarnings({ ...bars, encoding: { ...bars.encoding, colour: { field: "kind" } } })).toEqual([
      "colour-encoding is dropped as colour is not a valid encoding channel.",
    ]);
    const misspelt = { ...point, encoding: { ...xy, y: { field: "why", type: "quantitative" } } };
    expect(await chartWarnings(misspelt)).toEqual([
      'no row has a value for each of "x", "why", so nothing is drawn there',
    ]);
  });
});

describe("names that JavaScript keeps for itself", () => {
  const area = { mark: "area", encoding: { ...xy, color: { field: "c", type: "nominal" } } };
  const names = ["__proto__", "b", "__proto__"];

  test.each([
    ["a value", { values: names.map((c, x) => ({ x, y: x, c })) }],
    [
      "a value in CSV",
      { values: `x,y,c\n${names.map((c, x) => `${x},${x},${c}`).join("\n")}`, format: { type: "csv" } },
    ],
    ["a column", { values: [JSON.parse('{ "x": 1, "y": 2, "__proto__": 3 }')] }],
  ])("are refused as %s, before Vega changes all objects", async (_what, data) => {
    await expect(toSvg({ ...area, data })).rejects.toThrow(
      'Drawing a chart: Vega cannot draw the name or value "__proto__". Rename it.',
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test("are drawn as a part of other words", async () => {
    const values = [{ x: 1, y: 2, c: "an object's __proto__" }];
    expect(await toSvg({ ...area, data: { values } })).toContain("<svg");
  });
});

describe.skipIf(!hasShared)("the original's charts", () => {
  const folder = join(shared, "goldens", "2022-07", "specs");
  const files = hasShared ? readdirSync(folder) : [];

  test("are seven", () => {
    expect(files).toHaveLength(7);
  });

  test.each(files)("%s draws every row", async (file) => {
    const spec: Record<string, Record<string, unknown[]>> = JSON.parse(readFileSync(join(folder, file), "utf8"));
    const rows = Object.values(spec["datasets"] ?? {}).flat().length;
    const svg = await toSvg(spec);
    const marks = /class="mark-(symbol|rect) role-mark[^"]*"[^>]*>(.*?)<\/g>/s.exec(svg)?.[2] ?? "";
    expect(marks.match(/<path/g)).toHaveLength(rows);
  });
});
