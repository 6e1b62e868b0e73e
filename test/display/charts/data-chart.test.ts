import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import pl from "nodejs-polars";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chart } from "../../../src/display/chart.ts";
import { ChartDataError } from "../../../src/display/errors/chart-data-error.ts";
import { ChartError } from "../../../src/display/errors/chart-error.ts";
import { chartWarnings } from "../../../src/display/picture/svg.ts";
import { decodePng } from "../../support/png.ts";

const weather = pl.DataFrame({
  date: ["2026-01-01", "2026-01-02", "2026-01-01", "2026-01-02"],
  temp_c: [-2, 1, 4.5, 3],
  city: ["Oslo", "Oslo", "Bergen", "Bergen"],
  unused: [1, 2, 3, 4],
});

function specOf(made: object) {
  return JSON.parse(JSON.stringify(made));
}

describe("a chart of data", () => {
  test("is a Vega-Lite spec with the fields' types, and carries only these fields", () => {
    expect(specOf(chart(weather).line({ x: "date", y: "temp_c" }, { strokeWidth: 3 }).title("Days", "two"))).toEqual({
      title: { text: "Days", subtitle: "two" },
      description: "Lines of temp_c by date. temp_c runs from -2 to 4.5, date runs from 2026-01-01 to 2026-01-02.",
      width: 560,
      height: 320,
      data: {
        values: [
          { date: "2026-01-01", temp_c: -2 },
          { date: "2026-01-02", temp_c: 1 },
          { date: "2026-01-01", temp_c: 4.5 },
          { date: "2026-01-02", temp_c: 3 },
        ],
      },
      mark: { type: "line", point: "transparent", tooltip: true, strokeWidth: 3 },
      encoding: {
        x: { field: "date", type: "temporal", scale: { type: "utc" } },
        y: { field: "temp_c", type: "quantitative" },
      },
    });
  });

  test("leaves types to Vega-Lite where these follow from an aggregate, bin or time unit, or are given", () => {
    const made = chart(weather).bar({
      x: { field: "date", timeUnit: "month" },
      y: { field: "temp_c", aggregate: "mean" },
      color: { condition: { test: "datum.unused > 2", field: "city" }, value: "grey" },
      tooltip: ["city", "temp_c"],
      order: { field: "date", type: "ordinal" },
    });
    expect(specOf(made)).toMatchObject({
      encoding: {
        x: { field: "date", timeUnit: "utcmonth" },
        y: { field: "temp_c", aggregate: "mean" },
        color: { condition: { test: "datum.unused > 2", field: "city", type: "nominal" }, value: "grey" },
        tooltip: [
          { field: "city", type: "nominal" },
          { field: "temp_c", type: "quantitative" },
        ],
        order: { field: "date", type: "ordinal" },
      },
    });
    expect(Object.keys(specOf(made).data.values[0])).toEqual(["date", "temp_c", "city", "unused"]);
  });

  test("draws times in UTC, so that every reader sees the clock of the data", async () => {
    const made = chart([{ at: "2026-01-01 23:30" }, { at: "2026-01-02" }]).bar({
      x: { field: "at", timeUnit: { unit: "date", step: 2 } },
      color: "at",
      tooltip: "at",
      row: { field: "at", timeUnit: "utcdate" },
    });
    expect(specOf(made)).toMatchObject({
      data: { values: [{ at: "2026-01-01T23:30Z" }, { at: "2026-01-02" }] },
      encoding: {
        x: { timeUnit: { unit: "date", step: 2, utc: true } },
        color: { field: "at", type: "temporal", scale: { type: "utc" } },
        tooltip: { field: "at", type: "temporal", timeUnit: "utcyearmonthdatehoursminutes", title: "at" },
        row: { timeUnit: "utcdate" },
      },
    });
    expect(await chartWarnings(made)).toEqual([]);
  });

  test("never changes", () => {
    const first = chart(weather).point({ x: "temp_c" });
    const before = JSON.stringify(first);
    first.title("Another").size(100, 100).interactive().tooltip("city").facet("city");
    expect(JSON.stringify(first)).toBe(before);
  });

  test("accepts columns whose names are paths to Vega", async () => {
    const made = chart([{ "a.b": 1, "c[0]": "x" }]).bar({ x: "a.b", y: "c[0]" });
    expect(specOf(made)).toMatchObject({
      data: { values: [{ "a.b": 1, "c[0]": "x" }] },
      encoding: {
        x: { field: "a\\.b", title: "a.b", type: "quantitative" },
        y: { field: "c\\[0\\]", title: "c[0]", type: "nominal" },
      },
    });
    expect(await made.toSvg()).toContain(">c[0]</text>");
  });

  test("shows the names of such columns without escapes, also of their aggregates and with line breaks", async () => {
    const made = chart([{ "a.b": 1, "Wind\n(m/s)": 2 }]);
    const bars = made.bar({ x: "Wind\n(m/s)", y: { field: "a.b", aggregate: "mean" } });
    expect(specOf(bars).encoding).toMatchObject({ x: { title: "Wind (m/s)" }, y: { title: "Mean of a.b" } });
    const svg = await bars.tooltip("Wind\n(m/s)").interactive().toSvg();
    expect(svg).toContain(">Wind (m/s)</text>");
    expect(svg).toContain(">Mean of a.b</text>");
  });

  test("describes extreme numbers and times in the order of time", () => {
    const rows = [
      { size: 1e300, when: new Date("-001199-02-15"), zero: -0, same: 2 },
      { size: 5e-324, when: new Date("+012026-01-01"), zero: -0, same: 2 },
    ];
    const { description } = specOf(chart(rows).point({ x: "when", y: "size" }));
    expect(description).toContain("size runs from 5e-324 to 1e+300, when runs from -001199-02-15 to +012026-01-01.");
    expect(specOf(chart(rows).point({ x: "same", y: "zero" })).description).toMatch(/zero is 0, same is 2\.$/);
    const days = ["2026-03-01", "soon", "2026-01-01", "2026-02-01"].map((day) => ({ day }));
    const ticks = chart(days).point({ x: { field: "day", type: "temporal" } });
    expect(specOf(ticks).description).toBe("Points of day. day runs from 2026-01-01 to 2026-03-01.");
  });

  test("is PNG, SVG, a page, and a sentence to a console", async () => {
    const made = chart(weather)
      .bar({ x: "city", y: { field: "temp_c", aggregate: "mean" } })
      .size(200, 100);
    expect(decodePng(await made.toPng({ scale: 1 })).width).toBeGreaterThan(200);
    expect(await made.toSvg()).toMatch(/^<svg role="img"/);
    expect(made.toHtml()).toMatch(/^<!doctype html>/);
    expect(inspect(made)).toBe("Chart (bar, 4 rows). Bars of mean of temp_c by city.");
    expect(String(made)).toBe("Chart (bar, 4 rows). Bars of mean of temp_c by city.");
    expect(await chartWarnings(made)).toEqual([]);
  });

  test("is CSV above 5,000 rows, with the types of its columns", async () => {
    const rows = Array.from({ length: 5001 }, (_, at) => ({ n: at, kind: at % 2 === 0 ? 'a "b", c' : null, on: true }));
    const { data } = specOf(chart(rows).point({ x: "n", y: "kind", color: "on" }));
    expect(data.values.split("\n").slice(0, 3)).toEqual(["n,kind,on", '0,"a ""b"", c",true', "1,,true"]);
    expect(data.format).toEqual({ type: "csv", parse: { n: "number", kind: "string", on: "boolean" } });
    expect(specOf(chart(rows.slice(1)).point({ x: "n" })).data.values).toHaveLength(5000);
  });

  test("above 5,000 rows keeps the values of columns whose names are paths, and of lists and objects", async () => {
    const rows = Array.from({ length: 5001 }, (_, at) => ({ "a.b": at, 'it\'s "c[0]"': `k${at % 2}`, in: { x: at } }));
    const made = chart(rows).point({ x: "a.b", y: 'it\'s "c[0]"' });
    expect(specOf(made).data.values[5000]).toEqual({ "a.b": 5000, 'it\'s "c[0]"': "k0" });
    const svg = await made.toSvg();
    expect(svg).toContain(">5,000</text>");
    expect(svg).toContain(">k1</text>");
    expect(svg.match(/<path transform=/g)).toHaveLength(5001);
    const most = chart(rows).bar({ x: 'it\'s "c[0]"', y: { field: "a.b", aggregate: "max" } });
    expect(await most.toSvg()).toContain("5,000");
    const inside: Record<string, unknown>[] = rows;
    expect(specOf(chart(inside).point({ x: "in.x" })).data.values[5000]).toEqual({ in: { x: 5000 } });
  });

  test("above 5,000 rows distinguishes empty strings from missing ones", async () => {
    const rows = Array.from({ length: 5001 }, (_, n) => ({ n, kind: n % 2 === 0 ? "" : null }));
    expect(specOf(chart(rows).point({ x: "n", y: "kind" })).data.values.slice(0, 2)).toEqual(rows.slice(0, 2));
  });

  test("above 50,000 rows is an error with advice to aggregate", () => {
    const rows = Array.from({ length: 50_001 }, (_, n) => ({ n }));
    expect(() => chart(rows)).toThrow(ChartError);
    expect(() => chart(rows)).toThrow(/has 50,001 rows, .* at most 50,000\. Aggregate first, such as frame\.groupBy/);
    expect(chart(rows.slice(1)).point({ x: "n" })).toBeDefined();
  });

  test("of nothing has no fields to check", async () => {
    expect(await chart([]).point({ x: "a" }).toSvg()).toContain("<svg");
  });
});

describe("bad input", () => {
  const loose: { chart(data: unknown): { line(channels: object): unknown } } = { chart: (data) => chart(Object(data)) };
  test.each([
    [{ x: "temp" }, 'there is no column "temp". Did you mean "temp_c"? It has date, temp_c, city, unused.'],
    [{ x: { field: "Dates" } }, 'there is no column "Dates". Did you mean "date"?'],
    [{ x: "q" }, 'there is no column "q". Use one of date, temp_c, city, unused.'],
    [{ tooltip: ["citi"] }, 'there is no column "citi". Did you mean "city"?'],
    [{ x: { field: "date", sort: { field: "temp" } } }, 'there is no column "temp".'],
    [{ colour: "city" }, 'there is no channel "colour". Did you mean "color"?'],
  ])("%j", (channels, message) => {
    expect(() => loose.chart(weather).line(channels)).toThrow(ChartError);
    expect(() => loose.chart(weather).line(channels)).toThrow(message);
  });

  test("a chart without a mark is an error", async () => {
    const message = 'it has no mark yet. Draw it first, such as chart(frame).line({ x: "date"';
    expect(() => chart(weather).interactive()).toThrow(message);
    expect(() => chart(weather).layer(chart(weather))).toThrow(message);
    await expect(chart(weather).toSvg()).rejects.toThrow(`Drawing a chart: ${message}`);
    expect(inspect(chart(weather))).toContain(message);
  });

  test.each([
    [5, "its data is a number. Give a frame,"],
    [null, "its data is null. Give a frame,"],
    [undefined, "its data is undefined. Give a frame,"],
    [[1, 2], "its data is an array of values that are not objects"],
    [new Map([["a", 1]]), "its data is of the class Map. Give a frame,"],
    [Promise.resolve(weather), "its data is a promise. Put `await` before the expression that makes the data."],
    [[Promise.resolve({ a: 1 })], "its data is an array of promises. Put `await Promise.all(...)` around the array."],
    [weather.lazy(), "its data is a lazy frame, which has no rows yet. Give `await frame.collect()`."],
    [weather.groupBy("city"), "its data is grouped but not aggregated. Call .agg() or .count() on them first."],
  ])("%o as data is an error, alone and in a spec", (data, message) => {
    for (const input of [data, { data: data ?? 0, mark: "bar" }, { layer: [{ data: data ?? 0, mark: "bar" }] }]) {
      const said = input === data ? message : message.replace(/null|undefined/, "a number");
      expect(() => Reflect.apply(chart, undefined, [input])).toThrow(ChartError);
      expect(() => Reflect.apply(chart, undefined, [input])).toThrow(said);
    }
  });

  test.each([{}, { a: [1, 2] }, { values: [] }, { data: { values: [] } }])("%j without a mark is an error", (input) => {
    expect(() => Reflect.apply(chart, undefined, [input])).toThrow("it has no mark. Give it one, such as mark:");
  });

  test.each([0, -1, 1.5, Number.NaN, Infinity])("facets and charts side by side in %d columns", (columns) => {
    const made = chart(weather).line({ x: "date", y: "temp_c" });
    const message = `its number of columns is ${columns}. Give a whole number above 0.`;
    expect(() => made.facet("city", { columns })).toThrow(message);
    expect(() => made.concat(made, { columns })).toThrow(message);
  });

  test("more facets side by side than fit", () => {
    const made = chart(weather).line({ x: "date", y: "temp_c" });
    expect(() => made.facet("city", { columns: 30 })).toThrow(
      "30 charts do not fit side by side in 560 pixels. Give fewer columns, or call .size() with a greater width",
    );
    expect(specOf(made.size(2000).facet("city", { columns: 30 })).width).toBe(47);
  });

  test("areas whose stacking would take minutes", () => {
    const rows = Array.from({ length: 400 }, (_, n) => ({ n, id: `id ${n}`, half: n % 2 }));
    expect(() => chart(rows).area({ x: "n", y: "n", color: "id" })).toThrow(
      "stacking 400 areas at 400 places makes 160,000 points, and a chart should have at most 50,000. " +
        "Draw fewer areas, or lines, or give y the property stack: false.",
    );
    expect(() => chart(rows).area({ x: "n", y: { field: "n", stack: false }, color: "id" })).not.toThrow();
    expect(() => chart(rows).area({ x: "n", y: "n", color: "half", detail: "half" })).not.toThrow();
    expect(() => chart(rows).area({ x: "n", y: "half", color: "n" })).not.toThrow();
    expect(() => chart(rows).area({ x: "n", y: "n", y2: "half", color: "id" })).not.toThrow();
  });

  test("areas in facets, which Vega stacks before it divides them", () => {
    const rows = Array.from({ length: 400 }, (_, n) => ({ n, id: `id ${n}`, half: n % 2 }));
    const made = chart(rows).area({ x: "n", y: "n" });
    const got = "stacking 400 areas at 400 places makes 160,000 points";
    expect(() => made.facet("id")).toThrow(got);
    expect(() => chart(rows).area({ x: "n", y: "n", row: "id" })).toThrow(got);
    expect(() => made.layer(chart(rows).line({ x: "n", y: "n" })).facet("id")).toThrow(got);
    expect(() =>
      chart(rows)
        .area({ x: "n", y: { field: "n", stack: false } })
        .facet("id"),
    ).not.toThrow();
    expect(() => made.facet("half")).not.toThrow();
    expect(() => chart(rows).line({ x: "n", y: "n" }).facet("id")).not.toThrow();
  });

  test("areas side by side, whose places are on the y axis", () => {
    const rows = Array.from({ length: 400 }, (_, n) => ({ n, id: `id ${n}`, city: `city ${n % 2}` }));
    const got = "stacking 400 areas at 400 places makes 160,000 points, and a chart should have at most 50,000. ";
    const fix = "Draw fewer areas, or lines, or give x the property stack: false.";
    const day = rows.map((row) => ({ ...row, day: new Date(row.n * 86_400_000) }));
    expect(() => chart(day).area({ x: "n", y: "day", color: "id" })).toThrow(got + fix);
    expect(() => chart(rows).area({ x: "n", y: "n", color: "id" }, { orient: "horizontal" })).toThrow(got + fix);
    expect(() => chart(day).area({ x: { field: "n", stack: false }, y: "day", color: "id" })).not.toThrow();
    expect(() => chart(rows).area({ x: "n", y: "city", color: "id" })).not.toThrow();
  });

  test("no areas of groups, however many values are grouped", async () => {
    const start = Date.UTC(2026, 0, 1);
    const rows = Array.from({ length: 6000 }, (_, n) => ({
      time: new Date(start + n * 3_600_000),
      v: n,
      kind: `kind ${n % 20}`,
    }));
    const count = { aggregate: "count" } as const;
    const grouped = chart(rows).area({ x: { field: "time", timeUnit: "yearmonth" }, y: count, color: "kind" });
    expect(await grouped.toSvg()).toContain("<svg");
    for (const bin of [true, { maxbins: 20 }]) {
      expect(() => chart(rows).area({ x: { field: "v", bin }, y: count, color: "kind" })).not.toThrow();
    }
    expect(() => chart(rows).area({ x: count, y: { field: "v", bin: true }, color: "kind" })).not.toThrow();
    expect(() => chart(rows).area({ x: "time", y: "v", color: { field: "v", bin: true } })).not.toThrow();
    expect(() => chart(rows).area({ x: "time", y: count, color: "kind" })).toThrow("stacking 20 areas at 6,000 places");
  });

  test("boxes without numbers", () => {
    expect(() => chart(weather).box({ x: "city" })).toThrow(
      'boxes need numbers on one axis, and "city" has none. Give a column of numbers as x or y.',
    );
    expect(() => chart(weather.head(0)).box({ x: "city", y: "temp_c" })).not.toThrow();
  });

  test("columns whose names Vega cannot use", () => {
    expect(() => chart([{ "": 1, b: 2 }]).point({ x: "", y: "b" })).toThrow(
      'a column has no name. Name it, such as frame.rename({ "": "index" }).',
    );
    expect(() => chart([{ constructor: 1 }]).point({ x: "constructor" })).toThrow(
      'Vega cannot draw a column that is named "constructor". Rename it, such as frame.rename',
    );
  });

  test("a selection in boxes alone", () => {
    expect(() => chart(weather).box({ x: "city", y: "temp_c" }).interactive()).toThrow(
      "Vega-Lite cannot zoom or select in a boxplot. Leave out .interactive(), or draw points.",
    );
  });

  test.each([0, -1, Number.NaN, Infinity])("a size of %d", (width) => {
    expect(() => chart(weather).size(width)).toThrow(`its size is ${width}. Give pixels as numbers above 0.`);
  });
});

describe("a spec with a frame", () => {
  test("has the frame's rows as data, and types where it gives none", () => {
    const made = chart({
      data: weather,
      mark: "point",
      encoding: { x: { field: "date" }, y: { field: "temp_c", type: "ordinal" } },
    });
    expect(made.encoding).toEqual({
      x: { field: "date", type: "temporal", scale: { type: "utc" } },
      y: { field: "temp_c", type: "ordinal" },
    });
    expect(specOf(made).data.values[0]).toEqual({ date: "2026-01-01", temp_c: -2 });
  });

  test("may have it in any of its views, under transforms, facets and layers", async () => {
    const made = chart({
      hconcat: [
        {
          data: weather,
          transform: [{ calculate: "datum.temp_c * 2", as: "twice" }],
          mark: "bar",
          encoding: { x: { field: "twice" }, y: { field: "city" } },
        },
        {
          data: weather,
          facet: { row: { field: "city" } },
          spec: { layer: [{ mark: "line" }, { mark: "point" }], encoding: { x: { field: "date" } } },
        },
      ],
    });
    const { hconcat } = specOf(made);
    expect(hconcat[0].encoding).toEqual({ x: { field: "twice" }, y: { field: "city", type: "nominal" } });
    expect(Object.keys(hconcat[0].data.values[0])).toEqual(["temp_c", "city"]);
    expect(hconcat[1].facet).toEqual({ row: { field: "city", type: "nominal" } });
    expect(hconcat[1].spec.encoding).toEqual({ x: { field: "date", type: "temporal", scale: { type: "utc" } } });
    expect(await made.toSvg()).toContain("<svg");
  });

  test.each([
    [{ encoding: {} }, 'it has no mark. Give it one, such as mark: "line", or use chart(frame).line(...).'],
    [{ mark: "lien" }, 'there is no mark "lien". Did you mean "line"?'],
    [{ mark: { type: "pint" } }, 'there is no mark "pint". Did you mean "point"?'],
    [
      { title: "T", mark: "bar", encoding: { x: { field: "temp" } } },
      'Drawing the chart "T": there is no column "temp"',
    ],
    [{ mark: "bar", encoding: { colour: { field: "city" } } }, 'there is no channel "colour"'],
    [{ layer: [{ mark: "bar", encoding: { x: { field: "temp" } } }] }, 'there is no column "temp"'],
  ])("%j is an error", (spec, message) => {
    expect(() => chart<object>({ data: weather, ...spec })).toThrow(message);
  });
});

describe("data at a path or address", () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), "tsnb-chart-"));
    writeFileSync(join(dir, "a.csv"), "day,n\n2026-01-01,1\n2026-01-02,2\n");
    writeFileSync(join(dir, "a.json"), '[{"n": 1}, {"n": 2}]');
    writeFileSync(join(dir, "map.json"), '{"type": "Topology"}');
    weather.writeParquet(join(dir, "a.parquet"));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  test("a file is read, and carried by the chart", () => {
    const fromCsv = specOf(chart(join(dir, "a.csv")).line({ x: "day", y: "n" }));
    expect(fromCsv.data.values[1]).toEqual({ day: "2026-01-02", n: 2 });
    expect(fromCsv.encoding.x.type).toBe("temporal");
    expect(specOf(chart(join(dir, "a.json")).point({ x: "n" })).data.values).toEqual([{ n: 1 }, { n: 2 }]);
    expect(specOf(chart(join(dir, "a.parquet")).point({ x: "temp_c" })).data.values).toHaveLength(4);
    expect(
      specOf(chart({ data: join(dir, "a.csv"), mark: "bar", encoding: { x: { field: "n" } } })).data.values[0],
    ).toEqual({ n: 1 });
  });

  test("an address stays one", () => {
    const made = specOf(chart(new URL("http://localhost/cars.csv?a=1")).point({ x: "mpg" }));
    expect(made.data).toEqual({ url: "http://localhost/cars.csv?a=1", format: { type: "csv" } });
    expect(made.encoding).toEqual({ x: { field: "mpg" } });
  });

  test.each([
    ["missing.csv", ChartDataError, "cannot be loaded from"],
    ["a.xlsx", ChartError, "is not a file that charts can read. Give a file ending in .csv, .tsv"],
    ["map.json", ChartError, "does not contain an array of objects"],
  ])("%s is an error", (name, error, message) => {
    expect(() => chart(join(dir, name))).toThrow(error);
    expect(() => chart(join(dir, name))).toThrow(message);
  });
});
