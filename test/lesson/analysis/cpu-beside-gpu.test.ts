import pl from "nodejs-polars";
import { describe, expect, it } from "vitest";
import { cpuBesideGpu } from "../../../src/lesson/analysis/cpu-beside-gpu.ts";
import { ColumnError } from "../../../src/lesson/data/read-columns.ts";

const rows = (models: string[], sizes: number[], secs: number[]): pl.DataFrame =>
  pl.DataFrame([
    pl.Series("model", models),
    pl.Series("img_size", sizes, pl.Int32),
    pl.Series("secs", secs),
    pl.Series(
      "family",
      models.map(() => "f"),
    ),
    pl.Series(
      "top1",
      models.map(() => 80),
    ),
  ]);

describe("cpuBesideGpu", () => {
  it("pairs models by name and image size, in the order of the graphics card", () => {
    const gpu = rows(["b", "a", "a", "c"], [224, 224, 288, 224], [0.5, 1, 2, 4]);
    const cpu = rows(["a", "b", "c"], [288, 224, 256], [8, 1, 1]);
    expect(cpuBesideGpu(cpu, gpu).rows()).toEqual([
      ["b", 224, "f", 80, 0.5, 1, 2],
      ["a", 288, "f", 80, 2, 8, 4],
    ]);
  });

  it("names the column that a frame lacks", () => {
    const whole = rows(["a"], [224], [1]);
    expect(() => cpuBesideGpu(whole.drop("img_size"), whole)).toThrow(ColumnError);
    expect(() => cpuBesideGpu(whole, whole.drop("secs"))).toThrow(/"secs"/);
    for (const column of ["family", "top1"]) expect(() => cpuBesideGpu(whole, whole.drop(column))).toThrow(ColumnError);
  });
});
