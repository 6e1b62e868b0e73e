import pl from "nodejs-polars";
import { describe, expect, it } from "vitest";
import { chart, ChartError } from "../../../src/display/index.ts";
import { subset } from "../../../src/lesson/analysis/subset.ts";
import { golden } from "../../support/goldens.ts";
import { hasShared } from "../../support/shared.ts";

describe.skipIf(!hasShared).each(["infer", "train"] as const)("the subset of %s", (part) => {
  it("equals the golden, row for row", () => {
    expect(subset(golden(part)).toRecords()).toEqual(golden(`${part}-subset`).toRecords());
  });
});

describe("subset", () => {
  it("matches whole names: relatives of a family stay out, all of convnext is in", () => {
    const frame = pl.DataFrame([
      pl.Series("family", [
        "resnetd",
        "resnetv2",
        "regnet",
        "convnext_in22",
        "convnextv2",
        "repvgg",
        "levit",
        "xlevit",
        null,
      ]),
    ]);
    expect(subset(frame).getColumn("family").toArray()).toEqual(["resnetd", "convnext_in22", "convnextv2", "levit"]);
  });

  it("knows the columns of its frame", () => {
    const chosen = subset(pl.DataFrame({ family: ["levit", "vit"], secs: [0.1, 0.2] }));
    expect(chart(chosen).point({ x: "secs", y: "family" }).table().rows).toEqual([["levit", 0.1]]);
    // @ts-expect-error -- there is no column "second"
    expect(() => chart(chosen).point({ x: "second" })).toThrow(ChartError);
  });
});
