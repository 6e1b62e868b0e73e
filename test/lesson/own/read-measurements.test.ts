import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readMeasurements } from "../../../src/lesson/own/read-measurements.ts";
import { placeAmong } from "../../../src/lesson/own/place-among.ts";
import { polars } from "../../../src/util/polars.ts";
import { scratch } from "../../support/scratch.ts";

function fileOf(text: string): string {
  return join(scratch({ "mine.csv": text }), "mine.csv");
}

describe("measurements of one's own", () => {
  it("are read from timm's columns, with what is missing left empty", () => {
    const text = "model,infer_samples_per_sec,infer_img_size\nresnet18,200,224\nbroken,,224\n";
    expect(readMeasurements(fileOf(text)).toRecords()).toEqual([
      {
        model: "resnet18",
        family: "yours",
        secs: 0.005,
        top1: null,
        param_count_x: null,
        infer_img_size: 224,
        img_size: 224,
      },
    ]);
  });

  it("keep accuracy, parameters and other columns' order apart", () => {
    const text = "top1,param_count,infer_img_size,note,model,infer_samples_per_sec\n70.5,11.7,160,x,mine,100\n";
    expect(readMeasurements(fileOf(text)).toRecords()).toMatchObject([
      { model: "mine", secs: 0.01, top1: 70.5, param_count_x: 11.7, img_size: 160 },
    ]);
  });

  it.each([
    ["other columns", "name,seconds\na,1\n", "WrongColumnsError", "infer_samples_per_sec, infer_img_size expected"],
    [
      "an accuracy above 100",
      "model,infer_samples_per_sec,infer_img_size,top1\na,1,224,101\n",
      "BadValueError",
      "line 2",
    ],
    ["a speed of 0", "model,infer_samples_per_sec,infer_img_size\na,0,224\n", "BadValueError", "a number above 0"],
    ["nothing in it", "", "EmptyTableError", "the file is empty"],
    ["a short row", "model,infer_samples_per_sec,infer_img_size\na,1\n", "RaggedRowError", "line 2"],
  ])("are refused with %s", (_, text, name, message) => {
    const file = fileOf(text);
    expect(() => readMeasurements(file)).toThrow(expect.objectContaining({ name }));
    expect(() => readMeasurements(file)).toThrow(message);
  });
});

const timm = polars.DataFrame({
  model: ["resnet18.a1", "resnet50.a1", "levit.b"],
  secs: [0.002, 0.004, 0.001],
  top1: [71, 80, 76],
});

describe("models placed among timm's", () => {
  it("take timm's accuracy by name, and say what beats them and how far apart the machines are", () => {
    const own = polars.DataFrame([
      polars.Series("model", ["resnet18", "mine", "resnet50.a1"], polars.String),
      polars.Series("secs", [0.004, 0.003, 0.012], polars.Float64),
      polars.Series("top1", [null, 75, 79], polars.Float64),
    ]);
    const { models, factor, common } = placeAmong(timm, own);
    expect(models.toRecords()).toEqual([
      // No model of timm's is slower than 4 ms; both of the faster ones are at least as accurate.
      { model: "resnet18", secs: 0.004, top1: 71, faster_than: 0, beaten_by: 2 },
      { model: "mine", secs: 0.003, top1: 75, faster_than: 1 / 3, beaten_by: 1 },
      { model: "resnet50.a1", secs: 0.012, top1: 79, faster_than: 0, beaten_by: 1 },
    ]);
    // 0.004 / 0.002 and 0.012 / 0.004
    expect(factor).toBeCloseTo(2.5, 12);
    expect(common).toBe(2);
  });

  it("have no factor when no model is in both", () => {
    const own = polars.DataFrame({ model: ["mine"], secs: [1], top1: [50] });
    expect(placeAmong(timm, own)).toMatchObject({ factor: null, common: 0 });
  });
});
