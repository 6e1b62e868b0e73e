import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type pl from "nodejs-polars";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { describeResults, getData, loadResults } from "../../../src/lesson/data/get-data.ts";
import { devices } from "../../../src/timm/devices.ts";
import { scratch } from "../../support/scratch.ts";
import { hasShared, shared } from "../../support/shared.ts";

const full = (set: string): string => join(shared, "data", "timm", set);
const parts = ["infer", "train"] as const;
const bundled = { env: {} };

function value(text: string): string | number {
  return text !== "" && !Number.isNaN(Number(text)) ? Number(text) : text;
}

/** The columns and rows of a golden CSV; its numbers are parsed by JavaScript, which rounds correctly. */
function golden(file: string): { columns: string[]; rows: (string | number)[][] } {
  const [header = "", ...lines] = readFileSync(join(shared, "goldens", file), "utf8")
    .trimEnd()
    .split("\n");
  return { columns: header.split(","), rows: lines.map((line) => line.split(",").map(value)) };
}

function cells(frame: pl.DataFrame): unknown[][] {
  const columns: unknown[][] = frame.columns.map((name) => frame.getColumn(name).toArray());
  return Array.from({ length: frame.height }, (_, row) => columns.map((values) => values[row]));
}

it("a frame of loadResults belongs to the caller, who may change it", async () => {
  const { validation } = await loadResults(bundled);
  validation.columns = validation.columns.map((name) => name.toUpperCase());
  expect((await loadResults(bundled)).validation.columns).toContain("model");
  expect((await getData("infer")).columns).toContain("model");
});

it("a frame of getData belongs to the caller, who may change it", async () => {
  const frame = await getData("infer");
  frame.columns = frame.columns.map((name) => name.toUpperCase());
  expect((await getData("infer")).columns).toContain("model");
  expect((await describeResults("infer")).steps.at(-1)?.rows).toBe(165);
});

it("selects other rows from the same tables for other families", async () => {
  const heights = [];
  for (const families of ["lesson", "all", "lesson"] as const) {
    heights.push((await getData("infer", { set: "2026-01", device: "rtx5090", families })).height);
  }
  expect(heights[1]).toBeGreaterThan(heights[0] ?? Number.NaN);
  expect(heights[2]).toBe(heights[0]);
});

describe.skipIf(!hasShared)("getData on July 2022", () => {
  it.each(parts)("equals the golden table for %s, from timm's files and from the bundled ones", async (part) => {
    const expected = golden(`2022-07/${part}.csv`);
    const results = await loadResults(bundled);
    expect(results.source.kind).toBe("bundled");
    for (const frame of [await getData(part, { results: full("2022-07") }), await getData(part, { results })]) {
      expect(frame.columns).toEqual(expected.columns);
      expect(cells(frame)).toEqual(expected.rows);
    }
  });
});

describe.skipIf(!hasShared)("getData from a clone of timm", () => {
  it("reads the lesson's files even if newer ones exist", async () => {
    const clone = scratch({
      "timm/__init__.py": "",
      "results/README.md": "",
      "results/benchmark-infer-amp-nhwc-pt112-cu113-rtx3090.csv": "not read\n",
      "results/benchmark-infer-amp-nchw-pt111-cu113-rtx3090.csv": "not read\n",
    });
    cpSync(full("2022-07"), join(clone, "results"), { recursive: true });
    expect(cells(await getData("infer", { results: clone }))).toEqual(golden("2022-07/infer.csv").rows);
  });
});

describe("getData from the bundled tables", () => {
  it("returns the lesson's rows without any option or network", async () => {
    const results = await loadResults(bundled);
    const infer = await getData("infer", { results });
    expect(infer.shape).toEqual({ height: 165, width: 16 });
    expect(infer.row(0).slice(0, 2)).toEqual(["levit_128s", 21485.8]);
    expect(infer.getColumn("secs").get(0)).toBe(4.654236751715086e-5);
    expect((await getData("train", { results })).height).toBe(172);
  });

  it("returns the values of timm's own tables", async () => {
    const report = await describeResults("infer", { results: await loadResults(bundled) });
    expect(report.source).toEqual({ kind: "bundled", label: "the bundled selection of 2022-07" });
    expect(report.validation).toMatchObject({ rows: 172, upstream: { file: "results-imagenet.csv", rows: 668 } });
    expect(report.validation.columns).toHaveLength(9);
    expect(report.upstreamSteps.map((step) => step.rows)).toEqual([742, 581, 581, 579, 165]);
    expect(report.steps.at(-1)?.rows).toBe(165);
  });

  it("reads the folder in TIMM_RESULTS where none is named", async () => {
    const speeds = "model,infer_samples_per_sec,infer_img_size,param_count\nvit_a,4,224,1.5\nswin_b,5,224,2\n";
    const folder = scratch({
      "results/results-imagenet.csv": "model,top1,param_count,img_size\nswin_b,80,2,224\nvit_a,81,1.5,224\n",
      "results/benchmark-infer-amp-nhwc-pt111-cu113-rtx3090.csv": speeds,
    });
    vi.stubEnv("TIMM_RESULTS", folder);
    onTestFinished(() => void vi.unstubAllEnvs());
    expect((await getData("infer")).rows()).toEqual([["vit_a", 4, 224, 1.5, 81, 1.5, 224, 0.25, "vit"]]);
    expect((await getData("infer", { families: "all" })).height).toBe(2);
    await expect(getData("train")).rejects.toThrow(
      /Choosing a benchmark of train: .* has none\. Use one of: infer on rtx3090/,
    );
    await expect(getData("infer", { device: "rtx5090" })).rejects.toThrow("infer on rtx5090");
  });

  it("finds nothing wrong with the parameters at inference, and the four ConvNeXts of the training file", async () => {
    const results = await loadResults(bundled);
    const { join: inference } = await describeResults("infer", { results });
    const { join: training } = await describeResults("train", { results });
    expect(inference.warnings.height).toBe(0);
    expect(training.warnings.select("model", "param_count_x").sort("model").rows()).toEqual([
      ["convnext_small_384_in22ft1k", 88.59],
      ["convnext_small_in22ft1k", 88.59],
      ["convnext_tiny_384_in22ft1k", 88.59],
      ["convnext_tiny_in22ft1k", 88.59],
    ]);
  });

  it.each(devices)("has models timed on %s in the set of January 2026", async (device) => {
    const results = await loadResults({ ...bundled, set: "2026-01" });
    const frame = await getData("infer", { results, device });
    expect(frame.height).toBeGreaterThan(250);
    expect(frame.getColumn("secs").nullCount()).toBe(0);
  });
});
