import { isIsoTime, isSeason } from "../../../util/text/iso-time.ts";

/** The way Vega-Lite interprets the values of a field. */
export type FieldType = "quantitative" | "temporal" | "nominal";

const NUMBERS = /^(?:u?int\d|float|decimal|duration|[iuf]\d)/i;
const TIMES = /^(?:date|timestamp)/i;
const OTHERS = /^(?:bool|cat|enum|time\b|list|struct|array|object|null)/i;

/**
 * The type of a field, from the type of its column where the library names one. Strings are times when all of them are
 * ISO dates and they are not seasons such as `2010-11`; the types of untyped columns come from their values in the same
 * way.
 */
export function fieldTypeOf(columnType: string, values: () => readonly unknown[]): FieldType {
  if (NUMBERS.test(columnType)) return "quantitative";
  if (TIMES.test(columnType)) return "temporal";
  if (OTHERS.test(columnType)) return "nominal";
  const present = values().filter((value) => value !== null && value !== undefined);
  if (present.length === 0) return "nominal";
  if (present.every((value) => typeof value === "number" || typeof value === "bigint")) return "quantitative";
  return present.every(isTime) && !present.every(isSeason) ? "temporal" : "nominal";
}

function isTime(value: unknown): boolean {
  return value instanceof Date || isIsoTime(value);
}
