import { readFileSync } from "node:fs";
import { join } from "node:path";
import type pl from "nodejs-polars";
import { describe, expect, it } from "vitest";
import { describeResults, getData, loadResults } from "../../../src/lesson/get-data.ts";
import { devices } from "../../../src/timm/devices.ts";
import { hasShared, shared } from "../../support/shared.ts";

const full = (set: string): string => join(shared, "data", "timm", set);
const parts = ["infer", "train"] as const;
const bundled = { env: {} };

function value(text: string): string | number {
  return text !== "" && !Number.isNaN(Number(text)) ? Number(text) : text;
}

/** The cells of a golden CSV, numbers read by JavaScript's correctly rounded parser. */
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

describe("getData from the bundled tables", () => {
  it("gives the lesson's rows without any option or network", async () => {
    const results = await loadResults(bundled);
    const infer = await getData("infer", { results });
    expect(infer.shape).toEqual({ height: 165, width: 16 });
    expect(infer.row(0).slice(0, 2)).toEqual(["levit_128s", 21485.8]);
    expect(infer.getColumn("secs").get(0)).toBe(4.654236751715086e-5);
    expect((await getData("train", { results })).height).toBe(172);
  });

  it("tells what timm's own tables held", async () => {
    const report = await describeResults("infer", { results: await loadResults(bundled) });
    expect(report.source).toEqual({ kind: "bundled", label: "the bundled selection of 2022-07" });
    expect(report.validation).toMatchObject({ rows: 172, upstream: { file: "results-imagenet.csv", rows: 668 } });
    expect(report.validation.columns).toHaveLength(9);
    expect(report.upstreamSteps.map((step) => step.rows)).toEqual([742, 581, 581, 579, 165]);
    expect(report.steps.at(-1)?.rows).toBe(165);
  });

  it.each(devices)("has models timed on %s in the set of January 2026", async (device) => {
    const results = await loadResults({ ...bundled, set: "2026-01" });
    const frame = await getData("infer", { results, device });
    expect(frame.height).toBeGreaterThan(250);
    expect(frame.getColumn("secs").nullCount()).toBe(0);
  });
});
