import type pl from "nodejs-polars";
import { polars } from "../../util/polars.ts";
import { numbers, texts } from "../data/read-columns.ts";

/**
 * The times of one model on two devices, side by side: on a processor the wait for one image, on a
 * graphics card an image's share of a large batch.
 *
 * @param cpu a frame of getData for one device: `model`, `img_size` (pixels) and `secs` (seconds).
 * @param gpu the same for another device, with `family` and `top1` (per cent).
 * @returns a row for each model and image size timed on both, in the order of `gpu`: `model`,
 *   `img_size`, `family`, `top1`, `gpu` and `cpu` (seconds per image), and `ratio`, cpu over gpu.
 * @throws {ColumnError} when a column is missing or of another type.
 * @example
 * const set = "2026-01";
 * cpuBesideGpu(await getData("infer", { set, device: "i7-12700h" }), await getData("infer", { set, device: "rtx5090" }));
 */
export function cpuBesideGpu(cpu: pl.DataFrame, gpu: pl.DataFrame): pl.DataFrame {
  for (const frame of [cpu, gpu]) {
    texts(frame, "model");
    for (const column of ["img_size", "secs"]) numbers(frame, column);
  }
  texts(gpu, "family");
  numbers(gpu, "top1");
  const { col } = polars;
  const left = gpu
    .select("model", "img_size", "family", "top1", col("secs").alias("gpu"))
    .withRowIndex("#")
    .join(cpu.select("model", "img_size", col("secs").alias("cpu")), { on: ["model", "img_size"], how: "inner" });
  return left
    .sort("#")
    .drop("#")
    .withColumns(col("cpu").div(col("gpu")).alias("ratio"));
}
