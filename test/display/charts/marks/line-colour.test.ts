import { expect, test } from "vitest";
import { chart } from "../../../../src/display/chart.ts";

function specOf(made: object) {
  return JSON.parse(JSON.stringify(made));
}

test("lines coloured by a few whole numbers have a legend of these, and can be picked", () => {
  const rows = [0, 1, 2, 3].map((at) => ({ x: at, y: at * at, cluster: at % 2, share: at / 3 }));
  const made = chart(rows).line({ x: "x", y: "y", color: "cluster" });
  expect(specOf(made).encoding.color).toEqual({ field: "cluster", type: "ordinal" });
  expect(specOf(made.interactive()).params).toHaveLength(2);
  expect(specOf(chart(rows).line({ x: "x", color: "share" })).encoding.color.type).toBe("quantitative");
  expect(specOf(chart(rows).point({ x: "x", color: "cluster" })).encoding.color.type).toBe("quantitative");
  const given = chart(rows).line({ x: "x", color: { field: "cluster", type: "quantitative" } });
  expect(specOf(given).encoding.color.type).toBe("quantitative");
});
