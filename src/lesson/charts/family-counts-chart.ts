import type pl from "nodejs-polars";
import { shownSpec } from "../../display/chart.ts";
import { type ChartOptions, frameOf } from "./channels.ts";
import { records } from "../data/read-columns.ts";
import { countFamilies } from "./families.ts";
import { originalFamilyCounts } from "./original-charts.ts";
import { SCHEMA, type UnitChart, type UnitSpec, type ChartView } from "./spec.ts";

const ORIGINAL_HEIGHT = 600;
const LEAST_BAR = 14;

/**
 * The number of models in each family: a bar per family, longest first.
 *
 * @param frame a frame with a text column `family`.
 * @returns a Vega-Lite chart, 900 x 600 pixels by default, higher where the names of many families need it.
 * @throws {ColumnError} when there is no text column `family`.
 * @example
 * const chart = familyCountsChart(await getData("infer"), { title: "Inference Family Counts" });
 */
export function familyCountsChart(frame: pl.DataFrame, options: ChartOptions = {}): UnitChart {
  const counts = countFamilies(records(frame, { text: ["family"], number: [] })).map(({ family, count }) => ({
    Family: family,
    Count: count,
  }));
  const [most] = counts;
  const largest = most === undefined ? "" : ` The largest is ${most.Family} with ${most.Count}.`;
  const spec: UnitSpec = {
    $schema: SCHEMA,
    ...frameOf(options, {
      width: 900,
      height: options.faithful ? ORIGINAL_HEIGHT : Math.max(ORIGINAL_HEIGHT, counts.length * LEAST_BAR),
      description: `Bar chart of the number of models in each of ${counts.length} families.${largest}`,
    }),
    data: { values: counts },
    ...(options.faithful ? originalFamilyCounts() : corrected()),
  };
  return shownSpec(spec);
}

function corrected(): ChartView {
  return {
    mark: { type: "bar" },
    encoding: {
      x: { field: "Count", type: "quantitative", title: "Models", axis: { tickMinStep: 1 } },
      y: { field: "Family", type: "nominal", sort: "-x" },
      tooltip: [
        { field: "Family", type: "nominal" },
        { field: "Count", type: "quantitative", title: "Models" },
      ],
    },
  };
}
