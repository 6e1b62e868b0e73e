import { join } from "node:path";
import type pl from "nodejs-polars";
import type { Column, Columns } from "../../timm/columns.ts";
import { readTable } from "../../timm/csv/read-table.ts";
import { packageRoot } from "../../util/package-root.ts";

const text: Column = { kind: "text", required: true, empty: false };
const count: Column = { kind: "whole", required: true, empty: false, least: 0 };
const number: Column = { kind: "number", required: true, empty: false };

/**
 * Facts that only timm's whole tables contain, computed from them: the bundled tables are a selection, and a
 * median or a share of a selection says nothing about the whole. Source: `results/` of
 * huggingface/pytorch-image-models (Apache-2.0) at the commits of the sets 2022-07 and 2026-01.
 */
export type TimmFacts = {
  /**
   * Each device of 2026-01: `measurements` of an accuracy and a time, their distinct `models` (a model is
   * validated at one image size or several) and `timings` (weights of one architecture share one), and
   * the median `batch` size in images.
   */
  devices: pl.DataFrame;
  /**
   * Time on an i7-12700H (one image, fp32, compiled) over time on an RTX 3090 (large batches, mixed
   * precision), each architecture and image size once: the median `ratio` of each family with five
   * timings or more, highest first, after the row "all".
   */
  cpuOverGpu: pl.DataFrame;
  /**
   * Each device's `models` with several image sizes, smallest against largest, medians: `gain`
   * (percentage points), `pixels` and `slowdown` (large over small); and how many `lost` accuracy.
   */
  largerImages: pl.DataFrame;
  /**
   * Each test set's `images`, `classes` and `measurements`, their median `median_top1` (per cent), Spearman's
   * `rank` correlation with ImageNet's, and the `best` model with its accuracy `best_top1` (per cent).
   */
  testSets: pl.DataFrame;
  /** The frontiers of all models on an RTX 3090: `set`, `model`, `img_size`, `secs`, `top1`, `params` (millions). */
  frontiers: pl.DataFrame;
  /** Architectures timed at the same image size in both sets on an RTX 3090: how many, and the median `speedup`. */
  sameModels: pl.DataFrame;
};

/**
 * Reads the facts of timm's whole tables that come with the package.
 *
 * @returns six frames; nothing is downloaded.
 * @throws an error naming file, line and column when a table was edited and is no longer valid.
 * @example
 * timmFacts().devices.row(0); // rtx5090: 1556 measurements, 1266 models, 1193 timings
 */
export function timmFacts(): TimmFacts {
  return {
    devices: read("devices", { device: text, measurements: count, models: count, timings: count, batch: count }),
    cpuOverGpu: read("cpu-over-gpu", { family: text, timings: count, ratio: number }),
    largerImages: read("larger-images", {
      device: text,
      models: count,
      gain: number,
      pixels: number,
      slowdown: number,
      lost: count,
    }),
    testSets: read("test-sets", {
      set: text,
      images: count,
      classes: count,
      measurements: count,
      median_top1: number,
      rank: number,
      best: text,
      best_top1: number,
    }),
    frontiers: read("frontiers", {
      set: text,
      model: text,
      img_size: count,
      secs: number,
      top1: number,
      params: number,
    }),
    sameModels: read("same-models", { device: text, models: count, speedup: number }),
  };
}

function read(name: string, columns: Columns): pl.DataFrame {
  return readTable(join(packageRoot(), "data", "facts", `${name}.csv`), columns);
}
