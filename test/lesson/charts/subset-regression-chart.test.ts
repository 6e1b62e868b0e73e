import { beforeAll, describe, expect, it } from "vitest";
import { SELECTION } from "../../../src/lesson/charts/channels.ts";
import { getData } from "../../../src/lesson/data/get-data.ts";
import { regression } from "../../../src/lesson/analysis/regression.ts";
import { subset } from "../../../src/lesson/analysis/subset.ts";
import { subsetRegressionChart } from "../../../src/lesson/charts/subset-regression-chart.ts";
import { draw } from "../../support/draw.ts";
import { golden, goldenSpec, onlyColumns } from "../../support/goldens.ts";
import { hasShared } from "../../support/shared.ts";

const parts = [
  { part: "infer", name: "inference-subset-benchmark", title: "Inference Subset", rows: 61 },
  { part: "train", name: "training-subset-benchmark", title: "Training Subset", rows: 66 },
] as const;

describe.skipIf(!hasShared).each(parts)("the original's subset of $part", ({ part, name, title }) => {
  let expected: ReturnType<typeof goldenSpec>;
  let chart: ReturnType<typeof subsetRegressionChart>;
  beforeAll(() => {
    expected = goldenSpec(name);
    chart = subsetRegressionChart(golden(part), part, { title, faithful: true });
  });

  it("has the golden's two layers, but for the names of views", () => {
    const layers = expected.layer?.map(({ name: _view, ...layer }) => layer);
    expect(chart.layer.map(({ name: _view, ...layer }) => layer)).toEqual(layers);
  });

  it("has the golden's selection on its first layer", () => {
    const [param] = expected.params ?? [];
    expect(chart.params).toEqual([{ ...param, views: [chart.layer[0]?.name] }]);
    expect(chart.layer[0]?.name).toEqual(expect.any(String));
  });

  it("has the golden's rows, title and size", () => {
    const columns = ["secs", "top1", "family", "model", `${part}_img_size`];
    expect(chart.data).toEqual({ values: onlyColumns(expected.rows, columns) });
    expect([chart.title, chart.width, chart.height]).toEqual([expected.title, expected.width, expected.height]);
  });
});

describe.each(parts)("the corrected subset of $part", ({ part, rows }) => {
  it("draws the points and a line for each of nine families, in nine colours, without a warning", async () => {
    const drawn = await draw(subsetRegressionChart(await getData(part), part));
    const lines = drawn.items("layer_1_pathgroup");
    expect(drawn.warnings).toEqual([]);
    expect(drawn.items("points_marks")).toHaveLength(rows);
    expect(lines).toHaveLength(9);
    expect(new Set(drawn.items("points_marks").map((item) => item["fill"])).size).toBe(9);
  });

  it("draws lines that follow regression()", async () => {
    const frame = await getData(part);
    const drawn = await draw(subsetRegressionChart(frame, part));
    const fits = new Map(
      regression(subset(frame))
        .toRecords()
        .map((row) => [String(row["family"]), row] as const),
    );
    const corners = drawn.items("layer_1_marks");
    expect(corners.length).toBeGreaterThan(100);
    for (const { datum } of corners) {
      const fit = fits.get(String(datum["family"]));
      expect(datum["top1"]).toBeCloseTo(Number(fit?.["a"]) + Number(fit?.["b"]) * Math.log(Number(datum["secs"])), 8);
    }
  });

  it("gives lines no tooltip, since they show no model", async () => {
    const drawn = await draw(subsetRegressionChart(await getData(part), part));
    expect(drawn.items("layer_1_marks").every((item) => item["tooltip"] === undefined)).toBe(true);
    expect(drawn.items("points_marks").every((item) => item["tooltip"] !== undefined)).toBe(true);
  });

  it("fades points and lines alike", async () => {
    const chart = subsetRegressionChart(await getData(part), part);
    const drawn = await draw(chart, { selection: SELECTION, field: "family", value: "vgg" });
    const solid = (mark: string): unknown[] => [
      ...new Set(
        drawn
          .items(mark)
          .filter((item) => Number(item["opacity"]) > 0.5)
          .map((item) => item.datum["family"]),
      ),
    ];
    expect(solid("points_marks")).toEqual(["vgg"]);
    expect(solid("layer_1_marks")).toEqual(["vgg"]);
  });
});

it("names a family the same way in the whole chart and in the subset", async () => {
  const { buildChart } = await import("../../../src/lesson/charts/build-chart.ts");
  const frame = await getData("infer");
  const whole = await draw(buildChart(frame, "infer"));
  const part = await draw(subsetRegressionChart(frame, "infer"));
  const look = (items: ReturnType<typeof whole.items>, family: string): unknown[] => {
    const item = items.find(({ datum }) => datum["family"] === family);
    return [item?.["fill"], item?.["shape"]];
  };
  for (const family of ["levit", "beit", "vgg", "convnext_in22"]) {
    expect(look(part.items("points_marks"), family)).toEqual(look(whole.items("marks"), family));
  }
});
