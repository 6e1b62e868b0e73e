import type pl from "nodejs-polars";
import type { Part } from "../../timm/benchmark-part.ts";
import type { Device } from "../../timm/devices.ts";
import type { JoinReport } from "../../timm/join.ts";
import type { ResultsOptions } from "../../timm/find-results.ts";
import { joinBenchmark, type ResultsSet, readResults } from "../../timm/results.ts";
import type { Step, TableFile } from "../../timm/results-folder.ts";
import type { SetName } from "../../timm/pinned-sets.ts";
import { polars } from "../../util/polars.ts";
import type { MeasuredFrame } from "./measured-frame.ts";
import { type Families, selectRows } from "./select-rows.ts";

/** The rows that getData takes, and the tables that it takes them from. */
export type DataOptions = {
  /**
   * A clone of timm or its `results` folder, or a set read by {@link loadResults}.
   * Default: the folder in `TIMM_RESULTS`, else the downloaded set, else the bundled one.
   */
  results?: string | ResultsSet;
  /** The pinned set to take from the downloaded or bundled ones. Default "2022-07", the lesson's. */
  set?: SetName;
  /** The device to take speeds from. Default: the first found of rtx5090, rtx4090, rtx3090, i7-12700h, i9-10940x. */
  device?: Device;
  /** Only the families that the lesson compares, or all. Default: "lesson" for sets of 2022, "all" for later ones. */
  families?: Families;
};

/** A table as it was read, and the timm file that it is or was selected from. */
export type TableFacts = {
  /** The file's name, without its folder. */
  file: string;
  /** The number of rows. */
  rows: number;
  /** The names of the columns, in the order of the file. */
  columns: string[];
  /** timm's own file: the same one unless the set is a bundled selection. */
  upstream: {
    /** The file's name. */
    file: string;
    /** The number of rows. */
    rows: number;
  };
};

/** The origin of getData's rows, and the rows dropped on the way. */
export type DataReport = {
  /** The place of the tables. */
  source: {
    /** `directory`: a folder that was named. `cache`: a set that was downloaded. `bundled`: a selection in the package. */
    kind: ResultsSet["source"]["kind"];
    /** A description for people, such as `the downloaded set 2026-01`, without an absolute path. */
    label: string;
  };
  /** The benchmark: inference or training. */
  part: Part;
  /** The device that the speeds were measured on. */
  device: Device;
  /** The table of accuracies. */
  validation: TableFacts;
  /** The table of speeds. */
  benchmark: TableFacts;
  /** The rows that the join of both tables kept and dropped. */
  join: JoinReport;
  /** Rows left after each step of getData. */
  steps: Step[];
  /** The same for timm's own tables: equal to `steps` unless the set is a bundled selection. */
  upstreamSteps: Step[];
};

/**
 * Reads the accuracies of a results set and finds its benchmarks. Pass the result to {@link getData}
 * and {@link describeResults} to read it only once.
 *
 * @param options `results`: a clone of timm or its `results` folder; `set`: "2022-07" (default) or "2026-01".
 * @throws {UnknownSetError} when there is no set of that name.
 * @throws {ResultsFolderError} when the folder has no tables; another error, naming file, line and column, when one is
 *   malformed.
 * @example
 * const results = await loadResults({ set: "2026-01" });
 * results.validation.height; // models and image sizes with a measured accuracy
 */
export async function loadResults(options: ResultsOptions = {}): Promise<ResultsSet> {
  const results = readResults(options);
  // Frames are mutable, and other callers get this one too.
  return { ...results, validation: results.validation.clone() };
}

/**
 * The lesson's table: one row per model with its accuracy and its speed.
 *
 * `secs` is the time per image in seconds, 1 / `{part}_samples_per_sec`, at the benchmark's batch size;
 * `top1` and `top5` are per cent; `param_count_x` (benchmark) and `param_count_y` (validation) are
 * millions; `{part}_step_time` is milliseconds per batch. Rows are in the benchmark's order. Sets of
 * 2023 and later also have `arch`, `tag`, `pretrained` and `device`, and those of 2024 and later one row per model and
 * image size.
 *
 * @param part the benchmark: "infer" or "train".
 * @param options the tables, the device and the families to take; the default is the lesson's own.
 * @throws {UnknownSetError} when there is no set of that name.
 * @throws {NoBenchmarkError} when the part was not timed on the device.
 * @throws {FewMatchesError} when fewer than half the rows of the smaller table match.
 * @example
 * const infer = await getData("infer");
 * infer.height; // 165
 * const cpu = await getData("infer", { set: "2026-01", device: "i7-12700h" });
 */
export async function getData<P extends Part>(part: P, options: DataOptions = {}): Promise<MeasuredFrame<P>> {
  const { set, joined, selected } = build(part, options);
  // Frames are mutable, and other callers get this one too.
  if (set.naming === "plain") return selected.frame.clone();
  return selected.frame.withColumn(polars.lit(joined.device).alias("device"));
}

/**
 * Describes the origin of the rows of {@link getData}: the tables, the rows read, joined and dropped
 * with the reasons, the rows left after each step, and the models whose parameter counts disagree by more than 10 %.
 *
 * @param part "infer" or "train".
 * @param options the same as for getData.
 * @throws the same errors as getData.
 * @example
 * const report = await describeResults("infer");
 * report.validation.upstream.rows; // 668 rows in timm's file
 * report.upstreamSteps.at(-1)?.rows; // 165 rows kept
 */
export async function describeResults(part: Part, options: DataOptions = {}): Promise<DataReport> {
  const { set, joined, selected } = build(part, options);
  const steps = [{ step: "in the benchmark", rows: joined.benchmark.height }, ...selected.steps()];
  return {
    source: { kind: set.source.kind, label: set.source.label },
    part,
    device: joined.device,
    validation: factsOf(set.validation, set.tables.validation),
    benchmark: factsOf(joined.benchmark, joined.table),
    join: joined.report(),
    steps,
    upstreamSteps: joined.table.upstreamSteps ?? steps,
  };
}

function build(part: Part, options: DataOptions) {
  const { results, families, set: pinned } = options;
  const set =
    typeof results === "object"
      ? results
      : readResults({
          ...(results === undefined ? {} : { results }),
          ...(pinned === undefined ? {} : { set: pinned }),
        });
  const joined = joinBenchmark(set, part, options.device);
  const wanted = families ?? (set.naming === "plain" ? "lesson" : "all");
  return { set, joined, selected: selectRows(joined.frame, part, set.naming, wanted) };
}

function factsOf(table: pl.DataFrame, of: TableFile): TableFacts {
  const upstream = { file: of.from, rows: of.upstreamRows ?? table.height };
  return { file: of.name, rows: table.height, columns: table.columns, upstream };
}
