import type pl from "nodejs-polars";
import { shownSpec } from "../../display/chart.ts";
import {
  accuracyChannel,
  GREY_SYMBOLS,
  SOLID,
  type ChartOptions,
  chartRows,
  familySelection,
  frameOf,
  keyedRows,
  modelTooltip,
  selectedOpacity,
} from "./channels.ts";
import { describePoints } from "./describe-points.ts";
import { type FamilyKey, familyKey } from "./families.ts";
import { originalAccuracyVsSize } from "./original-charts.ts";
import { SCHEMA, type UnitChart, type UnitSpec, type ChartView } from "./spec.ts";

/**
 * Accuracy against the image size at which it was measured, a point per model; the point's area is
 * the time per image on a log scale, its colour and shape the family.
 *
 * @param frame a frame of getData: `img_size` (pixels, of the validation run), `top1` (per cent),
 *   `secs` (seconds), `family` and `model`.
 * @returns a Vega-Lite chart, 900 x 500 pixels by default.
 * @throws {ColumnError} when a column is missing or of another type.
 * @example
 * const chart = accuracyVsSizeChart(await getData("infer"), { title: "Accuracy Vs Image Size" });
 */
export function accuracyVsSizeChart(frame: pl.DataFrame, options: ChartOptions = {}): UnitChart {
  const rows = chartRows(frame, ["img_size", "secs", "top1"]);
  const key = options.faithful ? undefined : familyKey(rows);
  const spec: UnitSpec = {
    $schema: SCHEMA,
    ...frameOf(options, {
      width: 900,
      height: 500,
      description: describePoints(rows, "ImageNet accuracy against image size"),
    }),
    data: { values: keyedRows(rows, key) },
    params: [familySelection(key?.field)],
    ...(key === undefined ? originalAccuracyVsSize() : corrected(key)),
  };
  return shownSpec(spec);
}

function corrected(key: FamilyKey): ChartView {
  return {
    mark: { type: "point", filled: true },
    encoding: {
      x: {
        field: "img_size",
        type: "quantitative",
        scale: { zero: false, nice: false, padding: 20 },
        axis: { title: "Image size (px)", tickCount: 10 },
      },
      y: accuracyChannel(),
      size: {
        field: "secs",
        type: "quantitative",
        title: "Time per image",
        scale: { type: "log", range: [20, 500] },
        legend: { format: "~s", labelExpr: "datum.label + 's'", ...GREY_SYMBOLS },
      },
      color: key.color,
      shape: key.shape,
      tooltip: modelTooltip("img_size"),
      opacity: selectedOpacity(SOLID),
    },
  };
}
