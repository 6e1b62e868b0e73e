import { join } from "node:path";
import pl from "nodejs-polars";
import { describe, expect, it } from "vitest";
import { type JoinInput, type JoinReport, joinResults, namingOf } from "../../src/timm/join.ts";
import { NoBenchmarkError } from "../../src/timm/results-error.ts";
import { joinBenchmark, readResults } from "../../src/timm/results.ts";
import { hasShared, shared } from "../support/shared.ts";

type Accuracy = [model: string, size: number, top1: number, params: number];
type Speed = [model: string, size: number, rate: number | null, params: number];

function column(rows: unknown[][], at: number, type: pl.DataType): pl.Series {
  const values = rows.map((row) => row[at]);
  return pl.Series("", values, type);
}

function input(naming: JoinInput["naming"], accuracies: Accuracy[], speeds: Speed[]): JoinInput {
  const validation = pl.DataFrame({
    model: column(accuracies, 0, pl.Utf8),
    img_size: column(accuracies, 1, pl.Int32),
    top1: column(accuracies, 2, pl.Float64),
    param_count: column(accuracies, 3, pl.Float64),
  });
  const benchmark = pl.DataFrame({
    model: column(speeds, 0, pl.Utf8),
    infer_img_size: column(speeds, 1, pl.Int32),
    infer_samples_per_sec: column(speeds, 2, pl.Float64),
    param_count: column(speeds, 3, pl.Float64),
  });
  return {
    validation,
    benchmark,
    part: "infer",
    naming,
    names: { validation: "results.csv", benchmark: "speeds.csv" },
  };
}

/** A row for each letter. */
function named(letters: string): Accuracy[] {
  return letters.split("").map((name) => [name, 224, 80, 1]);
}

/** Returns a function that joins models named by one letter each. */
function matching(validated: string, timed: string): () => ReturnType<typeof joinResults> {
  return () => joinResults(input("plain", named(validated), named(timed)));
}

const dropped = (report: JoinReport): unknown[] =>
  report.dropped.map(({ from, why, rows, models }) => [from, why, rows, models.getColumn("model").toArray()]);

describe("joinResults with plain names", () => {
  const plain = input(
    "plain",
    [
      ["a", 224, 80, 10],
      ["b", 224, 81, 20],
      ["c", 224, 82, 30],
    ],
    [
      ["c", 288, 1, 30],
      ["x", 224, 2, 5],
      ["a", 224, 3, 10],
    ],
  );

  it("joins on the model, in the benchmark's order, whatever the image size", () => {
    const { frame, report: counted } = joinResults(plain);
    const report = counted();
    expect(frame.columns).toEqual([
      "model",
      "infer_img_size",
      "infer_samples_per_sec",
      "param_count_x",
      "img_size",
      "top1",
      "param_count_y",
    ]);
    expect(frame.rows()).toEqual([
      ["c", 288, 1, 30, 224, 82, 30],
      ["a", 224, 3, 10, 224, 80, 10],
    ]);
    expect(report).toMatchObject({ validationRows: 3, benchmarkRows: 3, joined: 2 });
    expect(report.warnings.height).toBe(0);
    expect(dropped(report)).toEqual([
      ["benchmark", "not validated", 1, ["x"]],
      ["validation", "not benchmarked", 1, ["b"]],
    ]);
  });

  it("warns of parameter counts that differ by more than a tenth of the larger", () => {
    const models: Accuracy[] = [
      ["a", 224, 80, 28.59],
      ["b", 224, 80, 90],
      ["c", 224, 80, 100.1],
    ];
    const { report } = joinResults(
      input("plain", models, [
        ["a", 224, 1, 88.59],
        ["b", 224, 1, 100],
        ["c", 224, 1, 90],
      ]),
    );
    expect(report().warnings.rows()).toEqual([
      ["a", 88.59, 28.59],
      ["c", 90, 100.1],
    ]);
  });

  it.each([
    [
      "speeds.csv",
      [
        ["a", 224, 80, 1],
        ["b", 224, 80, 1],
      ],
      [
        ["a", 224, 1, 1],
        ["a", 288, 1, 1],
      ],
    ],
    [
      "results.csv",
      [
        ["a", 224, 80, 1],
        ["a", 288, 80, 1],
      ],
      [
        ["a", 224, 1, 1],
        ["b", 288, 1, 1],
      ],
    ],
  ] satisfies [string, Accuracy[], Speed[]][])("refuses a model that %s lists twice", (table, accuracies, speeds) => {
    expect(() => joinResults(input("plain", accuracies, speeds))).toThrow(`${table} lists a more than once`);
  });

  it("refuses tables of which fewer than half the rows match", () => {
    expect(matching("abcd", "wxyz")).toThrow("none of 4 rows matched");
    expect(matching("abcde", "abxyz")).toThrow("only 2 of 5 rows matched, fewer than half");
    expect(matching("abcdefgh", "wxyza")).toThrow("only 1 of 5 rows matched");
    expect(matching("abcd", "abyz")().report().joined).toBe(2);
    expect(matching("abcdefgh", "ab")().report().joined).toBe(2);
    expect(matching("ab", "abcdefgh")().report().joined).toBe(2);
  });
});

describe("joinResults with tagged names", () => {
  const tagged = input(
    "tagged",
    [
      ["r.t2", 288, 83, 25],
      ["r.t1.x", 224, 82, 25],
      ["r.t2", 224, 81, 25],
      ["v.t", 224, 80, 5],
      ["w.t", 384, 79, 6],
    ],
    [
      ["w", 224, 1, 6],
      ["r", 224, 2, 25],
      ["r", 288, 3, 25],
      ["y", 224, 4, 1],
    ],
  );

  it("joins on architecture and image size, the tag split off at the first dot", () => {
    const { frame, report: counted } = joinResults(tagged);
    const report = counted();
    expect(frame.columns.slice(0, 4)).toEqual(["model", "arch", "tag", "infer_img_size"]);
    expect(frame.select("model", "arch", "tag", "infer_img_size", "img_size", "infer_samples_per_sec").rows()).toEqual([
      ["r.t1.x", "r", "t1.x", 224, 224, 2],
      ["r.t2", "r", "t2", 224, 224, 2],
      ["r.t2", "r", "t2", 288, 288, 3],
    ]);
    expect(dropped(report)).toEqual([
      ["benchmark", "not validated", 1, ["y"]],
      ["benchmark", "validated at another image size", 1, ["w"]],
      ["validation", "not benchmarked", 1, ["v.t"]],
      ["validation", "benchmarked at another image size", 1, ["w.t"]],
    ]);
  });

  it("refuses names without tags in the other table, which would match nothing", () => {
    const old = input(
      "tagged",
      [
        ["r.t", 224, 80, 1],
        ["v.t", 224, 80, 1],
      ],
      [
        ["r_in22", 224, 1, 1],
        ["v_in22", 224, 1, 1],
      ],
    );
    expect(() => joinResults(old)).toThrow(
      "Joining speeds.csv to results.csv on arch and img_size: none of 2 rows matched",
    );
  });

  it("refuses a duplicate accuracy", () => {
    const twice = input(
      "tagged",
      [
        ["r.t", 224, 80, 1],
        ["r.t", 224, 81, 1],
      ],
      [["r", 224, 1, 1]],
    );
    expect(() => joinResults(twice)).toThrow("results.csv lists r.t more than once");
  });
});

describe("namingOf", () => {
  it("recognises tags by the dot", () => {
    expect(namingOf(pl.DataFrame({ model: ["a", "b.in1k"] }))).toBe("tagged");
    expect(namingOf(pl.DataFrame({ model: ["a", "b_in22"] }))).toBe("plain");
  });
});

function results(set: string): ReturnType<typeof readResults> {
  return readResults({ results: join(shared, "data", "timm", set) });
}

function suspects(set: string, part: "infer" | "train"): string[] {
  return joinBenchmark(results(set), part).report().warnings.getColumn("model").toArray().map(String);
}

describe.skipIf(!hasShared)("timm's own tables", () => {
  it.each([
    ["infer", 742, 581, 161, 87],
    ["train", 751, 591, 160, 77],
  ] as const)("join as the lesson's did in 2022: %s", (part, rows, joined, unvalidated, unbenchmarked) => {
    const report = joinBenchmark(results("2022-07"), part).report();
    expect(report).toMatchObject({ validationRows: 668, benchmarkRows: rows, joined });
    expect(report.dropped.map((group) => group.rows)).toEqual([unvalidated, unbenchmarked]);
  });

  it.each([
    ["rtx5090", 1556],
    ["rtx4090", 1556],
    ["rtx3090", 1439],
    ["i7-12700h", 1451],
    ["i9-10940x", 1446],
  ] as const)("cover %s in 2026", (device, joined) => {
    const report = joinBenchmark(results("2026-01"), "infer", device).report();
    expect(report).toMatchObject({ validationRows: 1556, joined });
    const unmatched = report.dropped.filter((group) => group.from === "validation").map((group) => group.rows);
    expect(unmatched.reduce((sum, count) => sum + count, 0)).toBe(1556 - joined);
  });

  it("warn of the models whose parameter counts disagree", () => {
    expect(suspects("2026-01", "infer").map((model) => model.split(/_224|\./)[0])).toEqual([
      "mobileone_s0",
      "ghostnetv3_100",
      ...Array.from({ length: 2 }, () => "tiny_vit_5m"),
      ...Array.from({ length: 2 }, () => "tiny_vit_11m"),
      ...Array.from({ length: 2 }, () => "tiny_vit_21m"),
    ]);
    expect(suspects("2022-07", "infer")).toEqual([]);
    expect(suspects("2022-07", "train")).toEqual(
      expect.arrayContaining(
        ["tiny", "small"].flatMap((size) => [`convnext_${size}_in22ft1k`, `convnext_${size}_384_in22ft1k`]),
      ),
    );
  });

  it("have no training speeds on a CPU", () => {
    expect(() => joinBenchmark(results("2026-01"), "train", "i7-12700h")).toThrow(NoBenchmarkError);
    expect(() => joinBenchmark(results("2026-01"), "train", "i7-12700h")).toThrow(
      /Choosing a benchmark of train on i7-12700h: the folder 2026-01 has none.*train on rtx3090/,
    );
  });
});
