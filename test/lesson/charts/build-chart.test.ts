import pl from "nodejs-polars";
import { beforeAll, describe, expect, it } from "vitest";
import { buildChart } from "../../../src/lesson/charts/build-chart.ts";
import { SELECTION } from "../../../src/lesson/charts/channels.ts";
import { ColumnError } from "../../../src/lesson/data/read-columns.ts";
import { getData } from "../../../src/lesson/data/get-data.ts";
import { draw } from "../../support/draw.ts";
import { golden, goldenSpec, onlyColumns } from "../../support/goldens.ts";
import { hasShared } from "../../support/shared.ts";

const parts = [
  { part: "infer", name: "inference-benchmark", title: "Inference" },
  { part: "train", name: "training-benchmark", title: "Training" },
] as const;

describe.skipIf(!hasShared).each(parts)("the original's chart of $part", ({ part, name, title }) => {
  let expected: ReturnType<typeof goldenSpec>;
  let chart: ReturnType<typeof buildChart>;
  beforeAll(() => {
    expected = goldenSpec(name);
    chart = buildChart(golden(part), part, { title, faithful: true });
  });

  it("has the mark, channels, selection and size of the golden", () => {
    expect(chart.mark).toEqual(expected.mark);
    expect(chart.encoding).toEqual(expected.encoding);
    expect(chart.params).toEqual(expected.params);
    expect([chart.title, chart.width, chart.height]).toEqual([expected.title, expected.width, expected.height]);
  });

  it("has the golden's rows, only the columns that it encodes, in order", () => {
    const columns = ["secs", "top1", "family", "model", `${part}_img_size`];
    expect(chart.data).toEqual({ values: onlyColumns(expected.rows, columns) });
  });

  it("declares the schema that notebooks draw", () => {
    expect(chart.$schema).toBe("https://vega.github.io/schema/vega-lite/v5.json");
  });
});

describe.each(parts)("the corrected chart of $part", ({ part }) => {
  it("draws every model without a warning, each family with a look of its own", async () => {
    const frame = await getData(part);
    const drawn = await draw(buildChart(frame, part));
    const marks = drawn.items("marks");
    expect(drawn.warnings).toEqual([]);
    expect(marks).toHaveLength(frame.height);
    const looks = new Map(
      marks.map((item) => [item.datum["family"], `${String(item["fill"])} ${String(item["shape"])}`]),
    );
    expect(looks.size).toBe(22);
    expect(new Set(looks.values()).size).toBe(22);
  });

  it("puts each model where its figures say, with an area in proportion to its pixels", async () => {
    const drawn = await draw(buildChart(await getData(part), part));
    const marks = drawn.items("marks");
    const find = (model: string) => marks.find((item) => item.datum["model"] === model);
    const fast = find("levit_128s");
    const slow = find("beit_large_patch16_512");
    expect(Number(fast?.["x"])).toBeLessThan(Number(slow?.["x"]));
    expect(Number(fast?.["y"])).toBeGreaterThan(Number(slow?.["y"]));
    expect(Number(slow?.["size"]) / Number(fast?.["size"])).toBeCloseTo((512 / 224) ** 2, 6);
  });

  it("fades all but the family that the legend selects", async () => {
    const chart = buildChart(await getData(part), part);
    const drawn = await draw(chart, { selection: SELECTION, field: "family", value: "levit" });
    const solid = drawn.items("marks").filter((item) => Number(item["opacity"]) > 0.5);
    expect(solid).toHaveLength(5);
    expect(new Set(solid.map((item) => item.datum["family"]))).toEqual(new Set(["levit"]));
  });
});

describe("buildChart", () => {
  it("has one legend of families, whose symbols can be clicked, and one of image sizes", async () => {
    const drawn = await draw(buildChart(await getData("infer"), "infer"));
    expect(drawn.items("family_legend_symbols")).toHaveLength(22);
    expect(drawn.texts).toContain("Image size (px)");
  });

  it("omits the selection on request, for a chart that layers this one", async () => {
    expect(buildChart(await getData("infer"), "infer", { addSelection: false })).not.toHaveProperty("params");
  });

  it("describes its content", async () => {
    const { description } = buildChart(await getData("infer"), "infer");
    expect(description).toContain("165 models of 22 families");
    expect(description).toContain("68.8 to 88.6 per cent");
  });

  it("describes one model, and unmeasured values, in fitting words", async () => {
    const one = (await getData("infer")).head(1);
    const about = "Scatter plot of ImageNet accuracy against seconds per image for one model of one family.";
    expect(buildChart(one, "infer").description).toBe(`${about} Accuracy is 76.5 per cent, time per image is 47 µs.`);
    const untimed = one.withColumns(pl.lit(null).cast(pl.Float64).alias("secs"));
    expect(buildChart(untimed, "infer").description).toBe(`${about} Accuracy is 76.5 per cent.`);
    const none = untimed.withColumns(pl.lit(null).cast(pl.Float64).alias("top1"));
    expect(buildChart(none, "infer").description).toBe(about);
  });

  it("shows 71 families of 2026: the 29 largest by name, the others in one grey entry beneath", async () => {
    const frame = await getData("infer", { set: "2026-01" });
    const drawn = await draw(buildChart(frame, "infer"));
    const entries = drawn.items("legend_legend_symbols");
    expect(drawn.warnings).toEqual([]);
    expect(entries).toHaveLength(30);
    expect(drawn.texts.some((text) => /^\d+ others$/.test(text))).toBe(true);
    const marks = drawn.items("marks");
    expect(marks).toHaveLength(frame.height);
    const grey = marks.filter((item) => item["fill"] === "#8a8a8a").length;
    expect(grey).toBeGreaterThan(0);
    expect(marks.slice(0, grey).every((item) => item["fill"] === "#8a8a8a")).toBe(true);
    const named = marks
      .slice(grey)
      .map((item) => [item.datum["family"], `${String(item["fill"])} ${String(item["shape"])}`] as const);
    expect(new Set(new Map(named).values()).size).toBe(29);
  });

  it("draws an empty frame as an empty chart", async () => {
    const drawn = await draw(buildChart((await getData("infer")).head(0), "infer"));
    expect(drawn.items("marks")).toHaveLength(0);
  });

  it("names the missing column and the existing ones", async () => {
    const whole = await getData("infer");
    const frame = whole.drop("secs");
    expect(() => buildChart(frame, "infer")).toThrow(ColumnError);
    expect(() => buildChart(frame, "infer")).toThrow(/"secs".*there is no such column.*model, /);
    expect(() => buildChart(whole, "train")).toThrow(/train_img_size/);
  });
});

it("gives a family the same look on two devices of 2026", async () => {
  const [gpu, cpu] = await Promise.all([looksOn("rtx5090"), looksOn("i7-12700h")]);
  const shared = [...gpu.keys()].filter((family) => cpu.has(family));
  const alike = shared.filter((family) => gpu.get(family) === cpu.get(family));
  expect(shared.length).toBeGreaterThan(20);
  expect(alike.length / shared.length).toBeGreaterThan(0.8);
});

async function looksOn(device: "rtx5090" | "i7-12700h"): Promise<Map<unknown, string>> {
  const drawn = await draw(buildChart(await getData("infer", { set: "2026-01", device }), "infer"));
  const named = drawn.items("marks").filter((item) => item["fill"] !== "#8a8a8a");
  return new Map(named.map((item) => [item.datum["family"], `${String(item["fill"])} ${String(item["shape"])}`]));
}
