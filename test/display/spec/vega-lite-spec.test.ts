import { describe, expect, test } from "vitest";
import { ChartError } from "../../../src/display/errors/chart-error.ts";
import { isVegaLite, specJson, chartTitle } from "../../../src/display/spec/vega-lite-spec.ts";
import { bars } from "../../support/charts.ts";

describe("specJson", () => {
  test("has Vega-Lite 5's schema first, whatever the spec said", () => {
    const json = specJson({ ...bars, $schema: "https://vega.github.io/schema/vega-lite/v6.4.1.json" });
    expect(Object.keys(json)[0]).toBe("$schema");
    expect(json).toEqual({ $schema: "https://vega.github.io/schema/vega-lite/v5.json", ...bars });
  });

  test("contains dates and big integers, and no NaN", () => {
    const values = [{ at: new Date(0), count: 12n, rate: Number.NaN, gone: undefined, call: () => 1 }];
    expect(specJson({ data: { values } })["data"]).toEqual({
      values: [{ at: "1970-01-01T00:00:00.000Z", count: 12, rate: null }],
    });
  });

  test("a circular spec is an error in one line", () => {
    const spec: Record<string, unknown> = { title: "Loop", mark: "bar" };
    spec["self"] = spec;
    expect(() => specJson(spec)).toThrow(ChartError);
    expect(() => specJson(spec)).toThrow(
      'Drawing the chart "Loop": Converting circular structure to JSON. Use plain data that JSON can hold.',
    );
  });
});

describe("isVegaLite", () => {
  const loop: Record<string, unknown> = { mark: "bar" };
  loop["layer"] = [loop];

  test.each([
    ["a mark and data", { mark: "bar", data: { values: [] } }, true],
    ["the schema alone", { $schema: "https://vega.github.io/schema/vega-lite/v6.json" }, true],
    ["views with data", { hconcat: [{ mark: "bar", data: { values: [] } }] }, true],
    ["a Vega spec", { $schema: "https://vega.github.io/schema/vega/v6.json", marks: [] }, false],
    ["a pencil", { mark: "bold" }, false],
    ["a school's mark", { mark: 87, data: { subject: "maths" } }, false],
    ["a letter as a mark", { mark: "A", data: [1] }, false],
    ["a misspelt mark beside encodings", { mark: "baar", encoding: { x: {} }, data: {} }, true],
    ["a mark with settings", { mark: { type: "bar" }, data: {} }, true],
    ["layers in number, beside data", { layer: 3, data: {} }, false],
    ["an object with a chart as its spec", { name: "speed", spec: { mark: "bar", data: {} } }, false],
    ["a repeated chart", { repeat: ["a", "b"], spec: { mark: "bar", data: {} } }, true],
    ["a chart in facets", { facet: { field: "a" }, data: {}, spec: { mark: "bar" } }, true],
    ["layers without their own data", { data: {}, layer: [{ mark: "bar" }] }, true],
    ["layers of something else", { layer: ["base", "top"] }, false],
    ["views without end", loop, false],
    ["null", null, false],
    ["text", "mark", false],
  ])("%s: %#", (_name, value, expected) => {
    expect(isVegaLite(value)).toBe(expected);
  });
});

describe("titleOf", () => {
  test.each([
    ["Plain", "Plain"],
    [["Two", "lines"], "Two lines"],
    [{ text: "Inside", anchor: "start" }, "Inside"],
    [{ text: ["Two", "inside"] }, "Two inside"],
    [{ text: { expr: "x" } }, ""],
    [undefined, ""],
  ])("%j", (title, expected) => {
    expect(chartTitle({ title })).toBe(expected);
  });
});
