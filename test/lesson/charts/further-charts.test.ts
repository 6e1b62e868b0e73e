import { describe, expect, it } from "vitest";
import { chartWarnings } from "../../../src/display/picture/svg.ts";
import { cpuBesideGpu } from "../../../src/lesson/analysis/cpu-beside-gpu.ts";
import { imageSizeCost } from "../../../src/lesson/analysis/image-size-cost.ts";
import { cpuBesideGpuChart } from "../../../src/lesson/charts/cpu-beside-gpu-chart.ts";
import { frontiersChart } from "../../../src/lesson/charts/frontiers-chart.ts";
import { imageSizeCostChart } from "../../../src/lesson/charts/image-size-cost-chart.ts";
import { learningRatesChart } from "../../../src/lesson/charts/learning-rates-chart.ts";
import { getData } from "../../../src/lesson/data/get-data.ts";
import { measuredTables } from "../../../src/lesson/data/measured.ts";
import { timmFacts } from "../../../src/lesson/data/timm-facts.ts";

const set = "2026-01";

describe("the charts of the second notebook", () => {
  it("have a colour and a shape for each data set, and name a point's data set, rate and accuracy", async () => {
    const chart = learningRatesChart(measuredTables().learningRates, { title: "Rates" });
    expect(chart.encoding).toMatchObject({ color: { field: "dataset" }, shape: { field: "dataset" } });
    expect(chart.encoding?.tooltip).toMatchObject([
      { field: "dataset" },
      { field: "learning_rate" },
      { field: "accuracy" },
    ]);
    expect(chart.data).toMatchObject({ values: { length: 30 } });
    expect(await chartWarnings(chart)).toEqual([]);
  });

  it("draw a line from each model's smallest image size to its largest", async () => {
    const cost = imageSizeCost(await getData("infer", { set }));
    const chart = imageSizeCostChart(cost, { title: "Larger images" });
    expect(chart.data).toMatchObject({ values: { length: 2 * cost.height } });
    expect(chart.description).toContain(`${cost.height} models`);
    expect(await chartWarnings(chart)).toEqual([]);
  });

  it("compare a processor with a graphics card", async () => {
    const cpu = await getData("infer", { set, device: "i7-12700h" });
    const both = cpuBesideGpu(cpu, await getData("infer", { set, device: "rtx5090" }));
    const chart = cpuBesideGpuChart(both, { title: "Two devices" });
    expect(both.height).toBe(347);
    expect(chart.data).toMatchObject({ values: { length: both.height } });
    expect(await chartWarnings(chart)).toEqual([]);
  });

  it("draw the frontiers of two years as staircases", async () => {
    const chart = frontiersChart(timmFacts().frontiers, { title: "2022 and 2026" });
    expect(chart.mark).toMatchObject({ type: "line", interpolate: "step-after" });
    expect(chart.data).toMatchObject({ values: { length: 61 } });
    expect(await chartWarnings(chart)).toEqual([]);
  });
});
