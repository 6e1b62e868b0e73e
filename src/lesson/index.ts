export { FewMatchesError, DuplicateModelError } from "../timm/join-error.ts";
export { NoBenchmarkError, ResultsFolderError } from "../timm/results-error.ts";
export type { ResultsSet } from "../timm/results.ts";
export {
  BadValueError,
  EmptyTableError,
  EncodingError,
  RaggedRowError,
  TruncatedTableError,
  UnreadableTableError,
  WrongColumnsError,
} from "../timm/table-error.ts";
export type { Part } from "../timm/columns.ts";
export type { Device } from "../timm/devices.ts";
export { accuracyVsSizeChart } from "./accuracy-vs-size-chart.ts";
export { type BuildChartOptions, buildChart } from "./build-chart.ts";
export { type Candidate, type Exclusion, type Rejected, type Relaxation, sizeMiB } from "./candidates.ts";
export type { ChartOptions } from "./channels.ts";
export { columnValueTable, RowError } from "./column-value-table.ts";
export { ColumnError } from "./columns.ts";
export { ConstraintError, type Constraints, type Limit, type Preference } from "./constraints.ts";
export { DanfoMissingError, fromDanfo, toDanfo } from "./danfo.ts";
export { familyCountsChart } from "./family-counts-chart.ts";
export { frontier } from "./frontier.ts";
export {
  type DataOptions,
  type DataReport,
  describeResults,
  getData,
  loadResults,
  type TableFacts,
} from "./get-data.ts";
export { imageSizeCost } from "./image-size-cost.ts";
export { libraryVersions } from "./library-versions.ts";
export { type MeasuredTables, measuredTables } from "./measured.ts";
export { Found, type ModelPick, NoneFits } from "./model-pick.ts";
export { parametersVsTimeChart } from "./parameters-vs-time-chart.ts";
export { pickModel } from "./pick-model.ts";
export {
  accuracyVsSize,
  familyCounts,
  type PartPlotOptions,
  type PlotOptions,
  parametersVsTime,
  plotIt,
  subsetRegression,
} from "./plot.ts";
export { regression } from "./regression.ts";
export type { LayeredChart, UnitChart } from "./spec.ts";
export { subset } from "./subset.ts";
export { subsetRegressionChart } from "./subset-regression-chart.ts";
export { suspects } from "./suspects.ts";
