import pl from "nodejs-polars";
import { describe, expect, test } from "vitest";
import { chart } from "../../../src/display/chart.ts";

const weather = pl.DataFrame({
  date: ["2026-01-01", "2026-01-02", "2026-01-01", "2026-01-02"],
  temp_c: [-2, 1, 4.5, 3],
  city: ["Oslo", "Oslo", "Bergen", "Bergen"],
  unused: [1, 2, 3, 4],
});

describe("the table of a chart", () => {
  test("has all columns while nothing is drawn", () => {
    expect(chart(weather).table().columns).toEqual(["date", "temp_c", "city", "unused"]);
    expect(chart([]).table().columns).toEqual([]);
  });

  test("belongs to specs, too, with their frame or their own values", () => {
    const encoding = { x: { field: "temp_c" } } as const;
    expect(chart({ data: weather, mark: "bar", encoding }).table().columns).toEqual(["temp_c"]);
    expect(chart({ layer: [{ data: weather, mark: "bar", encoding }] }).table().height).toBe(4);
    const values = [{ a: 1, b: "a" }];
    const made = chart({ data: { values }, mark: "bar", encoding: { y: { field: "b" } }, title: "Own" });
    expect(made.table().text()).toBe("Own\nb\n─\na");
    expect(chart({ data: { values }, mark: "bar" }).table().columns).toEqual(["a", "b"]);
    const two = chart({
      hconcat: [
        { data: weather, mark: "bar" },
        { data: { values }, mark: "bar" },
      ],
    });
    expect(() => two.table()).toThrow("its data does not come from a single frame.");
  });

  test("has the columns that the chart shows, its title above, and pages", () => {
    const made = chart(weather).line({ x: "date", y: "temp_c" }).title("Days").table();
    expect(made.columns).toEqual(["date", "temp_c"]);
    expect(made.rows).toEqual([
      ["2026-01-01", -2],
      ["2026-01-02", 1],
      ["2026-01-01", 4.5],
      ["2026-01-02", 3],
    ]);
    expect(made.text()).toMatch(/^Days\n/);
    expect(made.html()).toContain("<script");
    expect(chart(weather).bar({ x: "city" }).table({ pages: false, rows: 2 }).html()).not.toContain("<script");
  });

  test("is an error where the data is elsewhere", () => {
    const remote = chart(new URL("http://localhost/cars.csv")).point({ x: "mpg" });
    expect(() => remote.table()).toThrow(
      "its data does not come from a single frame. Make a table of the data with table(frame).",
    );
  });
});
