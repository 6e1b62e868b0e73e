import pl from "nodejs-polars";
import { describe, expect, it } from "vitest";
import { frontier } from "../../../src/lesson/analysis/frontier.ts";
import { isNearTie, nearTies } from "../../../src/lesson/analysis/near-ties.ts";
import { getData } from "../../../src/lesson/data/get-data.ts";

describe("nearTies", () => {
  it("returns the rows within the margin of the row before", () => {
    // The margins at 80.3 % and 85.31 % are 0.35 and 0.31 points.
    const frame = pl.DataFrame({ model: ["a", "b", "c", "d"], top1: [80, 80.3, 85, 85.32] });
    expect(nearTies(frame).rows()).toEqual([["b", 80.3]]);
    expect(nearTies(frame, 10_000).getColumn("model").toArray()).toEqual(["b", "d"]);
  });

  it("finds seven of the lesson's nineteen", async () => {
    const best = frontier(await getData("infer"));
    expect([best.height, nearTies(best).height]).toEqual([19, 7]);
  });

  it("is empty for one row or none", () => {
    const frame = pl.DataFrame({ model: ["a"], top1: [80] });
    expect(nearTies(frame).height).toBe(0);
    expect(nearTies(frame.head(0)).height).toBe(0);
  });
});

describe("isNearTie", () => {
  it.each([
    [85, 85, true],
    [85, 84.69, true],
    [84.69, 85, true],
    [85, 84.68, false],
  ])("of %d and %d is %s", (a, b, tie) => {
    expect(isNearTie(a, b)).toBe(tie);
  });
});
