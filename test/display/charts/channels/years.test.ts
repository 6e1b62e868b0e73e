import { describe, expect, test } from "vitest";
import { chart } from "../../../../src/display/chart.ts";

function specOf(made: object) {
  return JSON.parse(JSON.stringify(made));
}

describe("years", () => {
  const rows = [
    { year: 2019, n: 4, sold: 2500 },
    { year: 2021, n: 9, sold: 12 },
  ];
  test("are written without a comma on axes and in legends, and their axis starts at the first one", async () => {
    const made = chart(rows).point({ x: "year", y: "n", color: "year" });
    expect(specOf(made).encoding).toEqual({
      x: { field: "year", type: "quantitative", axis: { format: "~f" }, scale: { zero: false } },
      y: { field: "n", type: "quantitative" },
      color: { field: "year", type: "quantitative", legend: { format: "~f" } },
    });
    const svg = await made.toSvg();
    expect(svg).toContain(">2020</text>");
    expect(svg).not.toContain(">2,0");
    expect(await chart(rows).histogram({ x: "year" }).toSvg()).not.toContain(">2,0");
  });

  test("leave bars and areas their length from 0, upright and across", () => {
    const counts = [
      { city: "Bonn", kcal: 1900 },
      { city: "Kiel", kcal: 2300 },
    ];
    for (const encoding of [
      { x: "city", y: "kcal" },
      { x: "kcal", y: "city" },
    ] as const) {
      for (const made of [chart(counts).bar(encoding), chart(counts).area(encoding)]) {
        expect(JSON.stringify(made)).not.toContain("zero");
      }
    }
    expect(JSON.stringify(chart(counts).point({ x: "city", y: "kcal" }))).not.toContain("zero");
    expect(specOf(chart({ data: counts, mark: "line", encoding: { x: { field: "kcal" } } })).encoding.x).toMatchObject({
      scale: { zero: false },
    });
  });

  test("keep a format, axis or scale that is given, and other numbers keep their commas", () => {
    const axis = { format: "%", title: "Year" };
    const given = chart(rows).point({
      x: { field: "year", axis, scale: { type: "log" } },
      y: { field: "year", axis: null },
    });
    expect(specOf(given).encoding).toMatchObject({ x: { axis, scale: { type: "log" } }, y: { axis: null } });
    expect(specOf(chart(rows).point({ x: "sold" })).encoding.x).toEqual({ field: "sold", type: "quantitative" });
    const many = chart(rows).bar({ x: { field: "year", type: "ordinal" }, y: { field: "year", aggregate: "sum" } });
    expect(specOf(many).encoding).toEqual({
      x: { field: "year", type: "ordinal" },
      y: { field: "year", aggregate: "sum" },
    });
  });
});
