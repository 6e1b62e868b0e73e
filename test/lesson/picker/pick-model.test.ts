import pl from "nodejs-polars";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { bundle } from "../../../src/display/bundle.ts";
import { sizeMiB } from "../../../src/lesson/picker/candidates.ts";
import { type Constraints, ConstraintError } from "../../../src/lesson/picker/constraints.ts";
import { getData } from "../../../src/lesson/data/get-data.ts";
import { Found, NoneFits } from "../../../src/lesson/picker/model-pick.ts";
import { pickModel } from "../../../src/lesson/picker/pick-model.ts";

// The sizes in MiB are 3.81 times the millions of parameters: 19.1, 38.1, 76.3, 190.7, 381.5.
const frame = pl.DataFrame({
  model: ["tiny", "quick", "middle", "big", "huge"],
  family: ["a", "a", "b", "b", "c"],
  top1: [60, 70, 80, 85, 90],
  secs: [0.002, 0.001, 0.004, 0.01, 0.1],
  param_count_x: [5, 10, 20, 50, 100],
  infer_img_size: [224, 224, 224, 384, 384],
});

function found(constraints: Constraints, from: pl.DataFrame = frame): Found {
  const pick = pickModel(from, constraints);
  if (pick.kind !== "found") throw new Error(String(pick));
  return pick;
}

function none(constraints: Constraints, from: pl.DataFrame = frame): NoneFits {
  const pick = pickModel(from, constraints);
  if (pick.kind !== "none") throw new Error(String(pick));
  return pick;
}

describe("pickModel, when models fit", () => {
  it.each([
    [{}, "huge"],
    [{ maxSecs: 0.01 }, "big"],
    [{ maxSecs: 0.0099 }, "middle"],
    [{ minTop1: 70, prefer: "fast" }, "quick"],
    [{ minTop1: 70.1, prefer: "fast" }, "middle"],
    [{ prefer: "small" }, "tiny"],
    [{ minTop1: 61, prefer: "small" }, "quick"],
    [{ maxParams: 20 }, "middle"],
    [{ maxSizeMiB: 76.3 }, "middle"],
    [{ maxSizeMiB: 76.2 }, "quick"],
    [{ imgSize: 224 }, "middle"],
    [{ imgSize: 384, prefer: "fast" }, "big"],
    [{ minTop1: 65, maxSecs: 0.05, maxParams: 30, imgSize: 224, prefer: "fast" }, "quick"],
  ] satisfies [Constraints, string][])("picks by %o: %s", (constraints, model) => {
    expect(found(constraints).recommendation.model).toBe(model);
  });

  it("ranks the runners-up as it ranks the best", () => {
    expect(found({ maxSecs: 0.05 }).runnersUp.map(({ model }) => model)).toEqual(["middle", "quick", "tiny"]);
    expect(found({ prefer: "fast" }).runnersUp.map(({ model }) => model)).toEqual(["tiny", "middle", "big", "huge"]);
  });

  it("breaks ties by the other figures, whatever the order of the rows", () => {
    const twins = pl.DataFrame({
      model: ["slow twin", "fast twin"],
      family: ["a", "a"],
      top1: [80, 80],
      secs: [0.002, 0.001],
      param_count_x: [5, 5],
      img_size: [224, 224],
    });
    expect(found({}, twins).recommendation.model).toBe("fast twin");
    expect(found({ prefer: "small" }, twins).recommendation.model).toBe("fast twin");
  });

  it("says why each other model was left out", () => {
    const pick = found({ minTop1: 75, maxSecs: 0.05 });
    expect(pick.rejected.map(({ candidate, missed }) => [candidate.model, missed])).toEqual([
      ["tiny", ["minTop1"]],
      ["quick", ["minTop1"]],
      ["huge", ["maxSecs"]],
    ]);
    expect(pick.exclusions).toEqual([
      { constraint: "minTop1", models: 2, alone: 2 },
      { constraint: "maxSecs", models: 1, alone: 1 },
    ]);
    expect(pick.fitting).toHaveLength(2);
  });

  it("justifies itself by the frontier of the models that fit: of time, or of size", () => {
    expect(found({ imgSize: 224 }).frontier.map(({ model }) => model)).toEqual(["quick", "middle"]);
    expect(found({ imgSize: 224, prefer: "small" }).frontier.map(({ model }) => model)).toEqual([
      "tiny",
      "quick",
      "middle",
    ]);
  });

  it("agrees with a search by hand on the lesson's table", async () => {
    const infer = await getData("infer");
    const fast = infer.filter(pl.col("secs").ltEq(0.0005)).sort("top1", true);
    const pick = found({ maxSecs: 0.0005 }, infer);
    expect(pick.recommendation.model).toBe(fast.getColumn("model").get(0));
    expect(pick.fitting).toHaveLength(fast.height);
    expect(pick.toString()).toBe(
      "Of 165 rows, 64 fit (at most 0.5 ms per image). The most accurate is levit_384 at 224 px (82.59 %, 0.177 ms per image, 149.3 MiB). efficientnetv2_rw_t is within its margin of ±0.33 points: too close to rank.",
    );
  });

  it("always finds its recommendation on its frontier", async () => {
    const infer = await getData("infer", { set: "2026-01" });
    for (const prefer of ["accurate", "fast", "small"] as const) {
      for (const minTop1 of [0, 75, 80, 85, 88]) {
        const pick = found({ prefer, minTop1 }, infer);
        expect(pick.frontier).toContain(pick.recommendation);
      }
    }
  });

  it("leaves out models that were never measured", () => {
    const holes = pl.DataFrame([
      pl.Series("model", ["no accuracy", "no time", "no size", "whole"]),
      pl.Series("family", ["a", "a", "a", "a"]),
      pl.Series("top1", [null, 90, 80, 70], pl.Float64),
      pl.Series("secs", [0.001, null, 0.001, 0.001], pl.Float64),
      pl.Series("param_count_x", [1, 1, null, 1], pl.Float64),
      pl.Series("img_size", [224, 224, 224, 224], pl.Int64),
    ]);
    expect(found({}, holes).recommendation.model).toBe("no size");
    expect(found({ maxParams: 10 }, holes).recommendation.model).toBe("whole");
    expect(found({}, holes).rejected.map(({ candidate }) => candidate.model)).toEqual(["no accuracy", "no time"]);
  });

  it("takes the size of the validated model where the benchmark timed another", () => {
    const both = frame.withColumns(pl.col("param_count_x").alias("param_count_y"), pl.lit(1000).alias("param_count_x"));
    expect(found({ maxParams: 20 }, both).recommendation).toMatchObject({ model: "middle", params: 20 });
  });

  it("counts times on the device that is asked for", () => {
    const devices = pl.DataFrame([
      pl.Series("device", ["rtx5090", "rtx5090", "i7-12700h", "i7-12700h"]),
      pl.Series("model", ["x", "y", "x", "y"]),
      pl.Series("family", ["x", "y", "x", "y"]),
      pl.Series("top1", [80, 80, 80, 80]),
      pl.Series("secs", [0.001, 0.002, 0.02, 0.01]),
      pl.Series("param_count_x", [1, 2, 1, 2]),
      pl.Series("img_size", [224, 224, 224, 224]),
    ]);
    expect(found({ device: "rtx5090" }, devices).recommendation.model).toBe("x");
    expect(found({ device: "i7-12700h" }, devices).recommendation.model).toBe("y");
    expect(() => pickModel(devices, { device: "rtx3090" })).toThrow(/no row.*"rtx5090", "i7-12700h"/);
    expect(() => pickModel(frame, { device: "rtx3090" })).toThrow(/does not say where it was timed/);
  });
});

describe("pickModel, when no model fits", () => {
  it("names the constraint that needs the smallest change, by how much and for which model", () => {
    const pick = none({ minTop1: 86, maxSecs: 0.01 });
    expect(pick.tightest).toMatchObject({ constraint: "minTop1", asked: 86, needed: 85, model: "big" });
    expect(pick.tightest?.share).toBeCloseTo(1 / 86, 12);
    expect(pick.relaxations.map(({ constraint, model }) => [constraint, model])).toEqual([
      ["minTop1", "big"],
      ["maxSecs", "huge"],
    ]);
    expect(pick.toString()).toBe(
      "None of 5 rows fits (at least 86 % top-1 accuracy, at most 10 ms per image). The tightest constraint is the accuracy: lowering the accuracy from 86 to 85 % (by 1 point) lets big in.",
    );
  });

  it("suggests limits that do admit the model", async () => {
    const infer = await getData("infer");
    const asked = { minTop1: 87, maxSecs: 0.001, maxSizeMiB: 200 };
    for (const { constraint, needed, model } of none(asked, infer).relaxations) {
      expect(found({ ...asked, [constraint]: needed }, infer).recommendation.model).toBe(model);
    }
    const words = none({ minTop1: 99 }, infer).toString();
    const stated = /to ([\d.]+) %/.exec(words)?.[1];
    expect(found({ minTop1: Number(stated) }, infer).recommendation.model).toBe("beit_large_patch16_512");
  });

  it.each([0.00012344, 0.00012346, 0.1])("suggests a sufficient limit: %d s", (secs) => {
    const slow = frame.withColumns(pl.lit(secs).alias("secs"));
    const stated = Number(/to (\S+) ms/.exec(none({ maxSecs: 0.0001 }, slow).toString())?.[1]) / 1000;
    expect(found({ maxSecs: stated }, slow).fitting).toHaveLength(5);
    expect(stated / secs).toBeLessThan(1.001);
  });

  it("names several constraints when no single one is to blame", () => {
    const pick = none({ minTop1: 84, maxSecs: 0.009, maxParams: 10, imgSize: 384 });
    expect(pick.relaxations).toEqual([]);
    expect(pick.nearest.map(({ constraint }) => constraint)).toEqual(["imgSize", "minTop1"]);
    expect(pick.tightest).toMatchObject({ constraint: "imgSize", needed: 224, model: "quick" });
    expect(pick.toString()).toContain(
      "No single constraint is to blame: the nearest model, quick, needs changing the image size from 384 to 224 px (by 42 %) and lowering the accuracy from 84 to 70 % (by 14 points). The tightest is the image size.",
    );
  });

  it("chooses the nearest image size", () => {
    expect(none({ imgSize: 256 }).tightest).toMatchObject({ constraint: "imgSize", needed: 224, model: "tiny" });
  });

  it("answers for a frame without rows too", () => {
    const pick = none({}, frame.head(0));
    expect(pick.tightest).toBeNull();
    expect(pick.toString()).toBe("There is no row to pick from.");
  });
});

describe("accuracies too close to rank", () => {
  // The margin at 85 % of 50,000 images is 0.313 points.
  const close = pl.DataFrame({
    model: ["best", "within", "beyond"],
    family: ["a", "a", "a"],
    top1: [85, 84.69, 84.68],
    secs: [0.003, 0.002, 0.001],
    param_count_x: [3, 2, 1],
    img_size: [224, 224, 224],
  });

  it("are named and marked if accuracy decides", async () => {
    const pick = found({}, close);
    expect(pick.nearTies.map(({ model }) => model)).toEqual(["within"]);
    expect(String(pick)).toBe(
      "The most accurate of 3 rows is best at 224 px (85.00 %, 3.00 ms per image, 11.4 MiB). within is within its margin of ±0.31 points: too close to rank.",
    );
    const { data } = await bundle(pick);
    expect(data["text/plain"]).toMatch(/best .* 85\.00 +≈ .*\n.*within .* 84\.69 +≈ .*\n.*beyond .* 84\.68 +1\.00/);
  });

  it("are ignored if time or size decides", () => {
    expect(found({ prefer: "fast" }, close).nearTies).toEqual([]);
    expect(String(found({ prefer: "small", minTop1: 84.69 }, close))).not.toContain("margin");
  });

  it("are other models, not other image sizes of the same", () => {
    const sizes = close.withColumns(pl.lit("best").alias("model"));
    expect(found({}, sizes).nearTies).toEqual([]);
  });
});

describe("constraints that make no sense", () => {
  it.each([
    [{ minTop1: Number.NaN }, /minTop1: got NaN.*per cent/],
    [{ minTop1: -1 }, /minTop1: got -1/],
    [{ minTop1: 101 }, /minTop1: got 101/],
    [{ minTop1: 0.85 }, /minTop1: got 0.85.*such as 80/],
    [{ maxSecs: 0 }, /maxSecs: got 0/],
    [{ maxSecs: Number.POSITIVE_INFINITY }, /maxSecs: got Infinity/],
    [{ maxParams: 25_000_000 }, /maxParams: got 25000000.*millions/],
    [{ maxSizeMiB: -5 }, /maxSizeMiB: got -5/],
    [{ imgSize: -224 }, /imgSize: got -224.*pixels/],
  ] satisfies [Constraints, RegExp][])("%o is refused", (constraints, message) => {
    expect(() => pickModel(frame, constraints)).toThrow(ConstraintError);
    expect(() => pickModel(frame, constraints)).toThrow(message);
  });

  it.each([
    ['{"maxsecs": 1}', /maxsecs: there is no such constraint.*"minTop1", "maxSecs"/],
    ['{"maxSecs": "1"}', /maxSecs: got "1"/],
    ['{"maxSecs": null}', /maxSecs: got null/],
    ['{"device": "tpu"}', /device: got "tpu".*"rtx5090".*"i7-12700h"/],
    ['{"prefer": "cheap"}', /prefer: got "cheap".*"accurate", "fast", "small"/],
  ])("%s from JSON is refused", (json, message) => {
    const constraints: Constraints = JSON.parse(json);
    expect(() => pickModel(frame, constraints)).toThrow(message);
  });

  it("ignores undefined constraints", () => {
    expect(found({ minTop1: undefined, device: undefined }).recommendation.model).toBe("huge");
  });
});

describe("how a pick is shown", () => {
  it("shows the recommendation, the frontier and the excluded models, as HTML and as text", async () => {
    const { data } = await bundle(found({ minTop1: 75 }));
    expect(data["text/html"]).toContain(
      "<p>Of 5 rows, 3 fit (at least 75 % top-1 accuracy). The most accurate is huge at 384 px (90.00 %, 100 ms per image, 381.5 MiB).</p>",
    );
    expect(data["text/html"]).toMatch(/^(?:(?!<table)[^])*(?:<table(?:(?!<table)[^])*){3}$/);
    expect(data["text/plain"]).toMatch(/middle +b +224 +80\.00 +4\.00 +20\.00 +76\.3/);
    expect(data["text/plain"]).toMatch(/accuracy +2 +2/);
  });

  it("prints the same text when a kernel or the console prints it", () => {
    expect(inspect(none({ minTop1: 91 }))).toMatch(/^None of 5 rows fits \(at least 91 % top-1 accuracy\)\./);
    expect(inspect(found({}))).toContain("The recommendation and the runners-up");
  });

  it("writes its sentence in Markdown for notebooks", async () => {
    const { data } = await bundle(found({ minTop1: 86 }).sentence);
    expect(data["text/markdown"]).toMatch(
      /^Of 5 rows, one fits \(at least 86 % top-1 accuracy\): \*\*`huge`\*\* at 384 px \(/,
    );
    expect((await bundle(none({ minTop1: 91 }).sentence)).data["text/markdown"]).toContain("lets **`huge`** in.");
  });

  it("shows the constraints that exclude all models", async () => {
    const { data } = await bundle(none({ minTop1: 86, maxSecs: 0.01 }));
    expect(data["text/plain"]).toMatch(/accuracy +86 % +85 % +1 point +big\s+time +10 ms +100 ms +900 % +huge/);
  });

  it("escapes names that are markup", async () => {
    const odd = frame.withColumns(pl.lit("<script>").alias("model"));
    const { data } = await bundle(found({}, odd));
    expect(data["text/html"]).not.toContain("<script>");
  });
});

describe("sizeMiB", () => {
  it("is four bytes a parameter: 44.6 MiB for a resnet18, 97.5 for a resnet50", () => {
    expect(sizeMiB(11.69)).toBeCloseTo(44.59, 2);
    expect(sizeMiB(25.56)).toBeCloseTo(97.5, 2);
  });
});
