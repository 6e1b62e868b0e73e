import pl from "nodejs-polars";
import { describe, expect, it } from "vitest";
import { ColumnError } from "../../../src/lesson/data/read-columns.ts";
import { frontier } from "../../../src/lesson/analysis/frontier.ts";
import { getData } from "../../../src/lesson/data/get-data.ts";
import { golden } from "../../support/goldens.ts";
import { hasShared } from "../../support/shared.ts";

describe.skipIf(!hasShared).each(["infer", "train"] as const)("the frontier of %s", (part) => {
  it("equals the golden, row for row", () => {
    const expected = golden(`${part}-pareto`);
    expect(
      frontier(golden(part))
        .select(...expected.columns)
        .toRecords(),
    ).toEqual(expected.toRecords());
  });
});

describe("frontier", () => {
  const frame = pl.DataFrame({
    model: ["slow and poor", "fast", "same time, worse", "good", "twin of good", "best"],
    secs: [3, 1, 2, 2, 2, 4],
    top1: [70, 60, 74, 75, 75, 80],
  });

  it("keeps the models that no other beats, fastest first, and one of equals", () => {
    expect(frontier(frame).getColumn("model").toArray()).toEqual(["fast", "good", "best"]);
  });

  it("keeps all columns", () => {
    expect(frontier(frame).columns).toEqual(frame.columns);
  });

  it("accepts another cost, such as parameters", async () => {
    const small = frontier(await getData("infer"), "param_count_x");
    const params = small.getColumn("param_count_x").toArray().map(Number);
    const top1 = small.getColumn("top1").toArray().map(Number);
    expect(params).toEqual(params.toSorted((a, b) => a - b));
    expect(top1).toEqual([...new Set(top1)].toSorted((a, b) => a - b));
    expect(small.getColumn("model").get(0)).toBe("mobilevit_xxs");
  });

  it("omits models that were not measured", () => {
    const holes = pl.DataFrame([
      pl.Series("secs", [1, null, 3], pl.Float64),
      pl.Series("top1", [null, 99, 70], pl.Float64),
    ]);
    expect(frontier(holes).toRecords()).toEqual([{ secs: 3, top1: 70 }]);
  });

  it("returns an empty frame for an empty frame, and names a missing column", () => {
    expect(frontier(frame.head(0)).shape).toEqual({ height: 0, width: 3 });
    expect(() => frontier(frame, "watts")).toThrow(ColumnError);
    expect(() => frontier(frame, "model")).toThrow(/column of numbers/);
  });
});
