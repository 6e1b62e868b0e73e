import { describe, expect, it } from "vitest";
import { accuracyMargin, MarginError } from "../../../src/lesson/analysis/accuracy-margin.ts";

describe("accuracyMargin", () => {
  // 1.96 sqrt(0.85 x 0.15 / 50000) = 1.96 x 0.0015969 = 0.00313.
  it.each([
    [85, 50_000, 0.313],
    [50, 50_000, 0.438],
    [90, 50_000, 0.263],
    [85, 10_000, 0.7],
    [100, 50_000, 0],
    [0, 50_000, 0],
  ])("of %d %% on %d images is %d points", (top1, images, margin) => {
    expect(accuracyMargin(top1, images)).toBeCloseTo(margin, 3);
  });

  it("assumes ImageNet's 50,000 images by default", () => {
    expect(accuracyMargin(85)).toBe(accuracyMargin(85, 50_000));
  });

  it.each([
    [Number.NaN, 50_000, /accuracy of NaN %/],
    [101, 50_000, /accuracy of 101 %/],
    [-1, 50_000, /accuracy of -1 %/],
    [85, 0, /got 0 images/],
    [85, Number.NaN, /got NaN images/],
  ])("refuses %d %% on %d images", (top1, images, message) => {
    expect(() => accuracyMargin(top1, images)).toThrow(MarginError);
    expect(() => accuracyMargin(top1, images)).toThrow(message);
  });
});
