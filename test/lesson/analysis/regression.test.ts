import pl from "nodejs-polars";
import * as v from "valibot";
import * as vega from "vega";
import { describe, expect, it } from "vitest";
import { ColumnError } from "../../../src/lesson/data/read-columns.ts";
import { getData } from "../../../src/lesson/data/get-data.ts";
import { regression } from "../../../src/lesson/analysis/regression.ts";
import { subset } from "../../../src/lesson/analysis/subset.ts";
import { suspects } from "../../../src/lesson/analysis/suspects.ts";
import { packageRoot } from "../../../src/util/package-root.ts";
import { notebookIn } from "../../support/notebooks.ts";
import { golden } from "../../support/goldens.ts";
import { hasShared } from "../../support/shared.ts";

const Fit = v.object({ family: v.string(), n: v.number(), a: v.number(), b: v.number(), r2: v.number() });
const fitsOf = (frame: pl.DataFrame) => v.parse(v.array(Fit), regression(frame).toRecords());

const convnextFit = (frame: pl.DataFrame) => fitsOf(frame).find(({ family }) => family === "convnext_in22");

function expectClose(got: number, wanted: unknown): void {
  expect(Math.abs(got / Number(wanted) - 1)).toBeLessThan(1e-9);
}

describe.skipIf(!hasShared).each(["infer", "train"] as const)("the fits of %s", (part) => {
  it("equal the golden a, b and R2 of each family, in its order", () => {
    const expected = golden(`${part}-subset-regression`).toRecords();
    const got = fitsOf(subset(golden(part)));
    expect(got.map(({ family, n }) => [family, n])).toEqual(expected.map((row) => [row["family"], row["n"]]));
    for (const [index, { a, b, r2 }] of got.entries()) {
      expectClose(a, expected[index]?.["log_intercept"]);
      expectClose(b, expected[index]?.["log_slope"]);
      expectClose(r2, expected[index]?.["log_r2"]);
    }
  });
});

describe.each(["infer", "train"] as const)("the fits of %s", (part) => {
  it("equal those of Vega's regression on the same rows", async () => {
    const frame = subset(await getData(part));
    const values = frame.select("family", "secs", "top1").toRecords();
    const view = new vega.View(
      vega.parse({
        data: [
          {
            name: "fits",
            values,
            transform: [{ type: "regression", groupby: ["family"], x: "secs", y: "top1", method: "log", params: true }],
          },
        ],
      }),
      { renderer: "none" },
    );
    await view.runAsync();
    const Params = v.object({
      keys: v.tuple([v.string()]),
      coef: v.tuple([v.number(), v.number()]),
      rSquared: v.number(),
    });
    const expected = v.parse(v.array(Params), view.data("fits"));
    const got = fitsOf(frame);
    expect(got.map(({ family }) => family)).toEqual(expected.map(({ keys }) => keys[0]));
    for (const [index, { a, b, r2 }] of got.entries()) {
      expectClose(a, expected[index]?.coef[0]);
      expectClose(b, expected[index]?.coef[1]);
      expectClose(r2, expected[index]?.rSquared);
    }
  });
});

describe("regression", () => {
  it("finds the line that the points lie on", () => {
    const secs = [1, Math.E, Math.E ** 2];
    const frame = pl.DataFrame({ family: ["f", "f", "f"], secs, top1: [70, 73, 76] });
    const [fit] = fitsOf(frame);
    expect(fit?.a).toBeCloseTo(70, 12);
    expect(fit?.b).toBeCloseTo(3, 12);
    expect(fit?.r2).toBeCloseTo(1, 12);
  });

  it("fits convnext_in22 better without rows that were timed as another model", async () => {
    const train = await getData("train");
    const wrong = suspects(train).getColumn("model").toArray();
    const right = subset(train).filter(pl.col("model").isIn(wrong).not());
    expect(convnextFit(subset(train))?.r2).toBeCloseTo(0.464, 3);
    expect(convnextFit(right)?.a).toBeCloseTo(90.476, 3);
    expect(convnextFit(right)?.b).toBeCloseTo(0.778, 3);
    expect(convnextFit(right)?.r2).toBeCloseTo(0.896, 3);
  });

  it("has no line for a family of one model, or of one time", () => {
    const frame = pl.DataFrame({ family: ["one", "same", "same"], secs: [1, 2, 2], top1: [70, 71, 72] });
    expect(regression(frame).toRecords()).toEqual([
      { family: "one", n: 1, a: null, b: null, r2: null },
      { family: "same", n: 2, a: null, b: null, r2: null },
    ]);
  });

  it("omits rows that were not measured, or whose time has no logarithm", () => {
    const frame = pl.DataFrame([
      pl.Series("family", ["f", "f", "f", "f", "f", null]),
      pl.Series("secs", [1, Math.E, null, 0, -1, 5], pl.Float64),
      pl.Series("top1", [70, 73, 80, 80, 80, 80], pl.Float64),
    ]);
    expect(fitsOf(frame)).toMatchObject([{ family: "f", n: 2 }]);
  });

  it("returns an empty frame for an empty frame, and names a missing column", () => {
    const frame = pl.DataFrame({ family: ["f"], secs: [1], top1: [2] });
    expect(regression(frame.head(0)).shape).toEqual({ height: 0, width: 5 });
    expect(() => regression(frame.drop("top1"))).toThrow(ColumnError);
    expect(() => regression(frame.withColumns(pl.lit("fast").alias("secs")))).toThrow(/"secs".*the text "fast"/);
  });
});

it.each(["infer", "train"] as const)(
  "the families that lesson 01 names reach over 100 % at one second: %s",
  async (part) => {
    const cells = notebookIn(packageRoot(), "notebooks", "01-picking-the-best-model.ipynb").cells;
    const [, named] =
      /those of ([^;]+?) would end above 100 %/.exec(cells.map(({ source }) => source).join("\n")) ?? [];
    const above = fitsOf(subset(await getData(part))).filter(({ a }) => a > 100);
    expect(above.map(({ family }) => family)).toEqual(named?.split(/, | and /));
  },
);
