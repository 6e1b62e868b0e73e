import pl from "nodejs-polars";
import type { Part } from "./columns.ts";
import { DuplicateModelError, FewMatchesError } from "./join-error.ts";

/** How timm names models: `plain` in 2022 (`levit_128`), since 2023 `tagged` (`levit_128.fb_dist_in1k`). */
export type Naming = "plain" | "tagged";

/** A model whose two tables disagree on its parameters by more than 10 %: one of them timed or counted another model. */
export type ParamMismatch = { model: string; benchmark: number; validation: number };

/** Rows of one table that found no partner in the other: how many, which (model, img_size), and why. */
export type Dropped = { from: "validation" | "benchmark"; why: string; rows: number; models: pl.DataFrame };

/** What a join did, in rows. */
export type JoinReport = {
  validationRows: number;
  benchmarkRows: number;
  /** Rows of the result. */
  joined: number;
  dropped: Dropped[];
  warnings: ParamMismatch[];
};

export type JoinInput = {
  validation: pl.DataFrame;
  benchmark: pl.DataFrame;
  part: Part;
  naming: Naming;
  /** The tables' names, for messages. */
  names: { validation: string; benchmark: string };
};

/** Whether the models of a validation table carry tags. */
export function namingOf(validation: pl.DataFrame): Naming {
  return validation.filter(pl.col("model").str.contains("\\.")).height > 0 ? "tagged" : "plain";
}

/**
 * Joins speeds to accuracies, in the order of the benchmark: on the model where names are plain, on
 * architecture and image size where they are tagged. Columns that both tables have get the suffixes
 * `_x` (benchmark) and `_y` (validation).
 *
 * @throws {DuplicateModelError} when a table lists a model twice.
 * @throws {FewMatchesError} when fewer than half the rows of the better matched table found a partner.
 */
export function joinResults(input: JoinInput): { frame: pl.DataFrame; report: JoinReport } {
  const { naming, names } = input;
  const keys = naming === "plain" ? ["model"] : ["arch", "img_size"];
  const { left, right } = sides(input);
  const all = left.withRowIndex("#x").join(right.withRowIndex("#y"), { on: keys, how: "left" });
  const matched = all.filter(pl.col("#y").isNotNull());
  checkUnique(matched, naming, names);
  const matchedLeft = matched.getColumn("#x").nUnique();
  const rows = Math.min(left.height, right.height);
  const best = left.height < right.height ? matchedLeft : Math.min(matched.height, rows);
  if (best * 2 < rows) throw new FewMatchesError(names, best, rows, keys.join(" and "));
  const lonelyLeft = all.filter(pl.col("#y").isNull());
  const lonelyRight =
    matched.height === right.height
      ? right.head(0)
      : right.withRowIndex("#y").join(matched.select("#y"), { on: "#y", how: "anti" });
  const frame = naming === "plain" ? matched.drop(["#x", "#y"]) : ordered(matched);
  const report = {
    validationRows: right.height,
    benchmarkRows: left.height,
    joined: frame.height,
    dropped: [
      ...unmatched(lonelyLeft, right, "benchmark", input),
      ...unmatched(lonelyRight, left, "validation", input),
    ],
    warnings: mismatches(frame),
  };
  return { frame, report };
}

/** Both tables with the key columns and distinct names. */
function sides({ validation, benchmark, part, naming }: JoinInput): { left: pl.DataFrame; right: pl.DataFrame } {
  const both = benchmark.columns.filter((name) => name !== "model" && validation.columns.includes(name));
  const left = benchmark.rename(Object.fromEntries(both.map((name) => [name, `${name}_x`])));
  const right = validation.rename(Object.fromEntries(both.map((name) => [name, `${name}_y`])));
  if (naming === "plain") return { left, right };
  const arch = pl.col("model").str.extract("^([^.]*)", 1).alias("arch");
  const tag = pl.col("model").str.extract("^[^.]*\\.(.*)$", 1).alias("tag");
  return {
    left: left.withColumns(arch, pl.col(`${part}_img_size`).alias("img_size")).drop("model"),
    right: right.withColumns(arch, tag),
  };
}

/** The joined rows of tagged names: model, arch, tag, then the columns of the benchmark and of the validation table. */
function ordered(matched: pl.DataFrame): pl.DataFrame {
  const first = ["model", "arch", "tag"];
  const elsewhere = new Set([...first, "#x", "#y", "img_size"]);
  const rest = matched.columns.filter((name) => !elsewhere.has(name));
  const size = rest.indexOf("top1");
  return matched.sort(["#x", "#y"]).select(...first, ...rest.slice(0, size), "img_size", ...rest.slice(size));
}

function checkUnique(matched: pl.DataFrame, naming: Naming, names: JoinInput["names"]): void {
  if (matched.getColumn("#y").nUnique() < matched.height) {
    throw new DuplicateModelError(names, names.benchmark, firstTwice(matched, ["#y"]));
  }
  if (matched.getColumn("#x").nUnique() === matched.height) return;
  const row = naming === "plain" ? ["#x"] : ["model", "img_size"];
  if (matched.unique(row).height < matched.height) {
    throw new DuplicateModelError(names, names.validation, firstTwice(matched, row));
  }
}

function firstTwice(matched: pl.DataFrame, row: string[]): string {
  const columns: unknown[][] = row.map((name) => matched.getColumn(name).toArray());
  const seen = new Set<string>();
  const models: unknown[] = matched.getColumn("model").toArray();
  return String(models.find((_, at) => seen.size === seen.add(columns.map((values) => values[at]).join(" ")).size));
}

function unmatched(rows: pl.DataFrame, other: pl.DataFrame, from: Dropped["from"], input: JoinInput): Dropped[] {
  const table = from === "benchmark" ? "validated" : "benchmarked";
  const models = (frame: pl.DataFrame): pl.DataFrame => {
    const name = frame.columns.includes("model") && frame.getColumn("model").nullCount() === 0 ? "model" : "arch";
    const size = from === "benchmark" && input.naming === "plain" ? `${input.part}_img_size` : "img_size";
    return frame.select(pl.col(name).alias("model"), pl.col(size).alias("img_size"));
  };
  const groups: [string, pl.DataFrame][] =
    input.naming === "plain"
      ? [[`not ${table}`, rows]]
      : [
          [`not ${table}`, rows.join(other.select("arch"), { on: "arch", how: "anti" })],
          [`${table} at another image size`, rows.join(other.select("arch"), { on: "arch", how: "semi" })],
        ];
  return groups
    .filter(([, frame]) => frame.height > 0)
    .map(([why, frame]) => ({ from, why, rows: frame.height, models: models(frame) }));
}

function mismatches(frame: pl.DataFrame): ParamMismatch[] {
  const [x, y] = [pl.col("param_count_x"), pl.col("param_count_y")];
  const tenth = 0.1;
  const apart = frame.filter(
    x
      .sub(y)
      .abs()
      .gt(pl.maxHorizontal([x, y]).mul(pl.lit(tenth))),
  );
  const models: unknown[] = apart.getColumn("model").toArray();
  const [benchmark, validation] = [apart.getColumn("param_count_x"), apart.getColumn("param_count_y")];
  return models.map((model, at) => ({
    model: String(model),
    benchmark: Number(benchmark.get(at)),
    validation: Number(validation.get(at)),
  }));
}
