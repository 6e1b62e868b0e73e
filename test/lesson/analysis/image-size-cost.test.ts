import { join } from "node:path";
import pl from "nodejs-polars";
import { describe, expect, it } from "vitest";
import { ColumnError } from "../../../src/lesson/data/read-columns.ts";
import { getData } from "../../../src/lesson/data/get-data.ts";
import { imageSizeCost } from "../../../src/lesson/analysis/image-size-cost.ts";
import { hasShared, shared } from "../../support/shared.ts";

describe("imageSizeCost", () => {
  const frame = pl.DataFrame([
    pl.Series("model", ["a", "b", "a", "a", "c", "c"]),
    pl.Series("img_size", [384, 224, 192, 256, 224, 288], pl.Int64),
    pl.Series("top1", [84, 70, 80, 82, 75, null], pl.Float64),
    pl.Series("secs", [0.04, 0.01, 0.01, 0.02, 0.01, 0.02], pl.Float64),
  ]);

  it("sets each model's smallest size against its largest", () => {
    expect(imageSizeCost(frame).toRecords()).toEqual([
      {
        model: "a",
        small: 192,
        large: 384,
        top1_small: 80,
        top1_large: 84,
        secs_small: 0.01,
        secs_large: 0.04,
        gain: 4,
        pixels: 4,
        slowdown: 4,
      },
    ]);
  });

  it("returns an empty frame when no model has two sizes, and names a missing column", async () => {
    expect(imageSizeCost(await getData("infer")).height).toBe(0);
    expect(() => imageSizeCost(frame.drop("img_size"))).toThrow(ColumnError);
  });
});

describe.skipIf(!hasShared).each([
  ["rtx5090", 290, 1.64],
  ["i7-12700h", 269, 1.46],
] as const)("image sizes on all of timm's models, %s", (device, models, slowdown) => {
  it("have the gains that were computed by hand, except the two models that end in gn", async () => {
    const results = join(shared, "data", "timm", "2026-01");
    const cost = imageSizeCost(await getData("infer", { results, device }));
    expect(cost.height).toBe(models - 2);
    expect(cost.getColumn("gain").median()).toBeCloseTo(0.795, 2);
    expect(cost.getColumn("slowdown").median()).toBeCloseTo(slowdown, 1);
    expect(cost.getColumn("pixels").median()).toBeCloseTo(1.65, 2);
  });
});
