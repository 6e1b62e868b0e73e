import type pl from "nodejs-polars";
import { benchmarkColumns, validationColumns } from "./columns.ts";
import type { Part } from "./benchmark-part.ts";
import { chooseBenchmark, type Device } from "./devices.ts";
import { findResults, type ResultsOptions, type ResultsSource } from "./find-results.ts";
import { type Joined, type JoinInput, type JoinReport, joinResults, type Naming, namingOf } from "./join.ts";
import { isSharedTable, readTableOnce } from "./csv/read-table-once.ts";
import { NoBenchmarkError } from "./results-error.ts";
import { listTables, type ResultsTables, type TableFile } from "./results-folder.ts";

// The lesson read the files of PyTorch 1.11 although its commit of timm also has those of 1.12.
const LESSON_PYTORCH = 111;

/** timm's tables of one commit: the accuracies, already read, and the benchmarks that can be joined to them. */
export type ResultsSet = {
  /** The place that the tables were found in. */
  source: ResultsSource;
  /** `plain` for sets of 2022, `tagged` for later ones. */
  naming: Naming;
  /** One row per model (and, since 2024, image size). */
  validation: pl.DataFrame;
  /** The files of the tables; the benchmarks among them are read when they are needed. */
  tables: ResultsTables;
};

/**
 * Reads a results set.
 *
 * @throws {UnknownSetError} when there is no set of that name.
 * @throws {ResultsFolderError} when the folder holds none, or one class of csv/errors.ts when a table is malformed.
 */
export function readResults(options: ResultsOptions = {}): ResultsSet {
  const source = findResults(options);
  const tables = listTables(source.dir);
  const validation = readTableOnce(tables.validation.file, validationColumns);
  return { source, naming: namingOf(validation), validation, tables };
}

/** One benchmark joined to the accuracies. */
export type JoinedResults = {
  device: Device;
  benchmark: pl.DataFrame;
  frame: pl.DataFrame;
  report: () => JoinReport;
  table: TableFile;
};

/**
 * Joins the benchmark of a device to the accuracies of a set.
 *
 * @throws {NoBenchmarkError} when the set has no such benchmark; the errors of readTable and joinResults.
 */
export function joinBenchmark(set: ResultsSet, part: Part, device?: Device): JoinedResults {
  const pytorch = set.naming === "plain" ? LESSON_PYTORCH : undefined;
  const chosen = chooseBenchmark(set.tables.benchmarks, { part, device, pytorch });
  if (chosen === undefined) {
    const available = set.tables.benchmarks.map((file) => `${file.part} on ${file.device}`);
    const wanted = device === undefined ? part : `${part} on ${device}`;
    throw new NoBenchmarkError(wanted, set.source.label, [...new Set(available)]);
  }
  const benchmark = readTableOnce(chosen.file, benchmarkColumns(part));
  const names = { validation: set.tables.validation.name, benchmark: chosen.name };
  const { frame, report } = knownJoin({ validation: set.validation, benchmark, part, naming: set.naming, names });
  return { device: chosen.device, benchmark, table: chosen, frame, report };
}

const joins = new WeakMap<pl.DataFrame, { readonly validation: pl.DataFrame; readonly joined: Joined }>();

/** The same as `joinResults`, but joins tables again only if they were read again. Do not change the frame. */
function knownJoin(input: JoinInput): Joined {
  const { benchmark, validation } = input;
  // A caller's own table may change.
  if (!isSharedTable(validation)) return joinResults(input);
  const earlier = joins.get(benchmark);
  if (earlier?.validation === validation) return earlier.joined;
  const joined = joinResults(input);
  joins.set(benchmark, { validation, joined });
  return joined;
}
