import type pl from "nodejs-polars";
import { shownSpec } from "../../display/chart.ts";
import { records } from "../data/read-columns.ts";
import { type ChartOptions, frameOf } from "./channels.ts";
import { SCHEMA, type UnitChart, type UnitSpec } from "./spec.ts";

/**
 * Accuracy by learning rate, a line per data set with a colour and a shape of its own; a click on the
 * legend fades the others.
 *
 * @param rates `learningRates` of {@link measuredTables}: `learning_rate`, and the accuracy on each data
 *   set as a share of 1.
 * @returns a Vega-Lite chart, 600 x 320 pixels by default.
 * @throws {ColumnError} when a column is missing or of another type.
 * @example
 * learningRatesChart(measuredTables().learningRates, { title: "Accuracy by learning rate" });
 */
export function learningRatesChart(rates: pl.DataFrame, options: ChartOptions = {}): UnitChart {
  const sets = rates.columns.filter((name) => name !== "learning_rate");
  const rows = records(rates, { text: [], number: ["learning_rate", ...sets] }).flatMap((row) =>
    sets.map((dataset) => ({
      learning_rate: row["learning_rate"],
      dataset,
      accuracy: Number((Number(row[dataset]) * 100).toFixed(4)),
    })),
  );
  const legend = { title: "Data set (click to select)" };
  const spec: UnitSpec = {
    $schema: SCHEMA,
    ...frameOf(options, {
      width: 600,
      height: 320,
      description: `A line for each of ${sets.length} data sets: accuracy against the learning rate on a log scale.`,
    }),
    data: { values: rows },
    params: [{ name: "chosen", select: { type: "point", fields: ["dataset"] }, bind: "legend" }],
    mark: { type: "line", point: { size: 70, filled: true } },
    encoding: {
      x: {
        field: "learning_rate",
        type: "quantitative",
        scale: { type: "log", nice: false, padding: 15 },
        axis: { title: "Learning rate (log)", format: ".0e", values: rows.map((row) => Number(row.learning_rate)) },
      },
      y: { field: "accuracy", type: "quantitative", title: "Accuracy (%)" },
      color: { field: "dataset", type: "nominal", legend },
      shape: { field: "dataset", type: "nominal", legend },
      tooltip: [
        { field: "dataset", type: "nominal", title: "Data set" },
        { field: "learning_rate", type: "quantitative", title: "Learning rate", format: ".0e" },
        { field: "accuracy", type: "quantitative", title: "Accuracy (%)", format: ".1f" },
      ],
      opacity: { condition: { param: "chosen", value: 1 }, value: 0.15 },
    },
  };
  return shownSpec(spec);
}
