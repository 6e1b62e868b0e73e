import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readMeasurements } from "../../../src/lesson/own/read-measurements.ts";
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
        infer_batch_size: null,
        infer_img_size: 224,
        img_size: 224,
      },
    ]);
  });

  it("keep accuracy, parameters and other columns' order apart", () => {
    const text =
      "top1,param_count,infer_img_size,note,model,infer_samples_per_sec,infer_batch_size\n70.5,11.7,160,x,mine,100,8\n";
    expect(readMeasurements(fileOf(text)).toRecords()).toMatchObject([
      { model: "mine", secs: 0.01, top1: 70.5, param_count_x: 11.7, infer_batch_size: 8, img_size: 160 },
    ]);
  });

  it.each([
    ["no line break at the end", "a,10,224"],
    ["empty lines at the end", "a,10,224\r\n\r\n\n"],
  ])("may have %s", (_, rows) => {
    const text = `model,infer_samples_per_sec,infer_img_size\r\n${rows}`;
    expect(readMeasurements(fileOf(text)).toRecords()).toMatchObject([{ model: "a", secs: 0.1 }]);
  });

  it.each(["a,fast,224\n", "a,10\n", "", '"a,10,224\n'])("are not said to be timm's: %j", (rows) => {
    const file = fileOf(`model,infer_samples_per_sec,infer_img_size\n${rows}`);
    expect(() => readMeasurements(file)).toThrow(/\. Correct the (?:cell|file)/);
    expect(() => readMeasurements(file)).not.toThrow(/timm|tsnb data/);
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
