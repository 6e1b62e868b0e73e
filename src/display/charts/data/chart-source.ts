import type { JsonValue } from "../../../jupyter/json.ts";
import { hasMethod, isObject } from "../../object.ts";
import { type Frame, isFrame, isSeries, printedType } from "../../table/libraries/polars.ts";
import type { TableSource } from "../../table/table-source.ts";
import { librarySource } from "../../table/libraries/library-sources.ts";
import { unitsPerSecond } from "./durations.ts";
import { type FieldType, fieldTypeOf } from "./field-type.ts";
import { clockOf, vegaValue, timeValue } from "./field-value.ts";

/** A column of a chart's data, read when it is first needed. */
type Column = {
  /** The type as the data's library writes it; "" if it has none. */
  readonly type: string;
  readonly read: () => readonly unknown[];
};

/** The data of a chart: columns of equal length. */
export class ChartSource {
  readonly height: number;
  readonly #columns: ReadonlyMap<string, Column>;
  readonly #values = new Map<string, readonly JsonValue[]>();

  constructor(height: number, columns: ReadonlyMap<string, Column>) {
    this.height = height;
    this.#columns = columns;
  }

  get columns(): readonly string[] {
    return [...this.#columns.keys()];
  }

  typeOf(name: string): FieldType {
    const column = this.#columns.get(name);
    return column === undefined ? "nominal" : fieldTypeOf(column.type, column.read);
  }

  /** The unit of a column's values: seconds, for durations. */
  unitOf(name: string): "s" | undefined {
    return unitsPerSecond(this.#columns.get(name)?.type ?? "") === undefined ? undefined : "s";
  }

  /** The values of a column in the form that Vega reads; durations in seconds. */
  values(name: string): readonly JsonValue[] {
    const known = this.#values.get(name);
    if (known !== undefined) return known;
    const column = this.#columns.get(name);
    const values = column?.read().map(this.#writer(name, column.type)) ?? [];
    this.#values.set(name, values);
    return values;
  }

  #writer(name: string, type: string): (value: unknown) => JsonValue {
    const parts = unitsPerSecond(type);
    if (parts !== undefined) return (value) => vegaValue(isNumeric(value) ? Number(value) / parts : value);
    return this.typeOf(name) === "temporal" ? timeWriter(type) : vegaValue;
  }
}

/** The data of a frame, table, series or array of objects; undefined for any other value. */
export function sourceOf(data: unknown): ChartSource | undefined {
  if (isFrame(data)) return polarsSource(data);
  if (isSeries(data)) return seriesSource(data);
  if (Array.isArray(data)) return rowsSource(data);
  const table = librarySource(data);
  return table === undefined ? undefined : tableSource(table);
}

function polarsSource(frame: Frame): ChartSource {
  const schema: unknown = Reflect.get(frame, "schema");
  const typeOf = (name: string): string => {
    const type = polarsType(isObject(schema) ? Reflect.get(schema, name) : undefined);
    return type.startsWith("Duration") ? printedType(frame, name) : type;
  };
  const columns = frame.columns.map((name): [string, Column] => [name, polarsColumn(frame, name, typeOf(name))]);
  return new ChartSource(frame.height, new Map(columns));
}

/** The inner type, such as `Datetime(ms,Europe/Berlin)` in `DataType(Datetime(ms,Europe/Berlin))`. */
function polarsType(type: unknown): string {
  const text = String(type);
  return /^DataType\((.*)\)$/.exec(text)?.[1] ?? text;
}

function polarsColumn(frame: object, name: string, type: string): Column {
  return { type, read: once(() => (type.startsWith("Decimal") ? decimals(frame, name) : rows(frame, name))) };
}

function rows(frame: object, name: string): unknown[] {
  const column: unknown = hasMethod(frame, "select") ? Reflect.apply(frame.select, frame, [name]) : undefined;
  const made: unknown = hasMethod(column, "rows") ? column.rows() : undefined;
  return Array.isArray(made) ? made.map((row): unknown => (Array.isArray(row) ? row[0] : undefined)) : [];
}

// nodejs-polars cannot return decimals as values, but it writes them as CSV.
function decimals(frame: object, name: string): unknown[] {
  const column: unknown = hasMethod(frame, "select") ? Reflect.apply(frame.select, frame, [name]) : undefined;
  const text: unknown = hasMethod(column, "writeCSV")
    ? Reflect.apply(column.writeCSV, column, [{ includeHeader: false }])
    : "";
  const lines = String(text).split("\n").slice(0, -1);
  return lines.map((line) => (/\d/.test(line) ? Number(line) : null));
}

function seriesSource(series: Record<"toFrame", () => unknown>): ChartSource | undefined {
  const frame = series.toFrame();
  if (!isFrame(frame)) return undefined;
  const { height } = frame;
  const [name = ""] = frame.columns;
  const field = name === "" ? "value" : name;
  const index = { type: "UInt32", read: once(() => Array.from({ length: height }, (_, at) => at)) };
  const type = polarsType(Reflect.get(series, "dtype"));
  const column = polarsColumn(frame, name, type.startsWith("Duration") ? printedType(frame, name) : type);
  return new ChartSource(
    height,
    new Map([
      [freeName("index", [field]), index],
      [field, column],
    ]),
  );
}

function rowsSource(data: readonly unknown[]): ChartSource | undefined {
  if (!data.every(isRow)) return undefined;
  const names = new Set(data.flatMap((row) => Object.keys(Object(row))));
  const columns = [...names].map((name): [string, Column] => [
    name,
    { type: "", read: () => data.map((row): unknown => Reflect.get(Object(row), name)) },
  ]);
  return new ChartSource(data.length, new Map(columns));
}

function isRow(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !hasMethod(value, "then");
}

function tableSource({ columns, height, read }: TableSource): ChartSource {
  const given = columns.map(({ name }) => name);
  const named = new Map<string, Column>();
  for (const [at, { name, type = "" }] of columns.entries()) {
    const isFree = name !== "" && !named.has(name);
    const wanted = name !== "" ? name : type === "index" ? "index" : "value";
    const column = { type: type === "index" ? "" : type, read: once(() => valuesOf(type, read(at, 0, height))) };
    named.set(isFree ? name : freeName(wanted, [...given, ...named.keys()]), column);
  }
  return new ChartSource(height, named);
}

/** The name or, if there is one like it already, the name with a number: `index_2`. */
function freeName(name: string, taken: readonly string[]): string {
  let free = name;
  for (let count = 2; taken.includes(free); count += 1) free = `${name}_${count}`;
  return free;
}

/** Uses the texts of Arrow's times, which are numbers, and of its decimals, which are words of bits. */
function valuesOf(type: string, { values, texts }: ReturnType<TableSource["read"]>): readonly unknown[] {
  if (texts === undefined) return values;
  return type.startsWith("Decimal") ? texts.map((text) => (text === null ? null : Number(text))) : texts;
}

function isNumeric(value: unknown): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

function timeWriter(type: string): (value: unknown) => JsonValue {
  const [, zone] = /^(?:Datetime\(\w*,?|Date\b)([^)]*)\)?$/.exec(type) ?? [];
  return zone === undefined ? timeValue : clockOf(zone);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
