import pl from "nodejs-polars";
import { describe, expect, it } from "vitest";
import { familyCountsChart } from "../../../src/lesson/charts/family-counts-chart.ts";
import { getData } from "../../../src/lesson/data/get-data.ts";
import { draw } from "../../support/draw.ts";
import { golden, goldenSpec } from "../../support/goldens.ts";
import { hasShared } from "../../support/shared.ts";

describe.skipIf(!hasShared)("the original's family counts", () => {
  it("equal the golden chart", () => {
    const expected = goldenSpec("inference-family-counts");
    const chart = familyCountsChart(golden("infer"), { title: "Inference Family Counts", faithful: true });
    expect(chart.mark).toEqual(expected.mark);
    expect(chart.encoding).toEqual(expected.encoding);
    expect(chart.data).toEqual({ values: expected.rows });
    expect([chart.title, chart.width, chart.height]).toEqual([expected.title, expected.width, expected.height]);
  });

  it.each(["infer", "train"])("equal the golden table of %s", (part) => {
    const chart = familyCountsChart(golden(part));
    expect(chart.data).toEqual({ values: golden(`${part}-family-counts`).toRecords() });
  });
});

describe("familyCountsChart", () => {
  it("draws a bar per family, longest at the top, without a warning", async () => {
    const drawn = await draw(familyCountsChart(await getData("infer")));
    const bars = drawn.items("marks");
    expect(drawn.warnings).toEqual([]);
    expect(bars).toHaveLength(22);
    const top = bars.toSorted((a, b) => Number(a["y"]) - Number(b["y"]))[0];
    expect(top?.datum).toMatchObject({ Family: "vit", Count: 24 });
  });

  it("grows with the number of families, so that their names do not overlap", async () => {
    const frame = await getData("infer", { set: "2026-01" });
    const chart = familyCountsChart(frame);
    const families = frame.getColumn("family").nUnique();
    expect(chart.height).toBe(families * 14);
    expect((await draw(chart)).warnings).toEqual([]);
  });

  it("describes its content, even an empty frame", () => {
    const frame = pl.DataFrame({ family: ["a", "b", "b"] });
    expect(familyCountsChart(frame).description).toBe(
      "Bar chart of the number of models in each of 2 families. The largest is b with 2.",
    );
    expect(familyCountsChart(frame.head(0)).description).toBe(
      "Bar chart of the number of models in each of 0 families.",
    );
  });
});
