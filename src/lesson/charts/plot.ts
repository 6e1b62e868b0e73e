import type pl from "nodejs-polars";
import { save } from "../../display/save.ts";
import { show } from "../../display/show.ts";
import type { Part } from "../../timm/part.ts";
import { accuracyVsSizeChart } from "./accuracy-vs-size-chart.ts";
import { buildChart } from "./build-chart.ts";
import type { ChartOptions } from "./channels.ts";
import { familyCountsChart } from "./family-counts-chart.ts";
import { parametersVsTimeChart } from "./parameters-vs-time-chart.ts";
import type { LayeredChart, UnitChart } from "./spec.ts";
import { subsetRegressionChart } from "./subset-regression-chart.ts";

/** Options of the functions that show a chart and save it. */
export type PlotOptions = ChartOptions & {
  /** The heading. */
  readonly title: string;
  /** The name of the saved files without their endings. */
  readonly filename: string;
  /** The folder for them. Default: `TSNB_CHARTS`, else `out/charts` of the project. */
  readonly dir?: string | undefined;
};

/** {@link PlotOptions} for a chart that differs between inference and training. */
export type PartPlotOptions = PlotOptions & {
  /** Which measurement the frame holds: "infer" or "train". */
  readonly part: Part;
};

/**
 * Shows and saves the chart of {@link buildChart}: accuracy against time.
 *
 * @returns the chart, after its files are written: `<filename>.html`, `.svg`, `.png`, `.vl.json`.
 * @throws {ColumnError} when the frame lacks a column.
 * @throws {ChartNameError} when the filename is no file name.
 * @throws {WriteError} when the files cannot be written.
 * @example
 * await plotIt(await getData("infer"), { title: "Inference", filename: "inference-benchmark", part: "infer" });
 */
export async function plotIt(frame: pl.DataFrame, options: PartPlotOptions): Promise<UnitChart> {
  return showAndSave(buildChart(frame, options.part, options), options);
}

/**
 * Shows and saves the chart of {@link subsetRegressionChart}: the subset's points with fitted lines.
 *
 * @returns the chart, after its files are written.
 * @throws the same errors as {@link plotIt}.
 * @example
 * const frame = await getData("train");
 * await subsetRegression(frame, { title: "Training Subset", filename: "training-subset-benchmark", part: "train" });
 */
export async function subsetRegression(frame: pl.DataFrame, options: PartPlotOptions): Promise<LayeredChart> {
  return showAndSave(subsetRegressionChart(frame, options.part, options), options);
}

/**
 * Shows and saves the chart of {@link familyCountsChart}: how many models each family has.
 *
 * @returns the chart, after its files are written.
 * @throws the same errors as {@link plotIt}.
 * @example
 * await familyCounts(await getData("infer"), { title: "Inference Family Counts", filename: "inference-family-counts" });
 */
export async function familyCounts(frame: pl.DataFrame, options: PlotOptions): Promise<UnitChart> {
  return showAndSave(familyCountsChart(frame, options), options);
}

/**
 * Shows and saves the chart of {@link parametersVsTimeChart}: time against parameters.
 *
 * @returns the chart, after its files are written.
 * @throws the same errors as {@link plotIt}.
 * @example
 * const frame = await getData("infer");
 * await parametersVsTime(frame, { title: "Parameters Vs Time", filename: "inference-parameters-vs-time", part: "infer" });
 */
export async function parametersVsTime(frame: pl.DataFrame, options: PartPlotOptions): Promise<UnitChart> {
  return showAndSave(parametersVsTimeChart(frame, options.part, options), options);
}

/**
 * Shows and saves the chart of {@link accuracyVsSizeChart}: accuracy against image size.
 *
 * @returns the chart, after its files are written.
 * @throws the same errors as {@link plotIt}.
 * @example
 * await accuracyVsSize(await getData("infer"), { title: "Accuracy Vs Image Size", filename: "inference-accuracy-vs-size" });
 */
export async function accuracyVsSize(frame: pl.DataFrame, options: PlotOptions): Promise<UnitChart> {
  return showAndSave(accuracyVsSizeChart(frame, options), options);
}

async function showAndSave<C extends object>(chart: C, { filename, dir }: PlotOptions): Promise<C> {
  // Drawing the two pictures, one for the file and one for the notebook, takes two threads.
  await Promise.all([save(chart, { name: filename, ...(dir === undefined ? {} : { dir }) }), show(chart)]);
  return chart;
}
