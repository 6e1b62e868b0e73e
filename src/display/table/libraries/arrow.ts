import { hasMethod, isObject } from "../../object.ts";
import type { ColumnValues, SourceColumn, TableSource } from "../table-source.ts";

/** The members of an apache-arrow table or record batch that tsnb uses. */
export interface ArrowTable {
  /** The names and types of the columns. */
  readonly schema: {
    /** The columns, in order. */
    readonly fields: readonly {
      /** The column's name. */
      readonly name: string;
      /** The column's type. */
      readonly type: ArrowType;
    }[];
  };
  /** The number of rows. */
  readonly numRows: number;
  /** A column by its index, counted from 0. */
  getChildAt(column: number): unknown;
}

/** The type of an Arrow column. */
export interface ArrowType {
  /** Its name, such as `Decimal[38e+2]`. */
  toString(): string;
}

interface Type {
  readonly scale?: number;
  readonly timezone?: string | null;
  toString(): string;
}

interface Vector {
  readonly type: Type;
  readonly length: number;
  get(row: number): unknown;
}

export function isArrow(value: unknown): value is ArrowTable {
  if (!isObject(value) || !hasMethod(value, "getChildAt") || typeof Reflect.get(value, "numRows") !== "number")
    return false;
  const schema: unknown = Reflect.get(value, "schema");
  return isObject(schema) && Array.isArray(Reflect.get(schema, "fields"));
}

/** True for a column of an apache-arrow table. */
export function isArrowVector(value: unknown): value is Vector {
  if (!isObject(value) || !hasMethod(value, "get") || !hasMethod(value, "toArray")) return false;
  const type: unknown = Reflect.get(value, "type");
  return isObject(type) && "typeId" in type && Array.isArray(Reflect.get(value, "data"));
}

export function arrowSource(table: ArrowTable): TableSource {
  const { fields } = table.schema;
  return {
    columns: fields.map(({ name, type }) => columnOf(name, type)),
    height: table.numRows,
    isFrame: true,
    read: (column, from, to) => readVector(table.getChildAt(column), from, to),
  };
}

export function arrowVectorSource(vector: Vector): TableSource {
  return {
    columns: [columnOf("", vector.type)],
    height: vector.length,
    isFrame: true,
    read: (_column, from, to) => readVector(vector, from, to),
  };
}

function columnOf(name: string, type: { toString(): string }): SourceColumn {
  const text = type.toString();
  return { name, type: text, isNumeric: text.startsWith("Decimal") };
}

function readVector(vector: unknown, from: number, to: number): ColumnValues {
  if (!isArrowVector(vector)) return { values: [] };
  const values = Array.from({ length: to - from }, (_, at) => vector.get(from + at));
  const write = writerOf(vector.type);
  const plain = values.map((value) => (isObject(value) && hasMethod(value, "toJSON") ? value.toJSON() : value));
  return write === undefined
    ? { values: plain }
    : { values, texts: values.map((value) => (value === null ? null : write(value))) };
}

/** The function that writes values which Arrow returns as bare numbers; undefined where none is needed. */
function writerOf(type: Type): ((value: unknown) => string) | undefined {
  const text = type.toString();
  if (text.startsWith("Decimal")) return (value) => decimalText(value, type.scale ?? 0);
  if (text.startsWith("Timestamp"))
    return (value) =>
      dateText(value)
        .replace("T", " ")
        .replace(/(?:\.000)?Z$/, type.timezone ? "Z" : "");
  if (text.startsWith("Date")) return (value) => dateText(value).slice(0, 10);
  return undefined;
}

function dateText(value: unknown): string {
  const date = new Date(Number(value));
  return Number.isNaN(date.getTime()) ? String(value) : date.toISOString();
}

/** A decimal as a string, from its unscaled integer in little-endian words of 32 bits. */
function decimalText(value: unknown, scale: number): string {
  if (!(value instanceof Uint32Array)) return String(value);
  const bits = 32 * value.length;
  const unsigned = [...value].reduceRight((sum, word) => (sum << 32n) + BigInt(word), 0n);
  const units = BigInt.asIntN(bits, unsigned);
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, "0");
  const sign = units < 0n ? "-" : "";
  return scale > 0 ? `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}` : sign + digits;
}
