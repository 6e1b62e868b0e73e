import pl from "nodejs-polars";
import { describe, expect, test } from "vitest";
import { chart } from "../../../../src/display/chart.ts";

const weather = pl.DataFrame({
  date: ["2026-01-01", "2026-01-02", "2026-01-01", "2026-01-02"],
  temp_c: [-2, 1, 4.5, 3],
  city: ["Oslo", "Oslo", "Bergen", "Bergen"],
  unused: [1, 2, 3, 4],
});

function specOf(made: object) {
  return JSON.parse(JSON.stringify(made));
}

function markOf(made: object): unknown {
  return specOf(made).mark;
}

/** The opacities of the points of a chart in SVG, in order. */
function opacities(svg: string): string[] {
  return [...svg.matchAll(/stroke-width="2" opacity="(.)"/g)].map(([, opacity = ""]) => opacity);
}

describe("lines of few points", () => {
  test("show the point of a group that has only one", async () => {
    const one = chart([{ x: 3, n: 2 }]).line({ x: "x", y: "n" });
    expect(markOf(one)).toMatchObject({ point: true });
    expect(opacities(await one.toSvg())).toEqual(["1"]);
    const groups = [
      { x: 3, n: 2, city: "Oslo" },
      { x: 4, n: 2, city: "Bergen" },
      { x: 5, n: 3, city: "Bergen" },
    ];
    const some = chart(groups).line({ x: "x", y: "n", color: "city" });
    const point = { opacity: { expr: 'datum["city"] === "Oslo" ? 1 : 0' } };
    expect(markOf(some)).toMatchObject({ point });
    expect(opacities(await some.toSvg())).toEqual(["1", "0", "0"]);
    expect(markOf(chart(groups).area({ x: "x", y: "n" }).facet("city"))).toMatchObject({ point });
    expect(markOf(chart(groups.slice(1)).line({ x: "x", y: "n", color: "city" }))).toMatchObject({
      point: "transparent",
    });
    const picked = specOf(some.interactive()).encoding;
    expect(picked.fillOpacity).toEqual(picked.strokeOpacity);
  });

  test("show points between missing values", async () => {
    const values = [2, null, 4, null, 4, 5];
    const rows = values.map((n, at) => ({ at: `2026-01-0${at + 1}`, n }));
    const made = chart(rows).line({ x: "at", y: "n" });
    const [first, third] = ["2026-01-01", "2026-01-03"].map((day) => Date.parse(day));
    expect(markOf(made)).toMatchObject({
      point: { opacity: { expr: `time(datum["at"]) === ${first} || time(datum["at"]) === ${third} ? 1 : 0` } },
    });
    expect(opacities(await made.toSvg())).toEqual(["1", "1", "0", "0"]);
  });

  test("get round caps, which are dots where a line has one point, when only Vega knows the points", () => {
    const remote = chart(new URL("http://localhost/cars.csv")).line({ x: "a", y: "b" });
    expect(markOf(remote)).toMatchObject({ strokeCap: "round" });
    const yearly = chart(weather).line({
      x: { field: "date", timeUnit: "year" },
      y: { field: "temp_c", aggregate: "mean" },
    });
    expect(markOf(yearly)).toMatchObject({ strokeCap: "round", point: "transparent" });
  });

  test("keep points that were chosen, and stay without them when nothing can be drawn", () => {
    expect(markOf(chart([{ x: 3, n: 2 }]).line({ x: "x", y: "n" }, { point: false }))).toMatchObject({ point: false });
    expect(markOf(chart([{ x: 3, n: null }]).line({ x: "x", y: "n" }))).toMatchObject({ point: "transparent" });
    expect(markOf(chart([]).line({ x: "x", y: "n" }))).toMatchObject({ point: "transparent" });
  });
});
