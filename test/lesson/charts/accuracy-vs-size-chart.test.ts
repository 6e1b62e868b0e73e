import { describe, expect, it } from "vitest";
import { accuracyVsSizeChart } from "../../../src/lesson/charts/accuracy-vs-size-chart.ts";
import { getData } from "../../../src/lesson/data/get-data.ts";
import { draw } from "../../support/draw.ts";
import { golden, goldenSpec, onlyColumns } from "../../support/goldens.ts";
import { hasShared } from "../../support/shared.ts";

describe.skipIf(!hasShared)("the original's image size chart", () => {
  it("equals the golden", () => {
    const expected = goldenSpec("inference-accuracy-vs-size");
    const chart = accuracyVsSizeChart(golden("infer"), { title: "Accuracy Vs Image Size", faithful: true });
    expect(chart.mark).toEqual(expected.mark);
    expect(chart.encoding).toEqual(expected.encoding);
    expect(chart.params).toEqual(expected.params);
    expect(chart.data).toEqual({ values: onlyColumns(expected.rows, ["img_size", "secs", "top1", "family", "model"]) });
    expect([chart.title, chart.width, chart.height]).toEqual([expected.title, expected.width, expected.height]);
  });
});

describe("accuracyVsSizeChart", () => {
  it.each(["2022-07", "2026-01"] as const)("draws every model of %s without a warning", async (set) => {
    const frame = await getData("infer", { set });
    const drawn = await draw(accuracyVsSizeChart(frame));
    expect(drawn.warnings).toEqual([]);
    expect(drawn.items("marks")).toHaveLength(frame.height);
  });

  it("gives slower models more area", async () => {
    const marks = (await draw(accuracyVsSizeChart(await getData("infer")))).items("marks");
    const bySecs = marks.toSorted((a, b) => Number(a.datum["secs"]) - Number(b.datum["secs"]));
    const sizes = bySecs.map((item) => Number(item["size"]));
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
    expect(sizes.at(0)).toBeLessThan(sizes.at(-1) ?? 0);
  });
});
