import { inspect } from "node:util";
import pl from "nodejs-polars";
import { describe, expect, test } from "vitest";
import { table } from "../../../src/display/table/table.ts";

const F64 = '<span style="opacity:0.6;font-weight:normal">f64</span>';
const models = pl.DataFrame({ model: ["levit_128s", null, "vit"], secs: [0.5, 12.25, null] });

function cellsOf(html: string): string[][] {
  const rows = [...html.matchAll(/<tr>(.*?)<\/tr>/gs)].map((row) => row[1] ?? "");
  return rows.map((row) => [...row.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/g)].map((cell) => cell[1] ?? ""));
}

/** The rows that a table's HTML contains for paging. */
function carriedBy(html: string): { rows: string[][] } {
  const [, json = ""] = /<div data-table='([^']*)'>/.exec(html) ?? [];
  expect(json).not.toContain("<");
  return JSON.parse(json.replaceAll("&#39;", "'").replaceAll("&amp;", "&"));
}

function share(value: unknown): string {
  return Number(value).toLocaleString("en-US", { maximumFractionDigits: 1 });
}

describe("html", () => {
  test("has units in the header, right-aligned numbers and marked nulls", () => {
    const shown = table(models, { units: { secs: "s" }, caption: "Times <all>", pages: false }).html();
    expect(shown).toBe(
      [
        '<table class="tex2jax_ignore mathjax_ignore">',
        "<caption>Times &lt;all&gt;</caption>",
        '<thead><tr><th style="text-align:left">model<br><span style="opacity:0.6;font-weight:normal">str</span></th><th style="text-align:right">secs (s)<br><span style="opacity:0.6;font-weight:normal">f64</span></th></tr></thead>',
        "<tbody>",
        '<tr><td style="text-align:left">levit_128s</td><td style="text-align:right">0.50</td></tr>',
        '<tr><td style="text-align:left"><em style="opacity:0.6">null</em></td><td style="text-align:right">12.25</td></tr>',
        '<tr><td style="text-align:left">vit</td><td style="text-align:right"><em style="opacity:0.6">null</em></td></tr>',
        "</tbody>",
        "</table>",
        "<p>3 rows × 2 columns</p>",
      ].join("\n"),
    );
  });

  test("escapes names, units and values, and sets no colour", () => {
    const shown = table([{ "<i>": `<script>alert("x")</script> & 'y'` }], { units: { "<i>": "<u>" } }).html();
    expect(shown).toContain("&lt;i&gt; (&lt;u&gt;)");
    expect(shown).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;y&#39;");
    expect(shown).not.toMatch(/color|background|<script|<i>/);
  });

  test("cuts a long frame to head and tail, and counts the hidden rows", () => {
    const long = table(pl.DataFrame({ n: Array.from({ length: 12_345 }, (_, index) => index) }), { rows: 5 });
    expect(cellsOf(long.html()).flat()).toEqual([`n<br>${F64}`, "0", "1", "2", "&#8942;", "12,343", "12,344"]);
    expect(long.html()).toContain("<p>12,345 rows × 1 column, 12,340 rows hidden</p>");
    expect([long.height, long.rows, long.columns]).toEqual([12_345, [[0], [1], [2], [12_343], [12_344]], ["n"]]);
  });

  const many = pl.DataFrame({
    n: Array.from({ length: 12_000 }, (_, n) => n),
    s: Array.from({ length: 12_000 }, () => "<b> & 'b'"),
  });

  test("carries the rows that readers page through, as many as fit, and is else the plain one", () => {
    const html = table(many, { rows: 4, units: { n: "m" } }).html();
    const plain = table(many, { rows: 4, units: { n: "m" }, pages: false });
    expect(html).toContain(plain.html());
    expect(plain.html()).not.toContain("script");
    const { rows, ...facts } = carriedBy(html);
    expect(facts).toEqual({
      length: 4,
      of: `the first ${rows.length.toLocaleString("en")} rows`,
      size: `12,000 rows × 2 columns, ${(12_000 - rows.length).toLocaleString("en")} rows hidden`,
    });
    expect([rows.length, rows[0], rows[999]]).toEqual([1000, ["0", "<b> & 'b'"], ["999", "<b> & 'b'"]]);
  });

  test("carries at most 32,000 characters, unless pages are asked for", () => {
    const long = Array.from({ length: 500 }, (_, n) => ({ n, text: "x".repeat(n < 10 ? 10 : 190) }));
    expect(table(long).html().length).toBeLessThan(45_000);
    expect(carriedBy(table(long, { pages: true }).html()).rows).toHaveLength(500);
    const longest = Array.from({ length: 500 }, () => ({ a: "x".repeat(200), b: "y".repeat(200), c: "z".repeat(200) }));
    expect(carriedBy(table(longest).html()).rows).toHaveLength(52);
    const wider = longest.map((row) => ({ ...row, d: row.a, e: row.a, f: row.a, g: row.a, h: row.a }));
    expect(table(wider).html()).toBe(table(wider, { pages: false }).html());
  });

  test("a table that is shown whole carries only its sort script; one with a single row, nothing", () => {
    const two = table([{ n: 1 }, { n: 2 }]).html();
    expect(two).toContain("<div data-table=''>");
    expect(two).toContain(table([{ n: 1 }, { n: 2 }], { pages: false }).html());
    expect(table([{ n: 1 }]).html()).toMatch(/^<table/);
  });

  test("carries numbers for columns whose text does not show their order", () => {
    const secs = [0.0012, 0.000047, Number.NaN, Number.NEGATIVE_INFINITY];
    const rows = secs.map((value, at) => ({ plain: value, unit: value, mixed: [2n, "n/a", null, 1.5][at] }));
    const formats = { unit: (value: unknown) => `${String(value)} s` };
    const whole = table(rows, { formats }).html();
    expect([...whole.matchAll(/data-sort="(.*?)">(.*?)</g)].map(([, ...keyAndText]) => keyAndText.join(": "))).toEqual([
      "0.0012: 0.0012 s",
      "2: 2n",
      "0.000047: 0.000047 s",
      "NaN: NaN s",
      "-Infinity: -Infinity s",
      "1.5: 1.5",
    ]);
    expect(table(rows, { formats, pages: false }).html()).not.toContain("data-sort");
    expect(carriedBy(table(rows, { formats, rows: 2 }).html()).rows).toEqual([
      ["1.200e-3", ["0.0012 s", 0.0012], ["2n", 2]],
      ["4.700e-5", ["0.000047 s", 0.000047], "n/a"],
      ["NaN", ["NaN s", "NaN"], null],
      ["-Infinity", ["-Infinity s", "-Infinity"], ["1.5", 1.5]],
    ]);
    expect(table([{ n: 1234.56 }, { n: Number.NaN }, { n: null }], { formats: { n: share } }).html()).not.toContain(
      "data-sort",
    );
    const took = pl.DataFrame([pl.Series("took", [3_600_000, 300_000, null]).cast(pl.Duration("ms"))]);
    expect(table(took).html()).toMatch(/data-sort="3600000">1h<.*data-sort="300000">5m</s);
    const on = [new Date("2026-02-01"), new Date("2026-01-01")].map((day) => ({ day, text: day }));
    const dated = table(on, { formats: { text: () => "a day" } }).html();
    expect([...dated.matchAll(/data-sort="(.*?)"/g)].map(([, key]) => Number(key))).toEqual(
      on.map(({ day }) => day.getTime()),
    );
  });

  test("cuts a wide frame in the middle, and counts the hidden columns", () => {
    const row = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`c${index}`, index]));
    const wide = table([row], { maxColumns: 5 });
    expect(cellsOf(wide.html())).toEqual([
      ["c0", "c1", "c2", "&#8943;", "c28", "c29"],
      ["0", "1", "2", "&#8943;", "28", "29"],
    ]);
    expect(wide.html()).toContain("<p>1 row × 30 columns, 25 columns hidden</p>");
  });

  test("a table at the limits is shown whole", () => {
    const rows = Array.from({ length: 20 }, (_, index) => ({ index }));
    expect(table(rows).html()).not.toContain("hidden");
    expect(table([...rows, { index: 20 }]).html()).toContain("1 row hidden");
  });

  test("shortens long text between characters", () => {
    const [, cell = ""] = cellsOf(table([{ text: "🚀".repeat(500) }]).html()).flat();
    expect(cell).toBe(`${"🚀".repeat(199)}…`);
  });
});

describe("text", () => {
  test("aligns columns, and quotes the word null", () => {
    const shown = table([{ model: "vit", top1: 76.5 }, { model: null, top1: 8 }, { model: "null" }], {
      units: { top1: "%" },
    });
    expect(shown.text()).toBe(
      ["model   top1 (%)", "──────  ────────", "vit         76.5", "null         8.0", '"null"      null'].join("\n"),
    );
  });

  test("aligns wide characters and names control characters", () => {
    const shown = table([
      { a: "時間", b: 1 },
      { a: "e\u0301", b: 2 },
      { a: "x\ty\u001b[31m\n", b: 3 },
    ]).text();
    expect(shown.split("\n")).toEqual([
      "a                 b",
      "────────────────  ─",
      "時間              1",
      "e\u0301                 2",
      "x\\ty\\u001b[31m\\n  3",
    ]);
  });

  test("omits middle columns until it fits, and counts them", () => {
    const row = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`column_${index}`, "x".repeat(15)]));
    const text = table([row]).text(80);
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(text.split("\n")[0]?.split(/\s+/)).toEqual(["column_0", "column_1", "…", "column_10", "column_11"]);
    expect(text).toContain("1 row × 12 columns, 8 columns hidden");
    expect(table([row]).text(1).split("\n")[0]?.split(/\s+/)).toEqual(["column_0", "…"]);
  });

  test("marks the hidden rows, under the caption", () => {
    const rows = Array.from({ length: 9 }, (_, n) => ({ n }));
    expect(table(rows, { rows: 3, caption: "Nine" }).text()).toBe(
      "Nine\nn\n─\n0\n1\n⋮\n8\n9 rows × 1 column, 6 rows hidden",
    );
  });
});

test("a console shows the text", () => {
  expect(inspect(table(models))).toBe(table(models).text());
  expect(String(table(models))).toBe(table(models).text());
});

describe("sources", () => {
  test("an empty frame and an empty list have a size", () => {
    expect(table(pl.DataFrame({})).text()).toBe("0 rows × 0 columns");
    expect(table([]).html()).toContain("<p>0 rows × 0 columns</p>");
    expect(table(models.head(0)).text()).toBe("model  secs\nstr     f64\n─────  ────\n0 rows × 2 columns");
  });

  test("rows need not have the same keys", () => {
    expect(table([{ a: 1 }, { b: "x" }]).rows).toEqual([
      [1, undefined],
      [undefined, "x"],
    ]);
  });

  test("accepts options for zero rows, fractions and unknown columns", () => {
    expect(table([{ a: 1 }, { a: 2 }, { a: 3 }], { rows: 0 }).rows).toEqual([[1], [3]]);
    expect(table([{ a: 1 }], { units: { b: "s" }, formats: { b: () => "never" } }).text()).toBe("a\n─\n1");
  });

  test("of a million rows, reads only those that are shown or carried", () => {
    const read: [number, number][] = [];
    const long = {
      [Symbol.toStringTag]: "DataFrame",
      columns: ["n"],
      height: 1_000_000,
      slice(offset: number, length: number) {
        read.push([offset, length]);
        return { rows: () => Array.from({ length }, (_, index) => [offset + index]) };
      },
    };
    table(long, { pages: false });
    const shown = [
      [0, 10],
      [999_990, 10],
    ];
    expect(read).toEqual(shown);
    table(long);
    expect(read.slice(2)).toEqual([...shown, [0, 1000]]);
  });
});

test.each<[unknown, string]>([
  [new Map(), "Map(0) {}"],
  [{ a: 1 }, "{ a: 1 }"],
  [undefined, "undefined"],
  [[1, 2], "[ 1, 2 ]"],
])("is refused for %o, which is neither a frame nor rows", (source, got) => {
  expect(() => Reflect.apply(table, undefined, [source])).toThrow(`Making a table: got ${got}. Give a data frame`);
});
