import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { messageOf } from "../util/error.ts";
import { type BenchmarkFile, benchmarkFile } from "./devices.ts";
import { ResultsFolderError } from "./results-error.ts";

const upstream = v.object({ file: v.string(), from: v.string(), upstreamRows: v.number() });
const steps = v.array(v.object({ step: v.string(), rows: v.number() }));
const benchmark = v.object({ ...upstream.entries, upstreamSteps: steps });

/** `tables.json`: the timm file from which each table of a bundled set was selected. */
const selectionSchema = v.object({
  set: v.string(),
  commit: v.string(),
  validation: upstream,
  benchmarks: v.array(benchmark),
});

/** The number of rows left after a step. */
export type Step = {
  /** The step in words, such as `with a measured rate`. */
  step: string;
  /** The number of rows left. */
  rows: number;
};

/** The upstream file that a table is, or was selected from. */
export type Upstream = {
  /** The name of timm's file, such as `results-imagenet.csv`. */
  from: string;
  /** The rows of timm's file; absent unless the table is a bundled selection. */
  upstreamRows?: number;
  /** The rows left of timm's file after each step of getData; absent unless the table is a bundled selection. */
  upstreamSteps?: Step[];
};

/** The file of a table. */
export type TableFile = Upstream & {
  /** The file's path, absolute. */
  file: string;
  /** The file's name, without its folder. */
  name: string;
};

/** The tables that a results folder offers. */
export type ResultsTables = {
  /** The accuracies on ImageNet. */
  validation: TableFile;
  /** The speeds: a table for each part, device and version of PyTorch; empty when no device is a known one. */
  benchmarks: (TableFile & BenchmarkFile)[];
};

/** timm's name for the table of accuracies. */
const validationFile = "results-imagenet.csv";

/** The name of the list of tables in a bundled set. */
export const selectionFile = "tables.json";

/**
 * The tables in a clone of timm, in its `results` folder, or in a bundled set.
 *
 * @throws {ResultsFolderError} when the folder is none of these.
 */
export function listTables(folder: string): ResultsTables {
  const names = namesIn(folder);
  if (names.includes(validationFile)) return upstreamTables(folder, names);
  if (names.includes(selectionFile)) return selected(folder);
  if (!names.includes("results")) throw new ResultsFolderError(folder, `there is no ${validationFile}`);
  const inside = join(folder, "results");
  const deeper = namesIn(inside);
  if (!deeper.includes(validationFile)) throw new ResultsFolderError(inside, `there is no ${validationFile}`);
  return upstreamTables(inside, deeper);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch (cause) {
    throw new ResultsFolderError(folder, messageOf(cause), { cause });
  }
}

function upstreamTables(folder: string, names: string[]): ResultsTables {
  const benchmarks = names.flatMap((name) => {
    const known = benchmarkFile(name);
    return known === null ? [] : [{ ...known, file: join(folder, name), name, from: name }];
  });
  const name = validationFile;
  return { validation: { file: join(folder, name), name, from: name }, benchmarks };
}

function selected(folder: string): ResultsTables {
  const selection = selectionIn(folder);
  const benchmarks = selection.benchmarks.flatMap((table) => {
    const known = benchmarkFile(table.from);
    return known === null ? [] : [{ ...known, ...located(folder, table) }];
  });
  return { validation: located(folder, selection.validation), benchmarks };
}

function selectionIn(folder: string): v.InferOutput<typeof selectionSchema> {
  try {
    return v.parse(selectionSchema, JSON.parse(readFileSync(join(folder, selectionFile), "utf8")));
  } catch (cause) {
    throw new ResultsFolderError(folder, `${selectionFile} is not a list of tables: ${messageOf(cause)}`, { cause });
  }
}

function located(folder: string, table: Upstream & { file: string }): TableFile {
  return { ...table, name: table.file, file: join(folder, table.file) };
}
