import { describe, expect, it } from "vitest";
import { benchmarkFile, chooseBenchmark } from "../../src/timm/devices.ts";

const known = (names: string[]) => names.map((name) => benchmarkFile(name)).filter((file) => file !== null);

describe("benchmarkFile", () => {
  it.each([
    [
      "benchmark-infer-amp-nhwc-pt111-cu113-rtx3090.csv",
      { part: "infer", device: "rtx3090", pytorch: 111, layout: "nhwc", compiled: false },
    ],
    [
      "benchmark-train-amp-nhwc-pt112-cu113-rtx3090.csv",
      { part: "train", device: "rtx3090", pytorch: 112, layout: "nhwc", compiled: false },
    ],
    [
      "benchmark-infer-amp-nchw-pt291-cu128-4090.csv",
      { part: "infer", device: "rtx4090", pytorch: 291, layout: "nchw", compiled: false },
    ],
    [
      "benchmark-infer-fp32-nchw-pt240-cpu-i7_12700h-dynamo.csv",
      { part: "infer", device: "i7-12700h", pytorch: 240, layout: "nchw", compiled: true },
    ],
    [
      "benchmark-infer-fp32-nchw-pt221-cpu-i9_10940x-dynamo.csv",
      { part: "infer", device: "i9-10940x", pytorch: 221, layout: "nchw", compiled: true },
    ],
  ])("reads %s", (name, expected) => {
    expect(benchmarkFile(name)).toEqual(expected);
  });

  it.each(["results-imagenet.csv", "benchmark-infer-amp-nhwc-pt240-cu124-a100.csv", "benchmark-infer-amp.csv"])(
    "ignores %s",
    (name) => expect(benchmarkFile(name)).toBeNull(),
  );
});

describe("chooseBenchmark", () => {
  const files = known([
    "benchmark-infer-amp-nchw-pt111-cu113-rtx3090.csv",
    "benchmark-infer-amp-nhwc-pt110-cu113-rtx3090.csv",
    "benchmark-infer-amp-nhwc-pt111-cu113-rtx3090.csv",
    "benchmark-infer-amp-nhwc-pt240-cu124-rtx4090.csv",
    "benchmark-train-amp-nhwc-pt111-cu113-rtx3090.csv",
  ]);

  it("prefers the newest PyTorch, then channels last", () => {
    expect(chooseBenchmark(files, { part: "infer", device: "rtx3090" })).toMatchObject({
      pytorch: 111,
      layout: "nhwc",
    });
  });

  it("prefers the requested PyTorch, if there is such a file", () => {
    expect(chooseBenchmark(files, { part: "infer", device: "rtx3090", pytorch: 110 })?.pytorch).toBe(110);
    expect(chooseBenchmark(files, { part: "infer", device: "rtx3090", pytorch: 99 })?.pytorch).toBe(111);
  });

  it("uses speeds of compiled models only if there are no others", () => {
    const names = [
      "amp-nchw-pt291-cu128-4090-dynamo",
      "amp-nchw-pt291-cu128-4090",
      "fp32-nchw-pt240-cpu-i7_12700h-dynamo",
    ];
    const newer = known(names.map((name) => `benchmark-infer-${name}.csv`));
    expect(chooseBenchmark(newer, { part: "infer" })).toMatchObject({ device: "rtx4090", compiled: false });
    expect(chooseBenchmark(newer, { part: "infer", device: "i7-12700h" })?.compiled).toBe(true);
  });

  it("prefers the fastest device unless one is named", () => {
    expect(chooseBenchmark(files, { part: "infer" })?.device).toBe("rtx4090");
    expect(chooseBenchmark(files, { part: "train" })?.device).toBe("rtx3090");
  });

  it("returns nothing without files", () => {
    expect(chooseBenchmark(files, { part: "train", device: "rtx5090" })).toBeUndefined();
  });
});
