import type pl from "nodejs-polars";
import { polars } from "../../util/polars.ts";
import { numbers, texts } from "../data/read-columns.ts";

type Measurement = { size: number; secs: number; top1: number };

/** A model's measurements at its smallest and at its largest image size. */
type Pair = { model: string; from: Measurement; to: Measurement };

/**
 * The cost and gain of larger images for each model: its smallest image size against its largest.
 *
 * @param frame a frame of getData on a set of 2024 or later, where a model is measured at several
 *   image sizes: `model`, `img_size` (pixels), `secs` (seconds per image) and `top1` (per cent).
 * @returns a row per model with two sizes or more, in the order of the frame: `model`, `small` and
 *   `large` (pixels), `top1_small` and `top1_large` (per cent), `secs_small` and `secs_large`
 *   (seconds), `gain` (percentage points), `pixels` and `slowdown` (large over small).
 * @throws {ColumnError} when a column is missing or of another type.
 * @example
 * const cost = imageSizeCost(await getData("infer", { set: "2026-01" }));
 * cost.getColumn("slowdown").median(); // 1.64
 */
export function imageSizeCost(frame: pl.DataFrame): pl.DataFrame {
  const sizes = numbers(frame, "img_size");
  const secs = numbers(frame, "secs");
  const top1 = numbers(frame, "top1");
  const byModel = new Map<string, Measurement[]>();
  for (const [row, model] of texts(frame, "model").entries()) {
    const [size, time, accuracy] = [sizes[row], secs[row], top1[row]];
    if (model === null || typeof size !== "number" || typeof time !== "number" || typeof accuracy !== "number")
      continue;
    byModel.set(model, [...(byModel.get(model) ?? []), { size, secs: time, top1: accuracy }]);
  }
  const pairs: readonly Pair[] = [...byModel].flatMap(([model, measurements]) => {
    const sorted = measurements.toSorted((a, b) => a.size - b.size);
    const [from, to] = [sorted.at(0), sorted.at(-1)];
    return from === undefined || to === undefined || from.size === to.size ? [] : [{ model, from, to }];
  });
  const { String: Text, Int32, Float64 } = polars;
  const columns: readonly (readonly [name: string, type: pl.DataType, read: (pair: Pair) => string | number])[] = [
    ["model", Text, ({ model }) => model],
    ["small", Int32, ({ from }) => from.size],
    ["large", Int32, ({ to }) => to.size],
    ["top1_small", Float64, ({ from }) => from.top1],
    ["top1_large", Float64, ({ to }) => to.top1],
    ["secs_small", Float64, ({ from }) => from.secs],
    ["secs_large", Float64, ({ to }) => to.secs],
    ["gain", Float64, ({ from, to }) => to.top1 - from.top1],
    ["pixels", Float64, ({ from, to }) => (to.size / from.size) ** 2],
    ["slowdown", Float64, ({ from, to }) => to.secs / from.secs],
  ];
  return polars.DataFrame(columns.map(([name, type, read]) => polars.Series(name, pairs.map(read), type)));
}
