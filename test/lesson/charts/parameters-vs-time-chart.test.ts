import { beforeAll, describe, expect, it } from "vitest";
import { SELECTION } from "../../../src/lesson/charts/channels.ts";
import { getData } from "../../../src/lesson/data/get-data.ts";
import { parametersVsTimeChart } from "../../../src/lesson/charts/parameters-vs-time-chart.ts";
import { draw } from "../../support/draw.ts";
import { golden, goldenSpec, onlyColumns } from "../../support/goldens.ts";
import { hasShared } from "../../support/shared.ts";

describe.skipIf(!hasShared)("the original's parameters chart", () => {
  let expected: ReturnType<typeof goldenSpec>;
  let chart: ReturnType<typeof parametersVsTimeChart>;
  beforeAll(() => {
    expected = goldenSpec("inference-parameters-vs-time");
    chart = parametersVsTimeChart(golden("infer"), "infer", { title: "Parameters Vs Time", faithful: true });
  });

  it("equals the golden", () => {
    const columns = ["param_count_x", "secs", "infer_img_size", "top1", "family", "model"];
    expect(chart.mark).toEqual(expected.mark);
    expect(chart.encoding).toEqual(expected.encoding);
    expect(chart.params).toEqual(expected.params);
    expect(chart.data).toEqual({ values: onlyColumns(expected.rows, columns) });
    expect([chart.title, chart.width, chart.height]).toEqual([expected.title, expected.width, expected.height]);
  });

  it("compiles with the one warning that the original earns: a log scale has no zero to leave out", async () => {
    expect((await draw(chart)).warnings).toEqual([`y-scale's "zero" is dropped as it does not work with log scale.`]);
  });
});

describe("parametersVsTimeChart", () => {
  it("draws every model without a warning", async () => {
    const drawn = await draw(parametersVsTimeChart(await getData("infer"), "infer"));
    expect(drawn.warnings).toEqual([]);
    expect(drawn.items("marks")).toHaveLength(165);
    expect(drawn.texts).toContain("Parameters (millions, log)");
  });

  it("can select a family by its legend, which the original cannot", async () => {
    const chart = parametersVsTimeChart(await getData("infer"), "infer");
    const drawn = await draw(chart, { selection: SELECTION, field: "family", value: "vgg" });
    expect(drawn.items("family_legend_symbols")).toHaveLength(22);
    const solid = drawn.items("marks").filter((item) => Number(item["opacity"]) > 0.5);
    expect(solid.map((item) => item.datum["family"])).toEqual(Array.from({ length: 7 }, () => "vgg"));
  });

  it("draws the tables of 2026 without a warning", async () => {
    const frame = await getData("infer", { set: "2026-01", device: "i7-12700h" });
    const drawn = await draw(parametersVsTimeChart(frame, "infer"));
    expect(drawn.warnings).toEqual([]);
    expect(drawn.items("marks")).toHaveLength(frame.height);
  });
});
