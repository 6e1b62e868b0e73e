import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pl from "nodejs-polars";
import { describe, expect, it } from "vitest";
import { factFiles } from "../../../scripts/timm-facts.ts";
import { timmFacts } from "../../../src/lesson/data/timm-facts.ts";
import { packageRoot } from "../../../src/util/package-root.ts";
import { hasShared, shared } from "../../support/shared.ts";

const folder = join(packageRoot(), "data", "facts");

function row(frame: pl.DataFrame, column: string, value: string): Record<string, unknown> | undefined {
  return frame.filter(pl.col(column).eq(pl.lit(value))).toRecords()[0];
}

describe("timmFacts", () => {
  it("counts rows, models and timings apart", () => {
    expect(timmFacts().devices.rows()).toEqual([
      ["rtx5090", 1556, 1266, 1193, 1024],
      ["rtx4090", 1556, 1266, 1193, 1024],
      ["rtx3090", 1439, 1173, 1078, 1024],
      ["i7-12700h", 1451, 1182, 1091, 1],
      ["i9-10940x", 1446, 1179, 1086, 1],
    ]);
  });

  it("has the whole first, then the families from most to least", () => {
    const { cpuOverGpu } = timmFacts();
    const ratios = cpuOverGpu.getColumn("ratio").toArray().map(Number);
    expect(cpuOverGpu.row(0)).toEqual(["all", 1071, 110.738]);
    expect(ratios.slice(1)).toEqual(ratios.slice(1).toSorted((a, b) => b - a));
    expect(row(cpuOverGpu, "family", "vit")).toMatchObject({ timings: 60, ratio: 162.071 });
  });

  it("has frontiers whose accuracy rises with time", () => {
    const { frontiers } = timmFacts();
    for (const set of ["2022-07", "2026-01"]) {
      const own = frontiers.filter(pl.col("set").eq(pl.lit(set)));
      for (const column of ["secs", "top1"]) {
        const values = own.getColumn(column).toArray().map(Number);
        expect(values).toEqual([...new Set(values)].toSorted((a, b) => a - b));
      }
      expect(own.height).toBe(set === "2022-07" ? 25 : 36);
    }
  });

  it.skipIf(!hasShared)("equals the script's result on timm's whole tables, byte for byte", () => {
    const tables = join(shared, "data", "timm");
    const files = factFiles(join(tables, "2022-07"), join(tables, "2026-01"));
    expect(readdirSync(folder).toSorted()).toEqual([...files.keys()].toSorted());
    for (const [name, text] of files) expect(readFileSync(join(folder, name), "utf8")).toBe(text);
  });
});
