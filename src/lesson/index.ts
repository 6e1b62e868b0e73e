export { FewMatchesError, DuplicateModelError } from "../timm/join-error.ts";
export { ChartDataError } from "../display/errors/chart-data-error.ts";
export { ChartError } from "../display/errors/chart-error.ts";
export { ChartNameError } from "../display/errors/chart-name-error.ts";
export { NoBenchmarkError, ResultsFolderError, TestSetsError, UnknownSetError } from "../timm/results-error.ts";
export type { ResultsOptions, ResultsSource } from "../timm/find-results.ts";
export type { ResultsSet } from "../timm/results.ts";
export {
  BadValueError,
  EmptyTableError,
  EncodingError,
  RaggedRowError,
  TruncatedTableError,
  UnreadableTableError,
  type TablePlace,
  WrongColumnsError,
} from "../timm/csv/errors.ts";
export { TsnbError } from "../util/error.ts";
export { WriteError } from "../util/files/write-atomic.ts";
export type { Dropped, JoinReport, Naming } from "../timm/join.ts";
export type { ResultsTables, Step, TableFile, Upstream } from "../timm/results-folder.ts";
export type { SetName } from "../timm/pinned-sets.ts";
export type { Families } from "./data/select-rows.ts";
export type { Part } from "../timm/benchmark-part.ts";
export type { BenchmarkFile, Device } from "../timm/devices.ts";
export { accuracyMargin, MarginError } from "./analysis/accuracy-margin.ts";
export { accuracyVsSizeChart } from "./charts/accuracy-vs-size-chart.ts";
export { type BuildChartOptions, buildChart } from "./charts/build-chart.ts";
export { type Candidate, type Exclusion, type Rejected, type Relaxation, sizeMiB } from "./picker/candidates.ts";
export type { ChartOptions } from "./charts/channels.ts";
export { check, ExerciseNameError, NotYetError } from "./exercises/check.ts";
export { columnValueTable, RowError } from "./tables/column-value-table.ts";
export { ColumnError, FrameError } from "./data/read-columns.ts";
export {
  type CheckedConstraints,
  ConstraintError,
  type Constraints,
  type Limit,
  type Preference,
} from "./picker/constraints.ts";
export { cpuBesideGpu } from "./analysis/cpu-beside-gpu.ts";
export { cpuBesideGpuChart } from "./charts/cpu-beside-gpu-chart.ts";
export { DanfoMissingError, fromDanfo, toDanfo } from "./data/danfo.ts";
export { familyCountsChart } from "./charts/family-counts-chart.ts";
export { frontiersChart } from "./charts/frontiers-chart.ts";
export { frontier } from "./analysis/frontier.ts";
export {
  type DataOptions,
  type DataReport,
  describeResults,
  getData,
  loadResults,
  type TableFacts,
} from "./data/get-data.ts";
export { imageSizeCostChart } from "./charts/image-size-cost-chart.ts";
export type { MeasuredColumns, MeasuredFrame } from "./data/measured-frame.ts";
export { imageSizeCost } from "./analysis/image-size-cost.ts";
export { learningRatesChart } from "./charts/learning-rates-chart.ts";
export { libraryVersions } from "./tables/library-versions.ts";
export { type MeasuredTables, measuredTables } from "./data/measured.ts";
export { Found, type ModelPick, NoneFits } from "./picker/model-pick.ts";
export { type ModelTableOptions, modelTable } from "./picker/model-table.ts";
export { isNearTie, nearTies } from "./analysis/near-ties.ts";
export { parametersVsTimeChart } from "./charts/parameters-vs-time-chart.ts";
export { pickModel } from "./picker/pick-model.ts";
export {
  accuracyVsSize,
  familyCounts,
  type PartPlotOptions,
  type PlotOptions,
  parametersVsTime,
  plotCpuBesideGpu,
  plotFrontiers,
  plotImageSizeCost,
  plotIt,
  plotLearningRates,
  subsetRegression,
} from "./charts/plot.ts";
export {
  measureOnnx,
  MeasureOptionError,
  type MeasureOptions,
  OnnxMissingError,
  OnnxModelError,
} from "./own/measure-onnx.ts";
export { pickChart, placementChart } from "./own/pick-chart.ts";
export { BatchSizeError, placeAmong, type Placement } from "./own/place-among.ts";
export { readMeasurements } from "./own/read-measurements.ts";
export { regression } from "./analysis/regression.ts";
export type { Field, LayeredChart, LayeredSpec, UnitChart, UnitSpec } from "./charts/spec.ts";
export { subset } from "./analysis/subset.ts";
export { subsetRegressionChart } from "./charts/subset-regression-chart.ts";
export { suspects } from "./analysis/suspects.ts";
export { getTestSets, type TestSetsOptions } from "./data/get-test-sets.ts";
export { type TimmFacts, timmFacts } from "./data/timm-facts.ts";
