import { describe, expect, it } from "vitest";
import {
  measureOnnx,
  MeasureOptionError,
  measureWith,
  OnnxMissingError,
  type OnnxRuntime,
} from "../../../src/lesson/own/measure-onnx.ts";

/** A runtime whose models record their inputs; `bad.onnx` is not a model. */
function runtimeOf(metadata: unknown, inputNames = ["images"]) {
  const runs: (readonly number[])[] = [];
  let released = 0;
  const runtime: OnnxRuntime = {
    Tensor: class {
      readonly dims: readonly number[];
      constructor(_type: string, data: Float32Array, dims: readonly number[]) {
        this.dims = dims;
        if (data.length !== dims.reduce((a, b) => a * b)) throw new Error("the size does not fit");
      }
    },
    InferenceSession: {
      async create(file) {
        if (file.endsWith("bad.onnx")) throw new Error("no protobuf");
        return {
          inputNames,
          inputMetadata: metadata,
          run: async (feeds) => {
            const [tensor] = Object.values(feeds);
            const dims: unknown = Reflect.get(Object(tensor), "dims");
            runs.push(Array.isArray(dims) ? dims.map(Number) : []);
          },
          release: async () => void (released += 1),
        };
      },
    },
  };
  return { runtime, runs, released: () => released };
}

const input = (type: string, shape: readonly (number | string)[]) => [{ name: "images", type, shape, isTensor: true }];

describe("measuring ONNX models", () => {
  it("warms up, runs each batch size, reports its progress and releases the model", async () => {
    const { runtime, runs, released } = runtimeOf(input("float32", ["batch", 3, 32, 48]));
    const told: unknown[] = [];
    const frame = await measureWith(runtime, ["models/tiny.onnx"], {
      batchSizes: [1, 4],
      warmUp: 2,
      runs: 3,
      onProgress: (...given) => told.push(given),
    });
    expect(runs).toEqual([1, 1, 1, 1, 1, 4, 4, 4, 4, 4].map((batch) => [batch, 3, 32, 48]));
    expect(told).toEqual([
      [1, 2, "tiny"],
      [2, 2, "tiny"],
    ]);
    // Once after the check of all files, and once after its times.
    expect(released()).toBe(2);
    expect(frame.columns).toEqual([
      "model",
      "family",
      "secs",
      "spread",
      "top1",
      "param_count_x",
      "infer_batch_size",
      "infer_img_size",
      "img_size",
    ]);
    for (const row of frame.toRecords()) {
      expect(row["secs"]).toBeGreaterThan(0);
      expect(row["spread"]).toBeGreaterThanOrEqual(0);
    }
  });

  it("takes the size that is asked for where the model leaves it open, or does not say", async () => {
    for (const metadata of [input("float32", ["n", 3, "h", "w"]), undefined]) {
      const { runtime, runs } = runtimeOf(metadata);
      await measureWith(runtime, ["a.onnx"], { imgSize: 64, warmUp: 0, runs: 1 });
      expect(runs).toEqual([[1, 3, 64, 64]]);
    }
  });

  it.each([
    ["a file that is no model", "bad.onnx", input("float32", [1, 3, 8, 8]), ["images"], "no protobuf"],
    ["text for input", "a.onnx", input("string", [1]), ["images"], "its input is string [1]"],
    ["one channel", "a.onnx", input("float32", [1, 1, 8, 8]), ["images"], "its input is float32 [1, 1, 8, 8]"],
    ["two inputs", "a.onnx", undefined, ["a", "b"], "it has 2 inputs"],
  ])("refuses %s", async (_, file, metadata, names, message) => {
    const { runtime } = runtimeOf(metadata, names);
    await expect(measureWith(runtime, [file], {})).rejects.toThrow(message);
  });

  it("times nothing when a later file is no such model, or takes another number of images", async () => {
    for (const [file, batchSizes, message] of [
      ["bad.onnx", [1], "no protobuf"],
      ["b.onnx", [1, 8], "it takes 1 at once, not 8. Give batchSizes: [1], or export the model with a variable batch"],
    ] as const) {
      const { runtime, runs, released } = runtimeOf(input("float32", [1, 3, 8, 8]));
      await expect(measureWith(runtime, ["a.onnx", file], { batchSizes })).rejects.toThrow(message);
      expect([runs, released()]).toEqual([[], 1]);
    }
  });

  it.each([
    [{ runs: 0 }, "runs is 0. Give a whole number, 1 or more"],
    [{ warmUp: -1 }, "warmUp is -1. Give a whole number, 0 or more"],
    [{ batchSizes: [1, 1.5] }, "a batch size is 1.5"],
    [{ imgSize: Number.NaN }, "imgSize is NaN"],
  ])("refuses %o", async (options, message) => {
    const { runtime } = runtimeOf(undefined);
    await expect(measureWith(runtime, ["a.onnx"], options)).rejects.toThrow(MeasureOptionError);
    await expect(measureWith(runtime, ["a.onnx"], options)).rejects.toThrow(message);
  });

  it("says how to install the runtime when it is missing", async () => {
    await expect(measureOnnx(["a.onnx"])).rejects.toThrow(OnnxMissingError);
    await expect(measureOnnx(["a.onnx"])).rejects.toThrow("npm install --ignore-scripts onnxruntime-node");
  });
});
