import { describe, expect, test } from "vitest";
import { sentenceOf } from "../../../src/display/spec/chart-sentence.ts";
import { specJson } from "../../../src/display/spec/vega-lite-spec.ts";
import { bars } from "../../support/charts.ts";

describe("sentenceOf", () => {
  const values = [{ x: 1 }, { x: 2 }];

  test.each([
    ["one mark", bars, "Chart: Two bars (bar, 2 rows). The count of each kind."],
    ["nothing but a mark", { mark: { type: "line" } }, "Chart (line)."],
    ["one row", { mark: "bar", data: { values: [{}] } }, "Chart (bar, 1 row)."],
    [
      "layers with a named data set",
      { data: { name: "d" }, datasets: { d: values }, layer: [{ mark: "circle" }, { mark: "line" }, { mark: "line" }] },
      "Chart (circle, line, 2 rows).",
    ],
    [
      "views with their own data",
      {
        hconcat: [
          { mark: "bar", data: { values } },
          { mark: "bar", data: { values } },
        ],
      },
      "Chart (bar, 4 rows).",
    ],
    ["CSV text", { mark: "bar", data: { values: "a,b\n1,2\n3,4\n", format: { type: "csv" } } }, "Chart (bar, 2 rows)."],
    ["data from elsewhere", { mark: "bar", data: { url: "x.csv" } }, "Chart (bar)."],
    ["a facet", { facet: { field: "x" }, spec: { mark: "tick" }, data: { values } }, "Chart (tick, 2 rows)."],
    ["a long description", { mark: "bar", description: "Two\n  lines." }, "Chart (bar). Two lines."],
  ])("%s", (_name, spec, expected) => {
    expect(sentenceOf(specJson(spec))).toBe(expected);
  });
});
