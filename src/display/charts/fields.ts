import type { Tabular } from "../table/table.ts";

/** The members of a nodejs-polars Series that a chart uses. */
export interface SeriesData {
  /** The name, which becomes the field's; a series without a name becomes the field `value`. */
  readonly name: string;
  /** The type of the values. */
  readonly dtype: unknown;
  /** The series as a frame of one column. */
  toFrame(): unknown;
}

/**
 * Data for a chart: a frame of nodejs-polars, a table of Apache Arrow, Arquero or Danfo, a Series, an
 * array of objects, a web address, or the path of a CSV, TSV, JSON, NDJSON, Parquet or Arrow file.
 */
export type ChartData = Tabular | SeriesData | readonly object[] | string | URL;

/** The names of the fields of some data, as far as its type contains them; otherwise any string. */
export type FieldOf<D> = D extends { readonly schema: infer S; readonly height: number }
  ? Names<S>
  : D extends { readonly name: infer N; readonly dtype: unknown }
    ? Extract<N, string> | "value" | "index"
    : D extends readonly (infer Row)[]
      ? Names<Row>
      : D extends { readonly values: readonly (infer Row)[] }
        ? Names<Row>
        : string;

/** A union of row types has the fields of all of them; when no fields are known, any string is allowed. */
type Names<T> = [KeysOfAll<T>] extends [never] ? string : KeysOfAll<T>;

// A frame of Danfo lists its rows as arrays, without the names of its columns.
type KeysOfAll<T> = T extends readonly unknown[] ? never : T extends object ? Extract<keyof T, string> : never;
