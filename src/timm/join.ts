import type pl from "nodejs-polars";
import { polars } from "../util/polars.ts";
import type { Part } from "./benchmark-part.ts";
import { DuplicateModelError, FewMatchesError } from "./join-error.ts";
import { query } from "./query.ts";

/** timm's way of naming models: `plain` in 2022 (`levit_128`), since 2023 `tagged` (`levit_128.fb_dist_in1k`). */
export type Naming = "plain" | "tagged";

/** Rows of one table without a match in the other, all for the same reason. */
export type Dropped = {
  /** The table that has the rows: accuracies (`validation`) or speeds (`benchmark`). */
  from: "validation" | "benchmark";
  /** The reason in words, such as `not benchmarked`. */
  why: string;
  /** The number of rows, at least 1. */
  rows: number;
  /** A row for each of them: `model` and `img_size` (pixels). */
  models: pl.DataFrame;
};

/** The rows that a join kept and dropped. */
export type JoinReport = {
  /** Rows of the table of accuracies. */
  validationRows: number;
  /** Rows of the table of speeds. */
  benchmarkRows: number;
  /** Rows of the result. */
  joined: number;
  /** The rows without a match, by table and reason; empty when every row has one. */
  dropped: Dropped[];
  /**
   * Models whose two tables disagree on the parameters by more than a tenth of the larger count,
   * which means that one of them timed or counted another model: model, param_count_x, param_count_y (millions).
   */
  warnings: pl.DataFrame;
};

/** The joined rows; `report` counts the other rows on demand. */
export type Joined = { frame: pl.DataFrame; report: () => JoinReport };

export type JoinInput = {
  validation: pl.DataFrame;
  benchmark: pl.DataFrame;
  part: Part;
  naming: Naming;
  /** The tables' names, for messages. */
  names: { validation: string; benchmark: string };
};

const SAMPLE_ROWS = 1000;

// Built once: an expression takes Polars half a millisecond.
const PARTNERS = [polars.col("#x").nUnique(), polars.col("#y").nUnique()];

/** The naming of the models of a validation table: in timm's tables, all carry tags or none does. */
export function namingOf(validation: pl.DataFrame): Naming {
  const models: unknown[][] = validation.head(SAMPLE_ROWS).select("model").rows();
  return models.some(([model]) => String(model).includes(".")) ? "tagged" : "plain";
}

/**
 * Joins speeds to accuracies, in the order of the benchmark: on the model where names are plain, on
 * architecture and image size where they are tagged. Columns that both tables have get the suffixes
 * `_x` (benchmark) and `_y` (validation).
 *
 * @throws {DuplicateModelError} when a table lists a model twice.
 * @throws {FewMatchesError} when fewer than half the rows of the smaller table found a partner.
 */
export function joinResults(input: JoinInput): Joined {
  const { naming, names } = input;
  const keys = naming === "plain" ? ["model"] : ["arch", "img_size"];
  const { left, right } = sides(input);
  const joined = left.join(right, { on: keys, how: "inner" });
  // Polars receives a string as it is, but a list as expressions.
  const matched = naming === "plain" ? joined.sort("#x") : joined.sort(["#x", "#y"]);
  const partners: unknown[] = matched
    .lazy()
    .select(...PARTNERS)
    .collectSync()
    .row(0);
  const [matchedLeft = 0, matchedRight = 0] = partners.map(Number);
  checkUnique(matched, { left: matchedLeft, right: matchedRight }, naming, names);
  const [best, rows] = left.height < right.height ? [matchedLeft, left.height] : [matchedRight, right.height];
  if (best * 2 < rows) throw new FewMatchesError(names, best, rows, keys.join(" and "));
  const frame = naming === "plain" ? matched.drop(["#x", "#y"]) : ordered(matched);
  return { frame, report: () => reportOf({ left, right, matched, frame }, input) };
}

type Sides = { left: pl.DataFrame; right: pl.DataFrame };

function reportOf(
  { left, right, matched, frame }: Sides & { matched: pl.DataFrame; frame: pl.DataFrame },
  { part, naming }: JoinInput,
): JoinReport {
  const lonelyLeft = without(named(left, `${part}_img_size`), matched, "#x");
  const lonelyRight = without(named(right, "img_size"), matched, "#y");
  return {
    validationRows: right.height,
    benchmarkRows: left.height,
    joined: frame.height,
    dropped: [
      ...unmatched(lonelyLeft, right, "benchmark", naming),
      ...unmatched(lonelyRight, left, "validation", naming),
    ],
    warnings: mismatches(frame),
  };
}

/** Both tables with the key columns, distinct names and their row numbers. */
function sides({ validation, benchmark, part, naming }: JoinInput): Sides {
  const present = validation.columns;
  const both = benchmark.columns.filter((name) => name !== "model" && present.includes(name));
  const left = benchmark.rename(Object.fromEntries(both.map((name) => [name, `${name}_x`]))).withRowIndex("#x");
  const right = validation.rename(Object.fromEntries(both.map((name) => [name, `${name}_y`]))).withRowIndex("#y");
  if (naming === "plain") return { left, right };
  const size = polars.col(`${part}_img_size`).alias("img_size");
  const architecture = polars.col("model").str.extract("^([^.]*)", 1).alias("arch");
  const tag = polars.col("model").str.extract("^[^.]*\\.(.*)$", 1).alias("tag");
  return {
    left: left.withColumns(architecture, size).drop("model"),
    right: right.withColumns(architecture, tag),
  };
}

/** The columns that name a row: its number, model or architecture, and image size. */
function named(rows: pl.DataFrame, size: string): pl.DataFrame {
  return rows.select(...["#x", "#y", "model", "arch", size].filter((name) => rows.columns.includes(name)));
}

/** The rows that found no partner, by their row numbers. */
function without(rows: pl.DataFrame, matched: pl.DataFrame, index: "#x" | "#y"): pl.DataFrame {
  return rows.join(matched.select(index), { on: index, how: "anti" });
}

/** The joined rows of tagged names: model, arch, tag, then the columns of the benchmark and of the validation table. */
function ordered(matched: pl.DataFrame): pl.DataFrame {
  const first = ["model", "arch", "tag"];
  const elsewhere = new Set([...first, "#x", "#y", "img_size"]);
  const rest = matched.columns.filter((name) => !elsewhere.has(name));
  const size = rest.indexOf("top1");
  return matched.select(...first, ...rest.slice(0, size), "img_size", ...rest.slice(size));
}

type Names = JoinInput["names"];

/** Throws unless each joined row is the only one of its benchmark row (plain names) and of its validation row. */
function checkUnique(matched: pl.DataFrame, rows: { left: number; right: number }, naming: Naming, names: Names): void {
  if (rows.right < matched.height) throw new DuplicateModelError(names, names.benchmark, firstTwice(matched, ["#y"]));
  if (rows.left === matched.height) return;
  const row = naming === "plain" ? ["#x"] : ["model", "img_size"];
  if (matched.select(...row).unique().height < matched.height) {
    throw new DuplicateModelError(names, names.validation, firstTwice(matched, row));
  }
}

function firstTwice(matched: pl.DataFrame, row: string[]): string {
  const columns: unknown[][] = row.map((name) => matched.getColumn(name).toArray());
  const seen = new Set<string>();
  const models: unknown[] = matched.getColumn("model").toArray();
  return String(models.find((_, at) => seen.size === seen.add(columns.map((values) => values[at]).join(" ")).size));
}

function unmatched(rows: pl.DataFrame, other: pl.DataFrame, from: Dropped["from"], naming: Naming): Dropped[] {
  const table = from === "benchmark" ? "validated" : "benchmarked";
  const groups: [string, pl.DataFrame][] =
    naming === "plain"
      ? [[`not ${table}`, rows]]
      : [
          [`not ${table}`, rows.join(other.select("arch"), { on: "arch", how: "anti" })],
          [`${table} at another image size`, rows.join(other.select("arch"), { on: "arch", how: "semi" })],
        ];
  return groups
    .filter(([, group]) => group.height > 0)
    .map(([why, group]) => ({ from, why, rows: group.height, models: withoutKeys(group) }));
}

/** Only the model and image size, under these names. */
function withoutKeys(rows: pl.DataFrame): pl.DataFrame {
  const model = rows.columns.includes("model") ? "model" : "arch";
  const size = rows.columns.find((name) => name.endsWith("img_size")) ?? "img_size";
  return rows.select(model, size).rename({ [model]: "model", [size]: "img_size" });
}

function mismatches(frame: pl.DataFrame): pl.DataFrame {
  return query(
    frame,
    `SELECT model, param_count_x, param_count_y FROM t
     WHERE ABS(param_count_x - param_count_y) > 0.1 * GREATEST(param_count_x, param_count_y)`,
  );
}
