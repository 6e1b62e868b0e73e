import { basename, join, resolve } from "node:path";
import type pl from "nodejs-polars";
import { packageRoot } from "../util/package-root.ts";
import { cachedSet } from "./cache.ts";
import { benchmarkColumns, validationColumns } from "./columns.ts";
import type { Part } from "./part.ts";
import { chooseBenchmark, type Device } from "./devices.ts";
import { type JoinReport, joinResults, type Naming, namingOf } from "./join.ts";
import { readKnownTable } from "./known-tables.ts";
import { NoBenchmarkError, UnknownSetError } from "./results-error.ts";
import { listTables, type ResultsTables, type TableFile } from "./results-folder.ts";
import { type SetName, setNames } from "./sets.ts";

// The lesson read the files of PyTorch 1.11 although its commit of timm also has those of 1.12.
const LESSON_PYTORCH = 111;

/** The place of a results set. `label` is for people and holds no absolute path. */
export type ResultsSource = { kind: "directory" | "cache" | "bundled"; dir: string; label: string };

/** timm's tables of one commit: the accuracies, read, and the benchmarks there are to join to them. */
export type ResultsSet = {
  source: ResultsSource;
  naming: Naming;
  /** One row per model (and, since 2024, image size). */
  validation: pl.DataFrame;
  tables: ResultsTables;
};

/** Which results to use. */
export type ResultsOptions = {
  /** A clone of timm, or its `results` folder. Default: the environment's `TIMM_RESULTS`. */
  results?: string;
  /** The pinned set to take from the cache or from the bundled tables. Default "2022-07". */
  set?: SetName;
  env?: NodeJS.ProcessEnv;
};

/**
 * The first results set there is: a folder that was named, one in the environment, the cache, the bundled tables.
 *
 * @throws {UnknownSetError} when there is no set of that name.
 */
export function findResults(options: ResultsOptions = {}): ResultsSource {
  const { set = "2022-07", env = process.env } = options;
  const named = options.results ?? env["TIMM_RESULTS"];
  if (named !== undefined && named !== "") {
    const dir = resolve(named);
    const by = options.results === undefined ? " that TIMM_RESULTS names" : "";
    return { kind: "directory", dir, label: `the folder ${basename(dir)}${by}` };
  }
  if (!setNames.includes(set)) throw new UnknownSetError(set);
  const cached = cachedSet(set, env);
  if (cached !== null) return { kind: "cache", dir: cached, label: `the downloaded set ${set}` };
  return { kind: "bundled", dir: join(packageRoot(), "data", set), label: `the bundled selection of ${set}` };
}

/**
 * Reads a results set.
 *
 * @throws {UnknownSetError} when there is no set of that name.
 * @throws {ResultsFolderError} when the folder holds none, or one class of table-error.ts when a table is malformed.
 */
export function readResults(options: ResultsOptions = {}): ResultsSet {
  const source = findResults(options);
  const tables = listTables(source.dir);
  const validation = readKnownTable(tables.validation.file, validationColumns);
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
  const benchmark = readKnownTable(chosen.file, benchmarkColumns(part));
  const names = { validation: set.tables.validation.name, benchmark: chosen.name };
  const { frame, report } = joinResults({ validation: set.validation, benchmark, part, naming: set.naming, names });
  return { device: chosen.device, benchmark, table: chosen, frame, report };
}
