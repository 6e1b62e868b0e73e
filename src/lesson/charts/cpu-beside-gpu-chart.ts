import type pl from "nodejs-polars";
import { shownSpec } from "../../display/chart.ts";
import { records } from "../data/read-columns.ts";
import {
  type ChartOptions,
  familySelection,
  frameOf,
  keyedRows,
  SOLID,
  selectedOpacity,
  timeAxis,
} from "./channels.ts";
import { familyKey } from "./families.ts";
import { SCHEMA, type UnitChart, type UnitSpec } from "./spec.ts";

/**
 * One image on a processor against an image's share of a batch on a graphics card, both on log scales,
 * a point per model and image size; colour and shape are the family.
 *
 * @param both a frame of {@link cpuBesideGpu}.
 * @returns a Vega-Lite chart, 800 x 500 pixels by default.
 * @throws {ColumnError} when a column is missing or of another type.
 * @example
 * const cpu = await getData("infer", { set: "2026-01", device: "i7-12700h" });
 * const gpu = await getData("infer", { set: "2026-01", device: "rtx5090" });
 * cpuBesideGpuChart(cpuBesideGpu(cpu, gpu), { title: "One image, and its share of a batch" });
 */
export function cpuBesideGpuChart(both: pl.DataFrame, options: ChartOptions = {}): UnitChart {
  const rows = records(both, { text: ["family", "model"], number: ["img_size", "top1", "cpu", "gpu"] });
  const key = familyKey(rows);
  const axis = { type: "quantitative", scale: { type: "log", nice: false, padding: 15 } } as const;
  const spec: UnitSpec = {
    $schema: SCHEMA,
    ...frameOf(options, {
      width: 800,
      height: 500,
      description: `Scatter plot of the time of one image on a processor against the time per image of a batch on a graphics card, ${rows.length} points.`,
    }),
    data: { values: keyedRows(rows, key) },
    params: [familySelection(key.field)],
    mark: { type: "point", filled: true, size: 60 },
    encoding: {
      x: { field: "gpu", ...axis, axis: timeAxis("Graphics card: time per image in a batch (log)") },
      y: { field: "cpu", ...axis, axis: timeAxis("Processor: time of one image (log)") },
      color: key.color,
      shape: key.shape,
      tooltip: [
        { field: "family", type: "nominal", title: "Family" },
        { field: "model", type: "nominal", title: "Model" },
        { field: "img_size", type: "quantitative", title: "Image size (px)" },
        { field: "top1", type: "quantitative", title: "Top-1 accuracy (%)", format: ".2f" },
        { field: "gpu", type: "quantitative", title: "Graphics card (s)", format: ".3~s" },
        { field: "cpu", type: "quantitative", title: "Processor (s)", format: ".3~s" },
      ],
      opacity: selectedOpacity(SOLID),
    },
  };
  return shownSpec(spec);
}
