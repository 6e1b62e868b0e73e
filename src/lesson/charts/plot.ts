import type pl from "nodejs-polars";
import { save } from "../../display/save.ts";
import { show } from "../../display/show.ts";
import type { Part } from "../../timm/benchmark-part.ts";
import { accuracyVsSizeChart } from "./accuracy-vs-size-chart.ts";
import { buildChart } from "./build-chart.ts";
import type { ChartOptions } from "./channels.ts";
import { cpuBesideGpuChart } from "./cpu-beside-gpu-chart.ts";
import { familyCountsChart } from "./family-counts-chart.ts";
import { frontiersChart } from "./frontiers-chart.ts";
import { imageSizeCostChart } from "./image-size-cost-chart.ts";
import { learningRatesChart } from "./learning-rates-chart.ts";
import { parametersVsTimeChart } from "./parameters-vs-time-chart.ts";
import type { LayeredChart, UnitChart } from "./spec.ts";
import { subsetRegressionChart } from "./subset-regression-chart.ts";

/** The most characters of a file name made from a title. */
const LONGEST_FILE_NAME = 100;

/** Options of the functions that show a chart and save it. */
export type PlotOptions = ChartOptions & {
  /** The heading. */
  readonly title: string;
  /** The name of the saved files without their endings. Default: the title in lower case with hyphens. */
  readonly filename?: string | undefined;
  /** The folder for the files. Default: the one in `TSNB_CHARTS`, else `out/charts` of the project. */
  readonly dir?: string | undefined;
};

/** {@link PlotOptions} for a chart that differs between inference and training. */
export type PartPlotOptions = PlotOptions & {
  /** The measurement that the frame holds. Default: "train" where it has training speeds, else "infer". */
  readonly part?: Part | undefined;
};

/**
 * Shows and saves the chart of {@link buildChart}: accuracy against time.
 *
 * @returns the chart, after its files are written: `<filename>.html`, `.svg`, `.png`, `.vl.json`.
 * @throws {ColumnError} when the frame lacks a column.
 * @throws {ChartNameError} when `filename` is not a valid file name.
 * @throws {WriteError} when the files cannot be written.
 * @example
 * await plotIt(await getData("infer"), { title: "Inference" }); // saved as inference.png and so on
 */
export async function plotIt(frame: pl.DataFrame, options: PartPlotOptions): Promise<UnitChart> {
  return showAndSave(buildChart(frame, partOf(frame, options), options), options);
}

/**
 * Shows and saves the chart of {@link subsetRegressionChart}: the subset's points with fitted lines.
 *
 * @returns the chart, after its files are written.
 * @throws the same errors as {@link plotIt}.
 * @example
 * const frame = await getData("train");
 * await subsetRegression(frame, { title: "Training Subset", filename: "training-subset-benchmark" });
 */
export async function subsetRegression(frame: pl.DataFrame, options: PartPlotOptions): Promise<LayeredChart> {
  return showAndSave(subsetRegressionChart(frame, partOf(frame, options), options), options);
}

/**
 * Shows and saves the chart of {@link familyCountsChart}: the number of models in each family.
 *
 * @returns the chart, after its files are written.
 * @throws the same errors as {@link plotIt}.
 * @example
 * await familyCounts(await getData("infer"), { title: "Inference Family Counts" });
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
 * await parametersVsTime(frame, { title: "Parameters Vs Time" });
 */
export async function parametersVsTime(frame: pl.DataFrame, options: PartPlotOptions): Promise<UnitChart> {
  return showAndSave(parametersVsTimeChart(frame, partOf(frame, options), options), options);
}

/**
 * Shows and saves the chart of {@link accuracyVsSizeChart}: accuracy against image size.
 *
 * @returns the chart, after its files are written.
 * @throws the same errors as {@link plotIt}.
 * @example
 * await accuracyVsSize(await getData("infer"), { title: "Accuracy Vs Image Size" });
 */
export async function accuracyVsSize(frame: pl.DataFrame, options: PlotOptions): Promise<UnitChart> {
  return showAndSave(accuracyVsSizeChart(frame, options), options);
}

/**
 * Shows and saves the chart of {@link imageSizeCostChart}: the cost and gain of larger images.
 *
 * @param cost a frame of imageSizeCost.
 * @returns the chart, after its files are written.
 * @throws the same errors as {@link plotIt}.
 * @example
 * await plotImageSizeCost(imageSizeCost(await getData("infer", { set: "2026-01" })), { title: "Larger images" });
 */
export async function plotImageSizeCost(cost: pl.DataFrame, options: PlotOptions): Promise<LayeredChart> {
  return showAndSave(imageSizeCostChart(cost, options), options);
}

/**
 * Shows and saves the chart of {@link learningRatesChart}: accuracy by learning rate.
 *
 * @param rates `learningRates` of measuredTables.
 * @returns the chart, after its files are written.
 * @throws the same errors as {@link plotIt}.
 * @example
 * await plotLearningRates(measuredTables().learningRates, { title: "Accuracy by learning rate" });
 */
export async function plotLearningRates(rates: pl.DataFrame, options: PlotOptions): Promise<UnitChart> {
  return showAndSave(learningRatesChart(rates, options), options);
}

/**
 * Shows and saves the chart of {@link frontiersChart}: the movement of the frontier.
 *
 * @param frontiers `frontiers` of timmFacts.
 * @returns the chart, after its files are written.
 * @throws the same errors as {@link plotIt}.
 * @example
 * await plotFrontiers(timmFacts().frontiers, { title: "The frontier in 2022 and in 2026" });
 */
export async function plotFrontiers(frontiers: pl.DataFrame, options: PlotOptions): Promise<UnitChart> {
  return showAndSave(frontiersChart(frontiers, options), options);
}

/**
 * Shows and saves the chart of {@link cpuBesideGpuChart}: one image on a processor, an image of a batch
 * on a graphics card.
 *
 * @param both a frame of cpuBesideGpu.
 * @returns the chart, after its files are written.
 * @throws the same errors as {@link plotIt}.
 * @example
 * const cpu = await getData("infer", { set: "2026-01", device: "i7-12700h" });
 * const gpu = await getData("infer", { set: "2026-01", device: "rtx5090" });
 * await plotCpuBesideGpu(cpuBesideGpu(cpu, gpu), { title: "One image, and its share of a batch" });
 */
export async function plotCpuBesideGpu(both: pl.DataFrame, options: PlotOptions): Promise<UnitChart> {
  return showAndSave(cpuBesideGpuChart(both, options), options);
}

function partOf(frame: pl.DataFrame, { part }: PartPlotOptions): Part {
  return part ?? (frame.columns.includes("train_img_size") ? "train" : "infer");
}

async function showAndSave<C extends object>(chart: C, { title, filename, dir }: PlotOptions): Promise<C> {
  const name = filename ?? fileNameOf(title);
  // Two threads draw the two pictures, one for the file and one for the notebook.
  await Promise.all([save(chart, { name, ...(dir === undefined ? {} : { dir }) }), show(chart)]);
  return chart;
}

/** The file name for a title: `accuracy-vs-image-size` for "Accuracy Vs Image Size". */
function fileNameOf(title: string): string {
  const words = title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ["chart"];
  return words.join("-").slice(0, LONGEST_FILE_NAME);
}
