import { readFileSync } from "node:fs";
import { join } from "node:path";
import pl from "nodejs-polars";
import * as v from "valibot";
import { shared } from "./shared.ts";

const folder = join(shared, "goldens", "2022-07");

/** A table of the expected results, such as `infer` or `train-pareto`. */
export function golden(name: string): pl.DataFrame {
  return pl.readCSV(join(folder, `${name}.csv`));
}

const Row = v.record(v.string(), v.union([v.string(), v.number(), v.null()]));
const Layer = v.looseObject({ mark: v.unknown(), encoding: v.record(v.string(), v.unknown()) });

const Golden = v.looseObject({
  title: v.string(),
  width: v.number(),
  height: v.number(),
  mark: v.optional(v.unknown()),
  encoding: v.optional(v.record(v.string(), v.unknown())),
  layer: v.optional(v.array(Layer)),
  params: v.optional(v.array(v.looseObject({ name: v.string() }))),
  datasets: v.record(v.string(), v.array(Row)),
});

/** A chart of the original, with the rows of its only data set in `rows`. */
export function goldenSpec(name: string) {
  const spec = v.parse(Golden, JSON.parse(readFileSync(join(folder, "specs", `${name}.vl6.json`), "utf8")));
  return { ...spec, rows: Object.values(spec.datasets).flat() };
}

/** The rows with only these columns. */
export function onlyColumns(rows: readonly object[], columns: readonly string[]): Record<string, unknown>[] {
  return rows.map((row) => Object.fromEntries(columns.map((column) => [column, Reflect.get(row, column)])));
}
