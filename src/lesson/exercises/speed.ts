import type pl from "nodejs-polars";
import { polars } from "../../util/polars.ts";
import { accuracyMargin } from "../analysis/accuracy-margin.ts";
import { imageSizeCost } from "../analysis/image-size-cost.ts";
import { getData } from "../data/get-data.ts";
import { timmFacts } from "../data/timm-facts.ts";
import type { Constraints } from "../picker/constraints.ts";
import { pickModel } from "../picker/pick-model.ts";
import type { Exercise } from "./exercise.ts";

const notebook = "02-accuracy-vs-speed";
const set = "2026-01";

/** The exercises of the second notebook. */
export const speedExercises: readonly Exercise[] = [
  {
    name: "i9-rows",
    notebook,
    advice: 'Load the table of the device "i9-10940x" as `cpu` was loaded, and take its `height`.',
    answer: async () => ({
      right: (await getData("infer", { set, device: "i9-10940x" })).height,
      mistakes: [
        [
          (await getData("infer", { set, device: "i7-12700h" })).height,
          "That is the i7; the question is about the i9.",
        ],
        [(await getData("infer", { set, device: "rtx5090" })).height, "That is the graphics card."],
      ],
    }),
  },
  {
    name: "margin-v2",
    notebook,
    tolerance: 0.006,
    advice: "Give `accuracyMargin` the accuracy in per cent, then the number of images of ImageNetV2.",
    answer: async () => ({
      right: accuracyMargin(75, 10_000),
      mistakes: [
        [accuracyMargin(75), "That is the margin for ImageNet's 50,000 images; ImageNetV2 has fewer."],
        [accuracyMargin(75, 10_000) / 100, "That is a share of 1. Points are a hundred times as much."],
        [2 * accuracyMargin(75, 10_000), "That is the width of the whole interval; the margin is half of it."],
      ],
    }),
  },
  {
    name: "small-and-quick",
    notebook,
    advice: "Use `cpu`, not `gpu`, and both limits, in MiB and in seconds.",
    answer: async () => {
      const cpu = await getData("infer", { set, device: "i7-12700h" });
      const gpu = await getData("infer", { set, device: "rtx5090" });
      const limits: Constraints = { maxSizeMiB: 40, maxSecs: 0.015 };
      return {
        right: best(cpu, limits),
        mistakes: [
          [best(gpu, limits), "That is the answer for the graphics card. The application runs on a processor."],
          [best(cpu, { maxSecs: limits.maxSecs }), "That model is quick enough, but larger than 40 MiB."],
          [best(cpu, { maxSizeMiB: limits.maxSizeMiB }), "That model is small enough, but needs more than 15 ms."],
          [best(cpu, { ...limits, prefer: "fast" }), "That is the fastest of those that fit, not the most accurate."],
          [best(cpu, { ...limits, prefer: "small" }), "That is the smallest of those that fit, not the most accurate."],
        ],
      };
    },
  },
  {
    name: "most-gain",
    notebook,
    advice: "Sort `gpuCost` by `gain` from large to small, and take the model of the first row.",
    answer: async () => {
      const cost = imageSizeCost(await getData("infer", { set, device: "rtx5090" }));
      const first = (column: string, descending: boolean) =>
        String(cost.sort(column, descending).select("model").row(0)[0]);
      return {
        right: first("gain", true),
        mistakes: [
          [first("gain", false), "That one gains least: the table was sorted from small to large."],
          [first("slowdown", true), "That one slows down most. The question is about accuracy."],
          [first("top1_large", true), "That one is the most accurate. Which one gains most?"],
        ],
      };
    },
  },
  {
    name: "frontier-2-ms",
    notebook,
    tolerance: 0.06,
    advice: "Take the best accuracy within 0.002 s of each year, and subtract the earlier from the later.",
    answer: async () => {
      const [then, now] = [within("2022-07"), within("2026-01")];
      return {
        right: now - then,
        mistakes: [
          [then - now, "The sign is the other way round: later less earlier."],
          [now, "That is the accuracy in 2026. How much more is it than in 2022?"],
          [then, "That is the accuracy in 2022. How much did it grow?"],
          [(now / then - 1) * 100, "That is per cent of the accuracy in 2022. Points are the plain difference."],
        ],
      };
    },
  },
];

function best(frame: pl.DataFrame, limits: Constraints): string {
  const pick = pickModel(frame, limits);
  return pick.kind === "found" ? pick.recommendation.model : "";
}

/** The accuracy of the best model of a set within two milliseconds. */
function within(of: string): number {
  const { col, lit } = polars;
  const rows = timmFacts().frontiers.filter(col("set").eq(lit(of)).and(col("secs").ltEq(0.002)));
  return rows.getColumn("top1").max();
}
