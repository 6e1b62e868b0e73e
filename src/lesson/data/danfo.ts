import type { DataFrame as DanfoFrame } from "danfojs-node";
import type pl from "nodejs-polars";
import { messageOf, TsnbError } from "../../util/error.ts";
import { polars } from "../../util/polars.ts";
import { ColumnError } from "./read-columns.ts";

const WANTED = "Give columns of numbers, of text or of booleans";

/** danfojs-node is not installed, or does not load. */
export class DanfoMissingError extends TsnbError {
  override readonly name = "DanfoMissingError";

  constructor(cause: unknown) {
    super(
      {
        doing: "Loading danfojs-node",
        got: messageOf(cause).split("\n")[0] ?? "it does not load",
        fix: "Run `npm install danfojs-node` with the overrides in tsnb's own package.json",
      },
      { cause },
    );
  }
}

/**
 * A copy of a frame in Danfo.js, with the same columns and rows in the same order. Numbers stay
 * numbers (integers beyond 2^53 lose precision), text and booleans stay as they are; missing values become
 * NaN in columns of numbers and null elsewhere.
 *
 * @returns a Danfo.js DataFrame; danfojs-node is loaded when this is called, not before.
 * @throws {DanfoMissingError} when danfojs-node is not installed.
 * @throws {ColumnError} when a column is neither numbers, text nor booleans.
 * @example
 * const danfo = await toDanfo(await getData("infer"));
 * danfo.shape; // [165, 16]
 */
export async function toDanfo(frame: pl.DataFrame): Promise<DanfoFrame> {
  const { DataFrame } = await loadDanfo();
  const columns = frame.columns.map((name) => danfoColumn(frame, name));
  const dtypes = columns.map(({ dtype }) => dtype);
  if (frame.height === 0) return new DataFrame([], { columns: frame.columns, dtypes });
  return new DataFrame(Object.fromEntries(columns.map(({ name, values }) => [name, values])), { dtypes });
}

/**
 * A copy of a Danfo.js frame in Polars, with the same columns and rows in the same order. Columns of
 * whole numbers become Int64, other numbers Float64, text String, booleans Bool; NaN and missing
 * values become null. The index is dropped.
 *
 * @throws {ColumnError} when a column mixes kinds of values, or holds values of another kind.
 * @example
 * const frame = fromDanfo(await toDanfo(await getData("infer")));
 */
export function fromDanfo(danfo: DanfoFrame): pl.DataFrame {
  const names: string[] = danfo.columns;
  if (danfo.shape[0] === 0) return polars.DataFrame(names.map((name) => polars.Series(name, [], polars.String)));
  return polars.DataFrame(
    names.map((name) => {
      const values: unknown[] = danfo.column(name).values;
      return polarsSeries(name, values, names);
    }),
  );
}

type DanfoColumn = { name: string; dtype: string; values: (number | string | boolean | null)[] };

function danfoColumn(frame: pl.DataFrame, name: string): DanfoColumn {
  const series = frame.getColumn(name);
  const values: unknown[] = series.toArray();
  if (series.isNumeric()) {
    const numbers = values.map((value) => (value === null || value === undefined ? Number.NaN : Number(value)));
    return { name, dtype: numbers.every(Number.isInteger) ? "int32" : "float32", values: numbers };
  }
  if (series.isString())
    return { name, dtype: "string", values: values.map((value) => (typeof value === "string" ? value : null)) };
  if (series.isBoolean())
    return { name, dtype: "boolean", values: values.map((value) => (typeof value === "boolean" ? value : null)) };
  throw new ColumnError(name, WANTED, `it holds ${series.dtype}`, frame.columns);
}

function polarsSeries(name: string, values: readonly unknown[], present: readonly string[]): pl.Series {
  const kind = kindOf(name, values, present);
  if (kind === "string")
    return polars.Series(
      name,
      values.map((value) => value ?? null),
      polars.String,
    );
  if (kind === "boolean")
    return polars.Series(
      name,
      values.map((value) => value ?? null),
      polars.Bool,
    );
  const numbers = values.map((value) => (typeof value === "number" && !Number.isNaN(value) ? value : null));
  const whole = numbers.every((value) => value === null || Number.isInteger(value));
  return polars.Series(name, numbers, whole ? polars.Int64 : polars.Float64);
}

type Kind = "number" | "string" | "boolean";

/** The kind of a column's values, apart from missing ones; a column with nothing but missing values is text. */
function kindOf(column: string, values: readonly unknown[], present: readonly string[]): Kind {
  let kind: Kind | undefined;
  for (const value of values) {
    if (value === null || value === undefined) continue;
    const own = typeof value === "bigint" ? "number" : typeof value;
    const known = own === "number" || own === "string" || own === "boolean" ? own : undefined;
    if (known === undefined || (kind !== undefined && known !== kind)) {
      const got = kind === undefined ? `a value of type ${typeof value}` : `both ${kind} and ${typeof value}`;
      throw new ColumnError(column, WANTED, `it holds ${got}`, present);
    }
    kind = known;
  }
  return kind ?? "string";
}

async function loadDanfo(): Promise<typeof import("danfojs-node")> {
  try {
    return await import("danfojs-node");
  } catch (cause) {
    throw new DanfoMissingError(cause);
  }
}
