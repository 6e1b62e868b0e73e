import type pl from "nodejs-polars";
import { shownSpec } from "../../display/chart.ts";
import { records } from "../data/read-columns.ts";
import { accuracyChannel, type ChartOptions, frameOf, GREY_SYMBOLS, SOLID, timeChannel } from "./channels.ts";
import { type LayeredChart, type LayeredSpec, SCHEMA } from "./spec.ts";

/**
 * The cost and gain of larger images: a line per model from its smallest to its largest image size,
 * accuracy against time per image, the point's area the pixels of the image.
 *
 * @param cost a frame of {@link imageSizeCost}.
 * @returns a Vega-Lite chart, 900 x 500 pixels by default.
 * @throws {ColumnError} when a column is missing or of another type.
 * @example
 * imageSizeCostChart(imageSizeCost(await getData("infer", { set: "2026-01" })), { title: "Larger images" });
 */
export function imageSizeCostChart(cost: pl.DataFrame, options: ChartOptions = {}): LayeredChart {
  const models = records(cost, {
    text: ["model"],
    number: ["small", "large", "top1_small", "top1_large", "secs_small", "secs_large"],
  });
  const ends = models.flatMap(({ model, ...row }) => [
    { model, img_size: row["small"], top1: row["top1_small"], secs: row["secs_small"] },
    { model, img_size: row["large"], top1: row["top1_large"], secs: row["secs_large"] },
  ]);
  const spec: LayeredSpec = {
    $schema: SCHEMA,
    ...frameOf(options, {
      width: 900,
      height: 500,
      description: `A line for each of ${models.length} models from its smallest to its largest image size: ImageNet accuracy against time per image.`,
    }),
    data: { values: ends },
    encoding: { x: timeChannel(), y: accuracyChannel() },
    layer: [
      { mark: { type: "line", strokeWidth: 1, color: "#888888" }, encoding: { detail: { field: "model" } } },
      {
        mark: { type: "point", filled: true, opacity: SOLID },
        encoding: {
          size: {
            field: "img_size",
            type: "quantitative",
            title: "Image size (px)",
            scale: { type: "pow", exponent: 2, range: [0, 250] },
            legend: { tickCount: 4, ...GREY_SYMBOLS },
          },
          tooltip: [
            { field: "model", type: "nominal", title: "Model" },
            { field: "img_size", type: "quantitative", title: "Image size (px)" },
            { field: "top1", type: "quantitative", title: "Top-1 accuracy (%)", format: ".2f" },
            { field: "secs", type: "quantitative", title: "Time per image (s)", format: ".3~s" },
          ],
        },
      },
    ],
  };
  return shownSpec(spec);
}
