import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { joinBenchmark, readResults } from "../../src/timm/results.ts";
import { scratch } from "../support/scratch.ts";

const accuracies = "model,top1,param_count,img_size\na,80,1.5,224\nb,81,2,224\n";
const speeds = "model,infer_samples_per_sec,infer_img_size,param_count\nb,20,224,2\na,10,224,1.5\n";
const benchmark = "benchmark-infer-amp-nhwc-pt111-cu113-rtx3090.csv";
const tables = { "results-imagenet.csv": accuracies, [benchmark]: speeds };

describe("readResults", () => {
  it("reads a clone of timm and its results folder alike", () => {
    const clone = scratch(Object.fromEntries(Object.entries(tables).map(([name, text]) => [`results/${name}`, text])));
    for (const results of [clone, join(clone, "results")]) {
      const set = readResults({ results });
      expect(set).toMatchObject({
        naming: "plain",
        source: { kind: "directory", label: `the folder ${basename(results)}` },
      });
      expect(joinBenchmark(set, "infer").frame.getColumn("model").toArray()).toEqual(["b", "a"]);
    }
  });

  it("reads timm's other years: tags and thousands, without image sizes of its own", () => {
    const results = scratch({
      "results-imagenet.csv": 'model,top1,param_count,img_size\na.t1,80,"1,001.5",224\na.t2,81,"1,001.5",224\n',
      [benchmark]: 'model,infer_samples_per_sec,infer_img_size,param_count\na,10,224,"1,001.50"\n',
    });
    expect(joinBenchmark(readResults({ results }), "infer").frame.rows()).toEqual([
      ["a.t1", "a", "t1", 10, 224, 1001.5, 224, 80, 1001.5],
      ["a.t2", "a", "t2", 10, 224, 1001.5, 224, 81, 1001.5],
    ]);
  });

  it("joins a caller's own table again, which may have changed", () => {
    const set = readResults({ results: scratch(tables) });
    const own = { ...set, validation: set.validation.clone() };
    expect(joinBenchmark(own, "infer").frame.columns).toContain("top1");
    own.validation.columns = own.validation.columns.map((name) => (name === "top1" ? "accuracy" : name));
    expect(joinBenchmark(own, "infer").frame.columns).toContain("accuracy");
  });

  it("names the files that a folder lacks", () => {
    expect(() => readResults({ results: join(scratch(), "no") })).toThrow(/Looking for timm's tables in .*no: ENOENT/);
    expect(() => readResults({ results: scratch() })).toThrow("there is no results-imagenet.csv. Give a clone of timm");
    expect(() => readResults({ results: scratch({ "results/readme": "" }) })).toThrow(
      /results: there is no results-imagenet\.csv/,
    );
    const alone = readResults({ results: scratch({ "results-imagenet.csv": accuracies }) });
    expect(() => joinBenchmark(alone, "infer")).toThrow(/Choosing a benchmark of infer: the folder .* has none/);
  });

  it("reports two swapped files", () => {
    const results = scratch({ "results-imagenet.csv": speeds, [benchmark]: accuracies });
    expect(() => readResults({ results })).toThrow(
      /Reading results-imagenet\.csv, line 1: got the columns model, infer_samples_per_sec/,
    );
    const trained = scratch({ "results-imagenet.csv": accuracies, [benchmark]: speeds.replaceAll("infer", "train") });
    expect(() => joinBenchmark(readResults({ results: trained }), "infer")).toThrow(
      /infer_samples_per_sec, infer_img_size expected/,
    );
  });
});
