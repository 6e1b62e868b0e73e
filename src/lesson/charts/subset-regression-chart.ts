import type pl from "nodejs-polars";
import { shownSpec } from "../../display/chart.ts";
import type { Part } from "../../timm/benchmark-part.ts";
import { benchmarkPoints } from "./build-chart.ts";
import {
  accuracyChannel,
  type ChartOptions,
  chartRows,
  familySelection,
  frameOf,
  keyedRows,
  imageSizeField,
  selectedOpacity,
  SOLID,
  timeChannel,
} from "./channels.ts";
import { describePoints } from "./describe-points.ts";
import { type FamilyKey, familyKey } from "./families.ts";
import { originalLines, originalPoints } from "./original-charts.ts";
import { type LayeredChart, type LayeredSpec, SCHEMA, type ChartView } from "./spec.ts";
import { isChosen } from "../analysis/subset.ts";

const POINTS = "points";

/**
 * The points of {@link subset} with a fitted line per family: accuracy = a + b ln(seconds), drawn by
 * Vega's regression and tabled by {@link regression}. A click on the legend fades the other families.
 *
 * The original's lines carry tooltips about models, although a line is not a model; here they have none.
 *
 * @param frame a complete frame of getData; this function takes the subset.
 * @param part which of the two image sizes the frame has.
 * @returns a Vega-Lite chart, 900 x 600 pixels by default.
 * @throws {ColumnError} when a column is missing or of another type.
 * @example
 * const chart = subsetRegressionChart(await getData("train"), "train", { title: "Training Subset" });
 */
export function subsetRegressionChart(frame: pl.DataFrame, part: Part, options: ChartOptions = {}): LayeredChart {
  const rows = chartRows(frame, [imageSizeField(part), "secs", "top1"]).filter(isChosen);
  const key = options.faithful ? undefined : familyKey(rows);
  const spec: LayeredSpec = {
    $schema: SCHEMA,
    ...frameOf(options, {
      width: 900,
      height: 600,
      description: `${describePoints(rows, "ImageNet accuracy against seconds per image")} A line per family shows the fit of accuracy on the logarithm of time.`,
    }),
    data: { values: keyedRows(rows, key) },
    params: [{ ...familySelection(key?.field), views: [POINTS] }],
    layer: [
      { name: POINTS, ...(key === undefined ? originalPoints(part) : benchmarkPoints(part, key)) },
      {
        ...(key === undefined ? originalLines(part) : lines(key)),
        transform: [{ regression: "top1", on: "secs", groupby: [key?.field ?? "family"], method: "log" }],
      },
    ],
  };
  return shownSpec(spec);
}

function lines(key: FamilyKey): ChartView {
  return {
    mark: { type: "line" },
    encoding: { x: timeChannel(), y: accuracyChannel(), color: key.color, opacity: selectedOpacity(SOLID) },
  };
}
