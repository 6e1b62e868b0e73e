import { TsnbError } from "../util/error.ts";
import { setNames } from "./pinned-sets.ts";

/** A folder given as timm's results that does not hold them. */
export class ResultsFolderError extends TsnbError {
  override readonly name = "ResultsFolderError";
  /** The folder's path, absolute. */
  readonly folder: string;

  constructor(folder: string, got: string, options?: ErrorOptions) {
    const fix = "Give a clone of timm or its results folder, with results-imagenet.csv and benchmark-*.csv in it";
    super({ doing: `Looking for timm's tables in ${folder}`, got, fix }, options);
    this.folder = folder;
  }
}

/** A results set without the requested benchmark. */
export class NoBenchmarkError extends TsnbError {
  override readonly name = "NoBenchmarkError";
  /** The benchmarks that the set has. */
  readonly available: readonly string[];

  constructor(wanted: string, label: string, available: readonly string[]) {
    const fix = available.length === 0 ? "Use another results set" : `Use one of: ${available.join(", ")}`;
    super({ doing: `Choosing a benchmark of ${wanted}`, got: `${label} has none`, fix });
    this.available = available;
  }
}

/** A results set without the tables of the test sets. */
export class TestSetsError extends TsnbError {
  override readonly name = "TestSetsError";

  constructor(label: string, absent: string) {
    super({
      doing: "Reading the accuracies on test sets other than ImageNet's",
      got: `${label} has no ${absent}`,
      fix: "Use the set 2026-01, or a clone of timm of 2023 or later",
    });
  }
}

/** A results set whose name is unknown. */
export class UnknownSetError extends TsnbError {
  override readonly name = "UnknownSetError";

  constructor(set: string) {
    super({
      doing: `Looking for the results set ${set}`,
      got: "no set has this name",
      fix: `Use one of: ${setNames.join(", ")}`,
    });
  }
}
