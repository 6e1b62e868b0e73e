import { existsSync } from "node:fs";
import { join } from "node:path";
import type pl from "nodejs-polars";
import { type Column, type Columns, validationColumns } from "./columns.ts";
import { readTable } from "./csv/read-table.ts";
import { TestSetsError } from "./results-error.ts";
import type { ResultsSource } from "./find-results.ts";

/** A set of images that models were tested on besides ImageNet's validation images. */
export type TestSet = { name: TestSetName; file: string; images: number; classes: number };

const names = ["v2", "real", "sketch", "a", "r"] as const;

/** The short names of the test sets, which are also their columns. */
type TestSetName = (typeof names)[number];

/**
 * The test sets of timm's results, with their sizes as their authors give them: ImageNetV2 (arXiv
 * 1902.10811), ReaL (2006.07159), Sketch (1905.13549), ImageNet-A (1907.07174) and ImageNet-R (2006.16241).
 */
export const testSets: readonly TestSet[] = [
  { name: "v2", file: "results-imagenetv2-matched-frequency.csv", images: 10_000, classes: 1000 },
  { name: "real", file: "results-imagenet-real.csv", images: 46_837, classes: 1000 },
  { name: "sketch", file: "results-sketch.csv", images: 50_889, classes: 1000 },
  { name: "a", file: "results-imagenet-a.csv", images: 7_500, classes: 200 },
  { name: "r", file: "results-imagenet-r.csv", images: 30_000, classes: 200 },
];

/** The name of the table of test sets in a bundled set. */
export const testSetsFile = "test-sets.csv";

const share: Column = { kind: "number", required: true, empty: true, least: 0, most: 100 };
const bundledColumns: Columns = {
  model: { kind: "text", required: true, empty: false },
  img_size: { kind: "whole", required: true, empty: false, above: 0 },
  imagenet: share,
  ...Object.fromEntries(names.map((name) => [name, share])),
};

/**
 * The top-1 accuracy of each model and image size on ImageNet and on each test set, null where timm has none.
 *
 * @throws {TestSetsError} when the results have no tables of the test sets.
 */
export function readTestSets({ dir, label }: ResultsSource): pl.DataFrame {
  const bundled = join(dir, testSetsFile);
  if (existsSync(bundled)) return readTable(bundled, bundledColumns);
  const folder = existsSync(join(dir, "results")) ? join(dir, "results") : dir;
  const absent = testSets.find(({ file }) => !existsSync(join(folder, file)));
  if (absent !== undefined) throw new TestSetsError(label, absent.file);
  const read = (file: string) => readTable(join(folder, file), validationColumns).select("model", "img_size", "top1");
  const all = testSets.reduce(
    (frame, { name, file }) =>
      frame.join(read(file).rename({ top1: name }), { on: ["model", "img_size"], how: "left" }),
    read("results-imagenet.csv").rename({ top1: "imagenet" }).withRowIndex("#"),
  );
  return all.sort("#").drop("#");
}
