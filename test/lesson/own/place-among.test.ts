import { describe, expect, it } from "vitest";
import { getData } from "../../../src/lesson/data/get-data.ts";
import { BatchSizeError, placeAmong } from "../../../src/lesson/own/place-among.ts";
import { polars } from "../../../src/util/polars.ts";

type Given = { model: string; img_size?: number; secs: number; top1?: number | null; infer_batch_size?: number | null };

function frameOf(rows: readonly Given[], batch = true) {
  return polars.DataFrame([
    polars.Series(
      "model",
      rows.map(({ model }) => model),
      polars.String,
    ),
    polars.Series(
      "secs",
      rows.map(({ secs }) => secs),
      polars.Float64,
    ),
    polars.Series(
      "top1",
      rows.map(({ top1 = null }) => top1),
      polars.Float64,
    ),
    polars.Series(
      "img_size",
      rows.map((row) => row.img_size ?? 224),
      polars.Int32,
    ),
    ...(batch
      ? [
          polars.Series(
            "infer_batch_size",
            rows.map((row) => row.infer_batch_size ?? null),
            polars.Int32,
          ),
        ]
      : []),
  ]);
}

const timm = frameOf([
  { model: "resnet18.a1", secs: 0.002, top1: 71, infer_batch_size: 1 },
  { model: "resnet18.a1", secs: 0.003, top1: 73, infer_batch_size: 1, img_size: 288 },
  { model: "resnet50.a1", secs: 0.004, top1: 80, infer_batch_size: 1 },
  { model: "resnet50.b2", secs: 0.004, top1: 82, infer_batch_size: 1 },
  { model: "levit.b", secs: 0.001, top1: 76, infer_batch_size: 1 },
]);

describe("models placed among timm's", () => {
  it("take the accuracy and the time of the same image size, and say what beats them and how far apart the machines are", () => {
    const { models, factor, common } = placeAmong(
      timm,
      frameOf([
        { model: "resnet18", secs: 0.0035, infer_batch_size: 1 },
        { model: "resnet18", secs: 0.009, infer_batch_size: 1, img_size: 288 },
        { model: "mine", secs: 0.0025, top1: 75, infer_batch_size: 1 },
      ]),
    );
    expect(models.toRecords()).toEqual([
      // Slower: both of resnet50. Faster: resnet18 at 224 and 288 px and levit, none below 71 %.
      {
        model: "resnet18",
        img_size: 224,
        secs: 0.0035,
        top1: 71,
        top1_from: "resnet18.a1",
        faster_than: 0.4,
        beaten_by: 3,
      },
      // Faster: all five; at least 73 %: all but resnet18 at 224 px.
      {
        model: "resnet18",
        img_size: 288,
        secs: 0.009,
        top1: 73,
        top1_from: "resnet18.a1",
        faster_than: 0,
        beaten_by: 4,
      },
      { model: "mine", img_size: 224, secs: 0.0025, top1: 75, top1_from: null, faster_than: 0.6, beaten_by: 1 },
    ]);
    // The middle of 0.0035 / 0.002 and 0.009 / 0.003
    expect(factor).toBeCloseTo(2.375, 12);
    expect(common).toBe(2);
  });

  it("take no accuracy of one set of weights among several, of others, or of another image size", () => {
    const { models, factor, common } = placeAmong(
      timm,
      frameOf([
        { model: "resnet50", secs: 0.004 },
        { model: "resnet50.b2", secs: 0.006 },
        { model: "resnet50.mine", secs: 0.008 },
        { model: "resnet18", secs: 0.001, img_size: 160 },
      ]),
    );
    expect(models.toRecords().map((row) => [row["top1"], row["top1_from"], row["beaten_by"]])).toEqual([
      [null, null, null],
      // Faster and at least as accurate: the same weights on timm's machine.
      [82, "resnet50.b2", 1],
      [null, null, null],
      [null, null, null],
    ]);
    expect([factor, common]).toEqual([1.5, 3]);
  });

  it.each([
    [8, 1, "in batches of 8, and they with one image at a time. Give rows whose infer_batch_size is 1"],
    [1, 256, "with one image at a time, and they in batches. Give a processor's times"],
  ])("are refused when timed in batches of %i among times in batches of %i", (own, theirs, message) => {
    const place = () =>
      placeAmong(
        frameOf([{ model: "a", secs: 1, infer_batch_size: theirs }]),
        frameOf([{ model: "b", secs: 1, infer_batch_size: own }]),
      );
    expect(place).toThrow(BatchSizeError);
    expect(place).toThrow(message);
  });

  it("compare throughput with throughput, and times of an unknown batch with any", () => {
    const both = frameOf([
      { model: "a", secs: 1, top1: 70, infer_batch_size: 1 },
      { model: "b", secs: 0.25, top1: 70, infer_batch_size: 512 },
    ]);
    const own = frameOf([{ model: "a", secs: 0.5, infer_batch_size: 64 }]);
    expect(placeAmong(both, own)).toMatchObject({ factor: null, common: 0 });
    expect(placeAmong(both, own).models.toRecords()).toMatchObject([{ faster_than: 0, beaten_by: 1 }]);
    for (const unknown of [frameOf([{ model: "a", secs: 0.5 }]), frameOf([{ model: "a", secs: 0.5 }], false)]) {
      expect(placeAmong(both, unknown).models.toRecords()).toMatchObject([{ faster_than: 0.5, beaten_by: 1 }]);
    }
  });

  it("have no factor when no model is in both, and may be none", () => {
    expect(placeAmong(timm, frameOf([{ model: "mine", secs: 1, top1: 50 }]))).toMatchObject({
      factor: null,
      common: 0,
    });
    expect(placeAmong(timm, frameOf([])).models.height).toBe(0);
  });

  // From data/2026-01: resnet18 at 224 px is timed at 16.07 ms there, efficientnet_b0 at 10.69 ms.
  it("are those of lesson 03: the factor comes from the times at 224 px", async () => {
    const cpu = await getData("infer", { set: "2026-01", device: "i7-12700h" });
    const own = frameOf([
      { model: "resnet18", secs: 1 / 160, infer_batch_size: 1 },
      { model: "resnet18.a1_in1k", secs: 1 / 160, infer_batch_size: 1 },
      { model: "efficientnet_b0", secs: 1 / 95, infer_batch_size: 1 },
    ]);
    const { models, factor } = placeAmong(cpu, own);
    expect(models.toRecords().map((row) => [row["top1"], row["top1_from"]])).toEqual([
      [null, null],
      [71.504, "resnet18.a1_in1k"],
      [78.568, "efficientnet_b0.ra4_e3600_r224_in1k"],
    ]);
    // 62.22 / 160, twice, and 93.58 / 95
    expect(factor).toBeCloseTo(62.22 / 160, 9);
    const gpu = await getData("infer", { set: "2026-01", device: "rtx5090" });
    expect(() => placeAmong(gpu, own)).toThrow(BatchSizeError);
  });
});
