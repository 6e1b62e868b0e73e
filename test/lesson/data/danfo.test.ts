import pl from "nodejs-polars";
import { DataFrame, merge, readCSV } from "danfojs-node";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ColumnError } from "../../../src/lesson/data/read-columns.ts";
import { fromDanfo, toDanfo } from "../../../src/lesson/data/danfo.ts";
import { getData } from "../../../src/lesson/data/get-data.ts";
import { hasShared, shared } from "../../support/shared.ts";

describe.skipIf(!hasShared).each(["infer", "train"] as const)("getData(%s) in Danfo's own terms", (part) => {
  it("gives the same rows from timm's files", async () => {
    const folder = join(shared, "data", "timm", "2022-07");
    const validation = await readCSV(join(folder, "results-imagenet.csv"));
    const benchmark = await readCSV(join(folder, `benchmark-${part}-amp-nhwc-pt111-cu113-rtx3090.csv`));
    validation.rename({ param_count: "param_count_y" }, { inplace: true });
    benchmark.rename({ param_count: "param_count_x" }, { inplace: true });
    const joined = merge({ left: benchmark, right: validation, on: ["model"], how: "inner" });
    const models = joined.column("model").values.map(String);
    const rates = joined.column(`${part}_samples_per_sec`).values.map(Number);
    joined.addColumn(
      "secs",
      rates.map((rate) => 1 / rate),
      { inplace: true },
    );
    joined.addColumn("family", models.map(familyOf), { inplace: true });
    const families = joined.column("family").values.map(String);
    const kept = models.map(
      (model, row) =>
        !model.endsWith("gn") && /^re[sg]netd?|beit|convnext|levit|efficient|vit|vgg/.test(families[row] ?? ""),
    );
    const result = fromDanfo(joined.query(kept));
    const expected = await getData(part, { results: folder });
    expect(result.columns).toEqual(expected.columns);
    expect(result.toRecords()).toEqual(expected.toRecords());
  });
});

function familyOf(model: string): string {
  const family = /^([a-z]+?(?:v2)?)(?:\d|_|$)/.exec(model)?.[1] ?? "";
  return `${family}${model.includes("in22") ? "_in22" : ""}${/resnet.*d/.test(model) ? "d" : ""}`;
}

describe("toDanfo and fromDanfo", () => {
  it("convert the lesson's table there and back, value for value", async () => {
    const frame = await getData("infer");
    const danfo = await toDanfo(frame);
    expect(danfo.shape).toEqual([165, 16]);
    expect(danfo.columns).toEqual(frame.columns);
    expect(danfo.column("secs").values[0]).toBe(4.654236751715086e-5);
    expect(fromDanfo(danfo).toRecords()).toEqual(frame.toRecords());
  });

  it("keep missing values missing", async () => {
    const frame = pl.DataFrame([
      pl.Series("number", [1.5, null, 3], pl.Float64),
      pl.Series("text", ["a", null, ""]),
      pl.Series("flag", [true, null, false]),
      pl.Series("nothing", [null, null, null], pl.String),
    ]);
    const danfo = await toDanfo(frame);
    expect(danfo.dtypes).toEqual(["float32", "string", "boolean", "string"]);
    expect(danfo.column("number").values).toEqual([1.5, Number.NaN, 3]);
    expect(fromDanfo(danfo).toRecords()).toEqual(frame.toRecords());
  });

  it("keep the columns of a frame without rows", async () => {
    const danfo = await toDanfo((await getData("infer")).head(0));
    expect(danfo.shape).toEqual([0, 16]);
    expect(fromDanfo(danfo).columns).toHaveLength(16);
  });

  it("refuse columns of lists and columns of mixed kinds", async () => {
    const lists = pl.DataFrame({ list: [[1], [2]] });
    await expect(toDanfo(lists)).rejects.toThrow(ColumnError);
    expect(() => fromDanfo(new DataFrame({ mixed: ["a", 1] }))).toThrow(/"mixed".*both string and number/);
  });
});
