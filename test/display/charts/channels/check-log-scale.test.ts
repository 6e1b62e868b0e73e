import { describe, expect, test } from "vitest";
import { chart } from "../../../../src/display/chart.ts";

const log = { type: "log" } as const;

describe("a log scale", () => {
  test("of a column with zeros or values of both signs is an error", () => {
    const message =
      'Drawing a chart: a log scale shows only values above 0, and 2 of 3 values of "n" are 0 or less. ' +
      'Leave them out, such as frame.filter(pl.col("n").gt(0)), or use scale: { type: "symlog" }.';
    const rows = [{ n: 0 }, { n: -5 }, { n: 100 }, { n: null }];
    expect(() => chart(rows).point({ x: { field: "n", scale: log } })).toThrow(message);
    expect(() => chart(rows).bar({ color: { field: "n", scale: log } })).toThrow(message);
    const encoding = { x: { field: "n", scale: log } } as const;
    expect(() => chart({ data: rows, mark: "point", encoding })).toThrow(message);
    const transform = [{ filter: "datum.n > 0" }];
    expect(() => chart({ data: rows, transform, mark: "point", encoding })).not.toThrow();
  });

  test.each([
    [[{ n: 1 }, { n: null }, { n: Number.NaN }], { scale: log }],
    [[{ n: -1 }, { n: -10 }], { scale: log }],
    [[{ n: 0 }, { n: 10 }], { scale: { type: "symlog" } as const }],
    [[{ n: 0 }, { n: 10 }], { scale: { ...log, domain: [1, 10] } }],
    [[{ n: 0 }, { n: 10 }], { scale: log, aggregate: "max" as const }],
    [[], { scale: log }],
  ])("of %j as %j is drawn", (rows, def) => {
    expect(() => chart<object[]>(rows).point({ x: { field: "n", ...def } })).not.toThrow();
  });
});
