import type pl from "nodejs-polars";
import { shownSpec } from "../../display/chart.ts";
import type { Part } from "../../timm/benchmark-part.ts";
import {
  accuracyChannel,
  type ChartOptions,
  chartRows,
  familySelection,
  frameOf,
  keyedRows,
  imageSizeChannel,
  imageSizeField,
  modelTooltip,
  selectedOpacity,
  SOLID,
  timeChannel,
} from "./channels.ts";
import { describePoints } from "./describe-points.ts";
import { type FamilyKey, familyKey } from "./families.ts";
import { originalPoints } from "./original-charts.ts";
import { SCHEMA, type UnitChart, type UnitSpec, type ChartView } from "./spec.ts";

/** Options of {@link buildChart}. */
export type BuildChartOptions = ChartOptions & {
  /** False leaves the selection to the chart that layers this one; true by default. */
  readonly addSelection?: boolean | undefined;
};

/**
 * Accuracy against time, a point per model: x is seconds per image on a log scale, y top-1 accuracy
 * in per cent, the point's area the pixels of the image, its colour and shape the family. A click on
 * the legend fades the other families.
 *
 * The original has ten colours for 22 families; here no two families look alike. `faithful: true`
 * gives the original's encodings.
 *
 * @param frame a frame of getData: `secs` (seconds), `top1` (per cent), `family`, `model` and
 *   `infer_img_size` or `train_img_size` (pixels).
 * @param part which of the two image sizes the frame has.
 * @returns a Vega-Lite chart, 900 x 600 pixels by default, with a copy of the columns it draws.
 * @throws {ColumnError} when a column is missing or of another type.
 * @example
 * const chart = buildChart(await getData("infer"), "infer", { title: "Inference" });
 */
export function buildChart(frame: pl.DataFrame, part: Part, options: BuildChartOptions = {}): UnitChart {
  const rows = chartRows(frame, [imageSizeField(part), "secs", "top1"]);
  const key = options.faithful ? undefined : familyKey(rows);
  const spec: UnitSpec = {
    $schema: SCHEMA,
    ...frameOf(options, {
      width: 900,
      height: 600,
      description: describePoints(rows, "ImageNet accuracy against seconds per image"),
    }),
    data: { values: keyedRows(rows, key) },
    ...(options.addSelection === false ? {} : { params: [familySelection(key?.field)] }),
    ...(key === undefined ? originalPoints(part) : benchmarkPoints(part, key)),
  };
  return shownSpec(spec);
}

/** The points of {@link buildChart}, as a layer. */
export function benchmarkPoints(part: Part, key: FamilyKey): ChartView {
  const size = imageSizeField(part);
  return {
    mark: { type: "point", filled: true },
    encoding: {
      x: timeChannel(),
      y: accuracyChannel(),
      size: imageSizeChannel(size),
      color: key.color,
      shape: key.shape,
      tooltip: modelTooltip(size),
      opacity: selectedOpacity(SOLID),
    },
  };
}
