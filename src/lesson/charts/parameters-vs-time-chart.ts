import type pl from "nodejs-polars";
import { shownSpec } from "../../display/chart.ts";
import type { Part } from "../../timm/benchmark-part.ts";
import {
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
import { originalParametersVsTime } from "./original-charts.ts";
import { SCHEMA, type UnitChart, type UnitSpec, type ChartView } from "./spec.ts";

/**
 * Time against parameters, a point per model, both on log scales: a parameter count says little
 * about a model's speed.
 *
 * The original colours by image size, which leaves a legend that cannot select a family; here colour
 * and shape are the family and area is the image size.
 *
 * @param frame a frame of getData: `param_count_x` (millions), `secs` (seconds), `top1` (per cent),
 *   `infer_img_size` or `train_img_size` (pixels), `family` and `model`.
 * @param part which of the two image sizes the frame has.
 * @returns a Vega-Lite chart, 900 x 500 pixels by default.
 * @throws {ColumnError} when a column is missing or of another type.
 * @example
 * const chart = parametersVsTimeChart(await getData("infer"), "infer", { title: "Parameters Vs Time" });
 */
export function parametersVsTimeChart(frame: pl.DataFrame, part: Part, options: ChartOptions = {}): UnitChart {
  const rows = chartRows(frame, ["param_count_x", "secs", imageSizeField(part), "top1"]);
  const key = options.faithful ? undefined : familyKey(rows);
  const spec: UnitSpec = {
    $schema: SCHEMA,
    ...frameOf(options, {
      width: 900,
      height: 500,
      description: describePoints(rows, "seconds per image against parameter count"),
    }),
    data: { values: keyedRows(rows, key) },
    params: [familySelection(key?.field)],
    ...(key === undefined ? originalParametersVsTime(part) : corrected(part, key)),
  };
  return shownSpec(spec);
}

function corrected(part: Part, key: FamilyKey): ChartView {
  const size = imageSizeField(part);
  return {
    mark: { type: "point", filled: true },
    encoding: {
      x: {
        field: "param_count_x",
        type: "quantitative",
        scale: { type: "log", nice: false, padding: 15 },
        axis: { title: "Parameters (millions, log)" },
      },
      y: timeChannel(),
      size: imageSizeChannel(size),
      color: key.color,
      shape: key.shape,
      tooltip: [
        ...modelTooltip(size),
        { field: "param_count_x", type: "quantitative", title: "Parameters (millions)", format: ",.1f" },
      ],
      opacity: selectedOpacity(SOLID),
    },
  };
}
