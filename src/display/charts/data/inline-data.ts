import type { JsonObject, JsonValue } from "../../../jupyter/json.ts";
import { ChartError } from "../../errors/chart-error.ts";
import { fieldPath } from "./field-path.ts";
import type { FieldType } from "./field-type.ts";
import type { ChartSource } from "./chart-source.ts";

/** The most rows that a chart may carry into a notebook. */
export const MOST_ROWS = 50_000;
const MOST_JSON_ROWS = 5_000;

const PARSERS: Readonly<Record<FieldType, string>> = { quantitative: "number", temporal: "date", nominal: "string" };

/** @throws {ChartError} when the data has more than 50,000 rows, which is too many for a notebook. */
export function checkHeight({ height }: ChartSource, title: string): void {
  if (height <= MOST_ROWS) return;
  const got = `its data has ${height.toLocaleString("en-US")} rows, and a notebook should carry at most ${MOST_ROWS.toLocaleString("en-US")}`;
  const fix =
    'Aggregate first, such as frame.groupBy("city").agg(pl.col("temp_c").mean()), or draw a sample, ' +
    "such as frame.sample({ n: 10_000 })";
  throw new ChartError(title, got, fix);
}

/**
 * Some columns as the data of a spec: rows or, above 5,000 of them, CSV, which browsers read faster. CSV cannot hold
 * lists and objects, and Vega reads its empty strings as missing.
 */
export function inlineData(source: ChartSource, columns: readonly string[]): JsonObject {
  const isFlat = columns.every(
    (name) => isPlain(name) && source.values(name).every((value) => Object(value) !== value && value !== ""),
  );
  return source.height > MOST_JSON_ROWS && isFlat ? csvData(source, columns) : { values: rowsOf(source, columns) };
}

// Neither Vega-Lite nor Vega reads the type of a CSV column whose name is a path.
function isPlain(name: string): boolean {
  return fieldPath(name) === name;
}

/** The rows of some columns as objects. */
export function rowsOf(source: ChartSource, columns: readonly string[]): JsonObject[] {
  const values = columns.map((name) => [name, source.values(name)] as const);
  return Array.from({ length: source.height }, (_, row) =>
    Object.fromEntries(values.map(([name, column]) => [name, column[row] ?? null])),
  );
}

function csvData(source: ChartSource, columns: readonly string[]): JsonObject {
  const values = columns.map((name) => source.values(name));
  const lines = Array.from({ length: source.height }, (_, row) =>
    values.map((column) => csvCell(column[row] ?? null)).join(","),
  );
  const parse = columns.map((name, at) => [name, parserOf(source.typeOf(name), values[at] ?? [])]);
  return {
    values: [columns.map(csvCell).join(","), ...lines].join("\n"),
    format: { type: "csv", parse: Object.fromEntries(parse) },
  };
}

function parserOf(type: FieldType, values: readonly JsonValue[]): string {
  const isTruth = values.every((value) => value === null || typeof value === "boolean");
  return type === "nominal" && isTruth ? "boolean" : PARSERS[type];
}

function csvCell(value: JsonValue): string {
  if (value === null) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
