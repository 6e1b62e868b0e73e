import pl from "nodejs-polars";
import { selectRows } from "../src/lesson/data/select-rows.ts";
import type { Part } from "../src/timm/benchmark-part.ts";
import { devices } from "../src/timm/devices.ts";
import { joinBenchmark, type ResultsSet, readResults } from "../src/timm/results.ts";
import { selectionFile } from "../src/timm/results-folder.ts";
import { pinnedSets, type SetName } from "../src/timm/pinned-sets.ts";
import { readTestSets, testSets, testSetsFile } from "../src/timm/test-sets.ts";
import { chooseModels } from "./choose-models.ts";

const parts: readonly Part[] = ["infer", "train"];

/** The files of a bundled set, by name, selected from a folder with timm's full tables. */
export function bundledFiles(name: SetName, results: string): Map<string, string> {
  const set = readResults({ results });
  const models = chooseModels(set, name);
  const validation = onlyWhere(set.validation, "model", models);
  const files = new Map([["validation.csv", csvOf(validation)]]);
  if (set.naming === "tagged") files.set(testSetsFile, csvOf(onlyWhere(readTestSets(set.source), "model", models)));
  const benchmarks = [];
  for (const part of parts) {
    for (const device of devices) {
      if (!set.tables.benchmarks.some((file) => file.part === part && file.device === device)) continue;
      const file = `${part}-${device}.csv`;
      const { benchmark, frame, table } = joinBenchmark(set, part, device);
      const { steps } = selectRows(frame, part, set.naming, set.naming === "plain" ? "lesson" : "all");
      files.set(file, csvOf(timed(set, validation, benchmark, part)));
      const upstreamSteps = [{ step: "in the benchmark", rows: benchmark.height }, ...steps()];
      benchmarks.push({ file, from: table.from, upstreamRows: benchmark.height, upstreamSteps });
    }
  }
  const upstream = { file: "validation.csv", from: set.tables.validation.from, upstreamRows: set.validation.height };
  const tests = { file: testSetsFile, from: testSets.map(({ file }) => file) };
  const list = {
    set: name,
    commit: pinnedSets[name].commit,
    validation: upstream,
    ...(files.has(testSetsFile) ? { testSets: tests } : {}),
    benchmarks,
  };
  return files.set(selectionFile, `${JSON.stringify(list, null, 2)}\n`);
}

/** The rows of a benchmark that join to the chosen models. */
function timed(set: ResultsSet, validation: pl.DataFrame, benchmark: pl.DataFrame, part: Part): pl.DataFrame {
  if (set.naming === "plain") return onlyWhere(benchmark, "model", new Set(texts(validation, "model")));
  const wanted = new Set(keys(validation, "img_size"));
  const isWanted = keys(benchmark, `${part}_img_size`).map((key) => wanted.has(key));
  return benchmark.filter(pl.Series("wanted", isWanted, pl.Bool));
}

/** The architecture and image size of each row. */
function keys(frame: pl.DataFrame, size: string): string[] {
  const sizes = texts(frame, size);
  return texts(frame, "model").map((model, at) => `${model.split(".")[0]} ${sizes[at]}`);
}

function texts(frame: pl.DataFrame, name: string): string[] {
  return frame.getColumn(name).toArray().map(String);
}

function onlyWhere(frame: pl.DataFrame, name: string, values: Set<string>): pl.DataFrame {
  const isWanted = texts(frame, name).map((value) => values.has(value));
  return frame.filter(pl.Series("wanted", isWanted, pl.Bool));
}

export function csvOf(frame: pl.DataFrame): string {
  const columns: unknown[][] = frame.columns.map((name) => frame.getColumn(name).toArray());
  const rows = Array.from({ length: frame.height }, (_, at) => columns.map((values) => cell(values[at])).join(","));
  return `${[frame.columns.join(","), ...rows].join("\n")}\n`;
}

function cell(value: unknown): string {
  const text = typeof value === "string" || typeof value === "number" ? String(value) : "";
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
