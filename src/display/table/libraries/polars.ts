import { attempt, hasMethod, isObject, ownText } from "../../object.ts";
import type { ColumnValues, TableSource } from "../table-source.ts";

/** The members of a nodejs-polars DataFrame that a table uses. */
export interface Frame {
  /** The names of the columns. */
  readonly columns: string[];
  /** The number of rows. */
  readonly height: number;
  /** `length` rows from `offset` on, counted from 0. */
  slice(
    offset: number,
    length: number,
  ): {
    /** The rows, each a list of its values. */
    rows(): unknown[][];
  };
}

// Types whose values JavaScript writes as well as Polars does.
const PLAIN_TYPE = /^(?:U?Int\d+|Float\d+|Bool|Utf8|String|Categorical|Enum|Null|List|Struct|Array|FixedSizeList)$/;

/** True for a nodejs-polars DataFrame, from any copy of the package. */
export function isFrame(value: unknown): value is Frame {
  return isObject(value) && Reflect.get(value, Symbol.toStringTag) === "DataFrame" && hasMethod(value, "slice");
}

/** True for a nodejs-polars Series, from any copy of the package. */
export function isSeries(value: unknown): value is Record<"toFrame", () => unknown> {
  if (!isObject(value) || !hasMethod(value, "toFrame") || !hasMethod(value, Symbol.toStringTag)) return false;
  return value[Symbol.toStringTag]() === "Series";
}

/** Makes each slice once for all columns, and reads columns one by one: only some of a wide frame are shown. */
export function polarsSource(frame: Frame): TableSource {
  const { columns: names, height } = frame;
  const pieces = new Map<string, Piece>();
  const piece = (from: number, to: number): Piece => {
    const key = `${from}-${to}`;
    const made = pieces.get(key) ?? frame.slice(from, to - from);
    pieces.set(key, made);
    return made;
  };
  const typeOf = (name: string): string => {
    const [any = piece(0, 0)] = pieces.values();
    return printedType(any, name);
  };
  return {
    columns: names.map((name) => ({
      name,
      get type() {
        return typeOf(name);
      },
      get isNumeric() {
        return /^(?:decimal|[iuf]\d)/.test(typeOf(name));
      },
    })),
    height,
    isFrame: true,
    read: (index, from, to) => readColumn(piece(from, to), names[index] ?? "", index),
  };
}

/** The type of a column as Polars prints it, such as `duration[μs]`: the unit of its dtype is always ms. */
export function printedType(frame: object, name: string): string {
  return attempt(() => typeIn(seriesOf(frame, name))) ?? "";
}

type Piece = { rows(): unknown[][] };

function seriesOf(frame: object, name: string): unknown {
  if (!hasMethod(frame, "getColumn")) return undefined;
  return Reflect.apply(frame.getColumn, frame, [name]);
}

function readColumn(piece: Piece, name: string, index: number): ColumnValues {
  const series = attempt(() => seriesOf(piece, name));
  if (series === undefined) return { values: piece.rows().map((row) => row[index]) };
  const values = attempt(() => valuesOf(series));
  const type = typeNameOf(series);
  const isExact = !type.includes("Int64") || values?.some(isInexact) === false;
  if (values !== undefined && isPlain(type) && isExact) return { values };
  const texts = textsOf(series);
  return { values: values ?? texts, texts };
}

/** Reads rows, which distinguish a missing struct from one of missing values; falls back on the array if that fails. */
function valuesOf(series: unknown): unknown[] | undefined {
  return attempt(() => inRows(series)) ?? inArray(series);
}

function inRows(series: unknown): unknown[] | undefined {
  const frame: unknown = hasMethod(series, "toFrame") ? series.toFrame() : undefined;
  const rows: unknown = hasMethod(frame, "rows") ? frame.rows() : undefined;
  return Array.isArray(rows) ? rows.map((row): unknown => (Array.isArray(row) ? row[0] : undefined)) : undefined;
}

function inArray(series: unknown): unknown[] | undefined {
  const values: unknown = hasMethod(series, "toArray") ? series.toArray() : undefined;
  if (!Array.isArray(values)) return undefined;
  return values.map((value: unknown, at) => (isMissing(series, at) ? null : value));
}

function isMissing(series: unknown, at: number): boolean {
  const one: unknown = hasMethod(series, "slice") ? Reflect.apply(series.slice, series, [at, 1]) : undefined;
  return hasMethod(one, "nullCount") && Number(one.nullCount()) === 1;
}

/** True for a number too large to be exact: Polars returns 64-bit integers as numbers, which have 53 bits. */
function isInexact(value: unknown): boolean {
  return typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value);
}

/** The type as nodejs-polars writes it, such as `DataType(List(DataType(Float64)))`. */
function typeNameOf(series: unknown): string {
  return (isObject(series) ? attempt(() => String(Reflect.get(series, "dtype"))) : undefined) ?? "";
}

function isPlain(type: string): boolean {
  const names = [...type.matchAll(/DataType\((\w+)/g)].map(([, name = ""]) => name);
  return names.length > 0 && names.every((name) => PLAIN_TYPE.test(name));
}

/** Polars' own text of each value, printed one at a time, because Polars abbreviates long series. */
function textsOf(series: unknown): (string | null)[] {
  const length: unknown = isObject(series) ? Reflect.get(series, "length") : 0;
  return Array.from({ length: Number(length) }, (_, at) => attempt(() => textAt(series, at)) ?? null);
}

function textAt(series: unknown, at: number): string | null {
  if (!hasMethod(series, "slice") || isMissing(series, at)) return null;
  const text = printed(Reflect.apply(series.slice, series, [at, 1]));
  return text.slice(text.indexOf("\n[\n") + 4, text.lastIndexOf("\n]"));
}

/** The type in `Series: '' [datetime[ms, Europe/Berlin]]`. */
function typeIn(series: unknown): string {
  return /^Series: '' \[(.*)\]$/m.exec(printed(series))?.[1] ?? "";
}

/** A series as Polars prints it, without its name, which may contain anything. */
function printed(series: unknown): string {
  const unnamed: unknown = hasMethod(series, "alias") ? Reflect.apply(series.alias, series, [""]) : series;
  return ownText(unnamed) ?? "";
}
