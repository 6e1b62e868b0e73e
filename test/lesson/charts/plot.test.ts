import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type pl from "nodejs-polars";
import { describe, expect, it, vi } from "vitest";
import { getData } from "../../../src/lesson/data/get-data.ts";
import {
  accuracyVsSize,
  familyCounts,
  parametersVsTime,
  type PlotOptions,
  plotIt,
  subsetRegression,
} from "../../../src/lesson/charts/plot.ts";
import { scratch } from "../../support/scratch.ts";

type Plot = (frame: pl.DataFrame, options: PlotOptions) => Promise<{ width?: unknown }>;

const charts: [string, Plot][] = [
  ["plotIt", plotIt],
  ["subsetRegression", subsetRegression],
  ["familyCounts", familyCounts],
  ["parametersVsTime", parametersVsTime],
  ["accuracyVsSize", accuracyVsSize],
];

describe.each(charts)("%s", (name, plot) => {
  it("saves four files, shows the chart and returns it", async () => {
    const dir = scratch();
    const written: string[] = [];
    const stdout = vi.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
    const frame = await getData("infer");
    const chart = await plot(frame, {
      title: `A title of ${name}`,
      filename: "a-chart",
      dir,
      width: 500,
    });
    stdout.mockRestore();
    expect(readdirSync(dir).toSorted()).toEqual(["a-chart.html", "a-chart.png", "a-chart.svg", "a-chart.vl.json"]);
    expect(JSON.parse(readFileSync(join(dir, "a-chart.vl.json"), "utf8"))).toEqual(JSON.parse(JSON.stringify(chart)));
    expect(chart.width).toBe(500);
    expect(written.join("")).toContain(`Chart: A title of ${name}`);
  });
});

describe("plotIt", () => {
  it("needs only a title, which names the files; the frame decides between inference and training", async () => {
    const dir = scratch();
    const stdout = vi.spyOn(process.stdout, "write").mockImplementation(() => true);
    const chart = await plotIt(await getData("train"), { title: "Training: 172 models, Größe", dir });
    stdout.mockRestore();
    expect(readdirSync(dir)).toContain("training-172-models-größe.png");
    expect(chart.encoding?.size).toMatchObject({ field: "train_img_size" });
  });

  it("refuses a path for a file name, and writes nothing", async () => {
    const dir = scratch();
    const frame = await getData("infer");
    const plot = plotIt(frame, { title: "t", filename: "../escaped", part: "infer", dir });
    await expect(plot).rejects.toThrow(/escaped/);
    expect(readdirSync(dir)).toEqual([]);
  });
});
