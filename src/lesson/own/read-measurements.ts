import type pl from "nodejs-polars";
import { benchmarkColumns, type Columns } from "../../timm/columns.ts";
import { readTable } from "../../timm/csv/read-table.ts";
import { polars } from "../../util/polars.ts";

const OWN: Columns = {
  ...benchmarkColumns("infer"),
  param_count: { kind: "number", required: false, empty: true, above: 0 },
  top1: { kind: "number", required: false, empty: true, least: 0, most: 100 },
};

/**
 * Reads the reader's own measurements from a CSV file with the columns of timm's `benchmark.py`. `model`,
 * `infer_samples_per_sec` and `infer_img_size` are required; `infer_batch_size`, `param_count` (millions) and `top1`
 * (per cent) are optional, and null if missing. Rows without a speed, such as those of models that failed, are left out.
 *
 * @returns a row for each measurement: `model`, `family` ("yours"), `secs` (seconds per image), `top1` (per cent),
 *   `param_count_x` (millions), `infer_batch_size`, `infer_img_size` and `img_size` (pixels).
 * @throws {WrongColumnsError} when a column is missing; other errors name the file, the line and the cell.
 * @example
 * import { writeFileSync } from "node:fs";
 * writeFileSync("mine.csv", "model,infer_samples_per_sec,infer_img_size\nresnet18,950,224\n");
 * readMeasurements("mine.csv").height; // 1
 */
export function readMeasurements(file: string): pl.DataFrame {
  const table = readTable(file, OWN, { isOwn: true });
  const optional = (name: string, type: pl.DataType = polars.Float64): pl.Expr =>
    table.columns.includes(name) ? polars.col(name) : polars.lit(null).cast(type).alias(name);
  return table
    .filter(polars.col("infer_samples_per_sec").isNotNull())
    .select(
      polars.col("model"),
      polars.lit("yours").alias("family"),
      polars.lit(1).div(polars.col("infer_samples_per_sec")).alias("secs"),
      optional("top1"),
      optional("param_count").alias("param_count_x"),
      optional("infer_batch_size", polars.Int32),
      polars.col("infer_img_size"),
      polars.col("infer_img_size").alias("img_size"),
    );
}
