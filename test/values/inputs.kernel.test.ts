import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sharedClient } from "../kernel/support/client.ts";
import { dataOf, tracebackOf } from "../kernel/support/outputs.ts";
import { installedPackages } from "./installed.ts";

type Data = { readonly [type: string]: unknown };

const client = await sharedClient({ cwd: installedPackages(), env: { NO_COLOR: "1" } });
await client.execute("%check off");

beforeAll(async () => {
  const { stderr } = await client.execute(`import pl from "nodejs-polars";
import * as aq from "arquero";
import * as arrow from "apache-arrow";
import * as dfd from "danfojs-node";
import { JSDOM } from "jsdom";
import { parseHTML } from "linkedom";
import * as d3 from "d3";
const page = new JSDOM("<p>one</p><p>two &amp; <b>three</b></p><svg width='9'><g><a xlink:href='#x'/></g></svg>").window.document;
const linked = parseHTML("<ul><li>1</li><li>2</li></ul><svg viewBox='0 0 9 9'><rect/></svg>").document;
const column = (values: any[], type: any) => pl.DataFrame({ c: pl.Series("c", values).cast(type) });`);
  if (stderr !== "") throw new Error(stderr);
});

async function shownBy(code: string): Promise<Data> {
  const run = await client.execute(code);
  expect(tracebackOf(run)).toBe("");
  expect(run.outputs.map(({ header }) => header.msg_type)).toEqual(["execute_result"]);
  return Object(dataOf(run)[0]);
}

async function textBy(code: string): Promise<string> {
  return String((await shownBy(code))["text/plain"]);
}

describe("frames of Polars", () => {
  it.each<[code: string, type: string, ...cells: string[]]>([
    ['column([new Date(1234)], pl.Datetime("us"))', "datetime[μs]", "1970-01-01 00:00:01.234"],
    [
      'column([new Date(0)], pl.Datetime("ns", "Asia/Kolkata"))',
      "datetime[ns, Asia/Kolkata]",
      "1970-01-01 05:30:00 IST",
    ],
    ["column([new Date(86_400_000), null], pl.Date)", "date", "1970-01-02", "null"],
    ["column([3_600_000_000_000], pl.Time)", "time", "01:00:00"],
    ['column([3_661_001, 0, -1000], pl.Duration("ms"))', "duration[ms]", "1h 1m 1s 1ms", "0ms", "-1s"],
    ["column([1.25, null, -0.5], pl.Decimal(10, 2))", "decimal[10,2]", "1.25", "null", "-0.50"],
    ['column(["b", "a", null], pl.Categorical)', "cat", "b", "a", "null"],
    ["column([9007199254740993n], pl.Int64)", "i64", "9007199254740993"],
    ["column([true, null], pl.Bool)", "bool", "true", "null"],
    ["pl.DataFrame({ c: [[1, 2], [3]] })", "list[f64]", "[ 1, 2 ]", "[ 3 ]"],
    ['pl.DataFrame([{ c: { city: "Rome", zip: null } }])', "struct[2]", "{ city: 'Rome', zip: null }"],
    [
      "pl.DataFrame({ c: [1.25] }).select(pl.col('c').cast(pl.Decimal(5, 2)).implode())",
      "list[decimal[5,2]]",
      "[1.25]",
    ],
    ['pl.DataFrame({ c: ["it\'s\\n<b>", "null"] })', "str", "it's\\n<b>", '"null"'],
  ])("write %s with its type", async (code, type, ...cells) => {
    const lines = (await textBy(code)).split("\n").map((line) => line.trim());
    expect(lines).toEqual([
      "c",
      type,
      expect.stringMatching(/^─+$/),
      ...cells,
      expect.stringMatching(/^\d rows? × 1 column$/),
    ]);
  });

  it("write a struct with values that JavaScript lacks as Polars does", async () => {
    const text = await textBy(`const money = pl.Series("m", [1.5]).cast(pl.Decimal(5, 2));
pl.DataFrame({ n: [1], m: money }).select(pl.struct([pl.col("n"), pl.col("m")]).as("both"))`);
    expect(text).toContain("{1.0,1.50}");
  });

  it.each<[string, string, string]>([
    ["an empty frame", "pl.DataFrame({ a: [1] }).head(0)", "0 rows × 1 column"],
    ["no columns", "pl.DataFrame({})", "0 rows × 0 columns"],
    [
      "a long frame",
      "pl.DataFrame({ a: Array.from({ length: 5000 }, (_, i) => i) })",
      "5,000 rows × 1 column, 4,980 rows hidden",
    ],
    [
      "a wide frame",
      "pl.DataFrame(Object.fromEntries(Array.from({ length: 50 }, (_, i) => ['c' + i, [i]])))",
      "1 row × 50 columns",
    ],
    ["a name with marks", "pl.DataFrame({ \"it's [f64]\": ['x'] })", "it's [f64]\nstr\n"],
    ["a series of structs", "pl.DataFrame([{ p: { a: 1 } }]).getColumn('p')", "struct[1]"],
    ["a lazy frame, which has no rows yet", "pl.DataFrame({ a: [1] }).lazy()", 'DF ["a"]'],
  ])("have a shape: %s", async (_what, code, expected) => {
    expect(await textBy(code)).toContain(expected);
  });

  it("print a frame by console.log as Polars does", async () => {
    const run = await client.execute('console.log(pl.DataFrame([{ id: 1, place: { city: "Rome" } }]))');
    expect(tracebackOf(run)).toBe("");
    expect(run.stdout).toContain('{"Rome"}');
  });
});

describe("tables of other libraries", () => {
  it.each<[string, string, readonly string[]]>([
    [
      "Arquero after a filter",
      "aq.table({ a: [1, 2, 3] }).filter((d: any) => d.a > 1)",
      ["a", "─", "2", "3", "2 rows × 1 column"],
    ],
    [
      "Arquero in an order",
      "aq.table({ a: [1, 3, 2] }).orderby(aq.desc('a'))",
      ["a", "─", "3", "2", "1", "3 rows × 1 column"],
    ],
    ["Arquero, empty", "aq.table({ a: [] })", ["a", "─", "0 rows × 1 column"]],
    [
      "Arquero with nothing and dates",
      "aq.table({ a: [null, new Date(0)] })",
      ["a", "──────────", "null", "1970-01-01", "2 rows × 1 column"],
    ],
    [
      "Arquero in groups",
      "aq.table({ k: ['x', 'x'], a: [1, 2] }).groupby('k').count()",
      ["k  count", "─  ─────", "x      2", "1 row × 2 columns"],
    ],
    [
      "Arrow's text",
      "arrow.tableFromArrays({ s: ['x', '<y>'] })",
      ["s", "Dictionary<Int32, Utf8>", "───────────────────────", "x", "<y>", "2 rows × 1 column"],
    ],
    [
      "Arrow's vector",
      "arrow.vectorFromArray([1n, null], new arrow.Int64())",
      ["", "Int64", "─────", "    1", " null", "2 rows × 1 column"],
    ],
    [
      "Arrow's days",
      "arrow.vectorFromArray([new Date(0)], new arrow.DateDay())",
      ["", "Date32<DAY>", "───────────", "1970-01-01", "1 row × 1 column"],
    ],
    [
      "Arrow's moments",
      "arrow.vectorFromArray([1500], new arrow.TimestampMillisecond())",
      ["", "Timestamp<MILLISECOND>", "──────────────────────", "1970-01-01 00:00:01.500", "1 row × 1 column"],
    ],
    [
      "Arrow's batch",
      "arrow.tableFromArrays({ a: Int8Array.of(7) }).batches[0]",
      ["   a", "Int8", "────", "   7", "1 row × 1 column"],
    ],
    [
      "Danfo with an index",
      "new dfd.DataFrame({ a: [1, 2] }, { index: ['i', 'j'] })",
      ["           a", "index  int32", "─────  ─────", "i          1", "j          2", "2 rows × 2 columns"],
    ],
    [
      "Danfo's series",
      "new dfd.Series([1.5, 2.25])",
      ["      0", "float32", "───────", "   1.50", "   2.25", "2 rows × 1 column"],
    ],
    [
      "Danfo with nothing",
      "new dfd.DataFrame([[1, null], [2, 'x']], { columns: ['n', 's'] })",
      ["    n  s", "int32  string", "─────  ──────", "    1  null", "    2  x", "2 rows × 2 columns"],
    ],
    ["Danfo, empty", "new dfd.DataFrame([], { columns: ['n'] })", ["n", "─", "0 rows × 1 column"]],
  ])("are tables: %s", async (_what, code, expected) => {
    const data = await shownBy(code);
    expect(String(data["text/html"])).toMatch(/^(?:<div data-table=''>\n)?<table /);
    const lines = String(data["text/plain"]).split("\n");
    expect(lines.filter((line) => !line.startsWith("─"))).toEqual(expected.filter((line) => !line.startsWith("─")));
  });

  it("write decimals of Arrow with their point", async () => {
    const code = `const words = new Uint32Array([12345, 0, 0, 0, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff]);
arrow.makeVector(arrow.makeData({ type: new arrow.Decimal(2, 10, 128), length: 2, data: words }))`;
    expect(await textBy(code)).toMatch(/ 123\.45\n *-0\.01\n/);
  });

  it("are accepted by table(), with its options", async () => {
    const code = `import { table } from "tsnb/display"; table(aq.table({ a: [1, 2, 3] }), { rows: 2, units: { a: "s" } })`;
    expect(await textBy(code)).toBe("a (s)\n─────\n    1\n⋮\n    3\n3 rows × 1 column, 1 row hidden");
  });
});

describe("nodes", () => {
  it.each<[string, string, string | RegExp]>([
    ["an element", "page.querySelectorAll('p')[1]", "<p>two &amp; <b>three</b></p>"],
    ["a list of nodes", "page.querySelectorAll('p')", "<p>one</p>\n<p>two &amp; <b>three</b></p>"],
    ["a collection", "page.getElementsByTagName('b')", "<b>three</b>"],
    [
      "a fragment",
      "const some = page.createDocumentFragment(); some.append('1 < 2', page.createElement('hr')); some",
      "1 &lt; 2<hr>",
    ],
    ["a document", "linked", /^<ul>|<html>/],
    ["a page of jsdom", "new JSDOM('<p>x</p>')", "<html><head></head><body><p>x</p></body></html>"],
    ["a part of a picture", "page.querySelector('g')", /^<svg><g>.*<\/g><\/svg>$/],
    ["an element of linkedom", "linked.querySelector('li')", "<li>1</li>"],
    ["a selection of several", "d3.select(page.body).selectAll('p')", "<p>one</p>\n<p>two &amp; <b>three</b></p>"],
    [
      "a script, as it is",
      "const script = page.createElement('script'); script.textContent = 'f()'; script",
      "<script>f()</script>",
    ],
  ])("are HTML: %s", async (_what, code, expected) => {
    const html = String((await shownBy(code))["text/html"]);
    expect(html).toMatch(expected);
  });

  it.each<[string, string]>([
    ["jsdom", "page.querySelector('svg')"],
    ["linkedom", "linked.querySelector('svg')"],
    ["a selection", "d3.select(page.querySelector('svg'))"],
    ["d3 with a namespace", "d3.create ? page.createElementNS('http://www.w3.org/2000/svg', 'svg') : 0"],
    [
      "a custom background",
      "const dark: any = page.querySelector('svg')!.cloneNode(true); dark.setAttribute('style', 'background:#000'); dark",
    ],
  ])("are pictures when they are SVG: %s", async (_what, code) => {
    const svg = String((await shownBy(code))["image/svg+xml"]);
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg.match(/background:/g)).toHaveLength(1);
    const parsed = await client.execute(
      `new page.defaultView!.DOMParser().parseFromString(${JSON.stringify(svg)}, "image/svg+xml").querySelector("parsererror")?.textContent ?? "fine"`,
    );
    expect(parsed.result).toBe("'fine'");
  });

  it.each<[string, string]>([
    ["what only has some of a node's properties", "({ nodeType: 1, nodeName: 'P' })"],
    ["an empty selection", "d3.selectAll([])"],
  ])("are text when they are not nodes: %s", async (_what, code) => {
    expect(Object.keys(await shownBy(code))).toEqual(["text/plain"]);
  });
});

describe("canvases", () => {
  const PNG = "Buffer.from('89504e470d0a1a0a00', 'hex')";

  it.each<[string, string]>([
    ["@napi-rs/canvas", `getContext() {}, encodeSync: (format: string) => format === "png" && ${PNG}`],
    [
      "skia-canvas",
      `getContext() {}, toBufferSync: (format: string) => format === "png" && ${PNG}, async toBuffer() {}`,
    ],
    ["canvas", `getContext() {}, toBuffer: (format: string) => format === "image/png" && ${PNG}`],
    ["what promises its bytes", `getContext() {}, toBuffer: async () => ${PNG}`],
  ])("are pictures by the methods of %s", async (_what, members) => {
    const data = await shownBy(`({ width: 4, height: 2, ${members} })`);
    expect(data).toEqual({ "image/png": "iVBORw0KGgoA", "text/plain": "Canvas, 4 × 2 pixels" });
  });

  it.each<[string, string, string]>([
    ["throws", "encodeSync() { throw new Error('no surface') }", "no surface"],
    ["gives no bytes", "toBuffer: () => 'text'", "width: 4"],
  ])("are text where encoding %s", async (_what, member, said) => {
    expect(await textBy(`({ width: 4, getContext() {}, ${member} })`)).toContain(said);
  });
});

describe("data that resembles a chart or a map", () => {
  it.each([
    "({ data: [{ x: 1 }] })",
    "({ data: [], layout: {} })",
    "({ data: [1, 2], layout: {} })",
    "({ data: [{ name: 'a' }], layout: { cells: 2 } })",
    "({ type: 'Point', x: 1 })",
    "({ type: 'Feature', geometry: 'none' })",
    "({ type: 'FeatureCollection', features: [{ type: 'other' }] })",
    "({ $schema: 'https://json-schema.org/draft/2020-12/schema', marks: [] })",
    "({ $schema: 5 })",
    "({ toSpec: () => ({ a: 1 }) })",
    "({ toHTML: (indent: number) => 'x' })",
    "({ toHTML: () => 5 })",
    "({ _repr_html_: () => null })",
    "({ cheerio: 'x' })",
    "({ numRows: 3, schema: { fields: 5 } })",
  ])("is text: %s", async (code) => {
    expect(Object.keys(await shownBy(code))).toEqual(["text/plain"]);
  });
});

describe("specs that cannot be drawn", () => {
  it.each<[string, string, string]>([
    [
      "a Vega spec of an unknown mark",
      "({ $schema: 'https://vega.github.io/schema/vega/v5.json', marks: [{ type: 'blob' }] })",
      "Drawing a chart: ",
    ],
    [
      "a circular Vega spec",
      "const v: any = { $schema: 'https://vega.github.io/schema/vega/v5.json' }; v.v = v; v",
      "circular",
    ],
    ["a circular Plotly figure", "const p: any = { data: [{ x: [1] }], layout: {} }; p.layout.p = p; p", "circular"],
    [
      "circular GeoJSON",
      "const g: any = { type: 'Feature', geometry: null, properties: {} }; g.properties.g = g; g",
      "circular",
    ],
    ["a toSpec that throws", "({ toSpec() { throw new Error('no spec') } })", "no spec"],
    ["a toTex that throws", "({ toTex() { throw new Error('no formula') } })", "no formula"],
    [
      "a custom frame that throws",
      "({ [Symbol.toStringTag]: 'DataFrame', columns: ['a'], height: 1, slice() { throw new Error('no rows') } })",
      "no rows",
    ],
  ])("are text with the reason: %s", async (_what, code, reason) => {
    const lines = (await textBy(code)).split("\n");
    expect(lines.filter((line) => line.startsWith("... shown as text: "))).toEqual([lines.at(-1)]);
    expect(lines.at(-1)).toContain(reason);
  });
});

describe("errors of HTTP clients", () => {
  let server: Server;
  let url = "";

  beforeAll(async () => {
    server = createServer((_request, response) => {
      response.writeHead(404, { "content-type": "application/json" }).end('{"error":"no such thing"}');
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    // eslint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has such an address
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x`;
  });

  afterAll(() => {
    server.close();
  });

  it.each<[string, (address: string) => string, RegExp]>([
    [
      "axios",
      (address) =>
        `import axios from "axios"; await axios.get("${address}", { headers: { Authorization: "Bearer s3cret" } })`,
      /request: GET http:\/\/127\.0\.0\.1:\d+\/x\n {4}response: 404 Not Found\n {4}body: \{ error: 'no such thing' \}\n/,
    ],
    [
      "axios with a base",
      (address) => `await axios.create({ baseURL: "${address.replace("/x", "")}" }).post("/x", { token: "s3cret" })`,
      /request: POST http:\/\/127\.0\.0\.1:\d+\/x\n/,
    ],
    [
      "axios without a server",
      () => 'await axios.put("http://user:s3cret@127.0.0.1:1/none")',
      /code: 'ECONNREFUSED'\n {4}request: PUT http:\/\/user:\*\*\*@127\.0\.0\.1:1\/none\n/,
    ],
    [
      "got",
      (address) =>
        `import got from "got"; await got("${address}", { headers: { authorization: "s3cret" }, retry: { limit: 0 } })`,
      /request: GET http:\/\/127\.0\.0\.1:\d+\/x\n {4}response: 404 Not Found\n {4}body: \{"error":"no such thing"\}\n/,
    ],
    [
      "an own one as ky's",
      (address) =>
        `throw Object.assign(new Error("failed"), { request: new Request("${address}"), response: await fetch("${address}"), options: { headers: "s3cret" } })`,
      /request: GET http:\/\/127\.0\.0\.1:\d+\/x\n {4}response: 404 Not Found\n/,
    ],
  ])("show the request and the response: %s", async (_what, code, expected) => {
    const traceback = tracebackOf(await client.execute(code(url)));
    expect(traceback).toMatch(expected);
    expect(traceback.split("\n").filter((line) => line.includes("s3cret") && !/^[> ]*\d+ \|/.test(line))).toEqual([]);
    expect(traceback.length).toBeLessThan(2000);
  });

  it("keep details of other errors, each in a few lines", async () => {
    const code = `const rows = Array.from({ length: 500 }, (_, i) => ({ i, name: "x".repeat(80) }));
throw Object.assign(new Error("x"), { code: "E_CODE", url: "/here", rows, when: new Date(0), deep: { a: { b: { c: { d: {} } } } } })`;
    const traceback = tracebackOf(await client.execute(code));
    expect(traceback).toContain("    code: 'E_CODE'\n    url: '/here'\n    rows: [");
    expect(traceback).toContain(
      "    when: 1970-01-01T00:00:00.000Z\n    deep: {\n      a: { b: { c: { d: {} } } }\n    }\n",
    );
    expect(traceback.split("\n").length).toBeLessThan(30);
  });
});
