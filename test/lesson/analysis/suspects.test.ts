import pl from "nodejs-polars";
import { describe, expect, it } from "vitest";
import { getData } from "../../../src/lesson/data/get-data.ts";
import { suspects } from "../../../src/lesson/analysis/suspects.ts";

describe("suspects", () => {
  it("finds the four training rows that were timed with convnext_base's dimensions", async () => {
    const found = suspects(await getData("train"));
    expect(found.getColumn("model").toArray()).toEqual([
      "convnext_small_in22ft1k",
      "convnext_tiny_in22ft1k",
      "convnext_tiny_384_in22ft1k",
      "convnext_small_384_in22ft1k",
    ]);
    expect(found.getColumn("param_count_x").toArray()).toEqual([88.59, 88.59, 88.59, 88.59]);
  });

  it("finds nothing wrong with the inference rows", async () => {
    expect(suspects(await getData("infer")).height).toBe(0);
  });

  it("tolerates rounding to a hundredth of a million, and more on request", () => {
    const frame = pl.DataFrame([
      pl.Series("param_count_x", [10, 10, 10, null], pl.Float64),
      pl.Series("param_count_y", [10.01, 10.5, 20, 3], pl.Float64),
    ]);
    expect(suspects(frame).getColumn("param_count_y").toArray()).toEqual([10.5, 20]);
    expect(suspects(frame, 0.1).getColumn("param_count_y").toArray()).toEqual([20]);
  });
});
