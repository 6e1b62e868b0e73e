import type pl from "nodejs-polars";
import { shownSpec } from "../../display/chart.ts";
import { records } from "../data/read-columns.ts";
import { accuracyChannel, type ChartOptions, frameOf, timeChannel } from "./channels.ts";
import { SCHEMA, type UnitChart, type UnitSpec } from "./spec.ts";

/**
 * The movement of the frontier: for each set of results, a staircase of the most accurate model within each
 * time per image, with a point, a colour and a shape for each model on it.
 *
 * @param frontiers `frontiers` of {@link timmFacts}: `set`, `model`, `secs` (seconds) and `top1` (per cent).
 * @returns a Vega-Lite chart, 900 x 500 pixels by default.
 * @throws {ColumnError} when a column is missing or of another type.
 * @example
 * frontiersChart(timmFacts().frontiers, { title: "The frontier in 2022 and in 2026" });
 */
export function frontiersChart(frontiers: pl.DataFrame, options: ChartOptions = {}): UnitChart {
  const rows = records(frontiers, { text: ["set", "model"], number: ["secs", "top1"] });
  const sets = [...new Set(rows.map(({ set }) => set))];
  const legend = { title: "Results of" };
  const spec: UnitSpec = {
    $schema: SCHEMA,
    ...frameOf(options, {
      width: 900,
      height: 500,
      description: `The frontiers of ${sets.join(" and ")}: the most accurate model within each time per image.`,
    }),
    data: { values: rows },
    mark: { type: "line", interpolate: "step-after", point: { size: 60, filled: true } },
    encoding: {
      x: timeChannel(),
      y: accuracyChannel(),
      color: { field: "set", type: "nominal", legend },
      shape: { field: "set", type: "nominal", legend },
      tooltip: [
        { field: "set", type: "nominal", title: "Results of" },
        { field: "model", type: "nominal", title: "Model" },
        { field: "top1", type: "quantitative", title: "Top-1 accuracy (%)", format: ".2f" },
        { field: "secs", type: "quantitative", title: "Time per image (s)", format: ".3~s" },
      ],
    },
  };
  return shownSpec(spec);
}
