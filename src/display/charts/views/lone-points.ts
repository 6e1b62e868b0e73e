import type { JsonValue } from "../../../jupyter/json.ts";
import { isObject } from "../../object.ts";
import type { ChartSource } from "../data/chart-source.ts";
import { plainName } from "../data/field-path.ts";
import type { ViewSpec } from "./nested-views.ts";
import { mapUnits } from "./unit-views.ts";

type Def = Readonly<Record<string, unknown>>;

/** Channels whose fields divide a line into several, besides those that divide the chart. */
const DIVIDING =
  "detail key color fill stroke opacity fillOpacity strokeOpacity strokeDash strokeWidth facet row column".split(" ");
const DERIVED = ["aggregate", "bin", "timeUnit"] as const;
/** With more lone points than this, all points are shown: a longer test would fill the spec. */
const MOST_TESTS = 20;

/**
 * The view with points where a line or area consists of only one, because its group has no other or because values
 * beside it are missing: Vega draws nothing there.
 */
export function withLonePoints(view: ViewSpec): ViewSpec {
  return mapUnits(view, (unit, source) => {
    const { mark, encoding } = unit;
    if (!isDef(mark) || mark["point"] !== "transparent" || !isDef(encoding)) return unit;
    const isKnown = source !== undefined && ![encoding["x"], encoding["y"]].some(isDerived);
    const point = source && visiblePoints(encoding, source, isKnown);
    const capped = isKnown ? mark : { ...mark, ...roundCaps(mark) };
    if (point === undefined) return { ...unit, mark: capped };
    const { strokeOpacity } = encoding;
    const faded = mark["type"] === "line" && strokeOpacity !== undefined ? { fillOpacity: strokeOpacity } : {};
    return { ...unit, mark: { ...capped, point }, encoding: { ...faded, ...encoding } };
  });
}

/** Line caps that turn a point into a dot where only the finished chart shows that it is alone. */
function roundCaps({ type, line }: Def): object {
  if (type === "line") return { strokeCap: "round" };
  return line === true ? { line: { strokeCap: "round" } } : {};
}

/** The property of the mark that shows its lone points; undefined when there are none. */
function visiblePoints(encoding: Def, source: ChartSource, hasGaps: boolean): unknown {
  const groups = groupsOf(encoding, source);
  const found = groups.flatMap(({ rows, test }) => {
    const runs = hasGaps ? runsOf(rows) : distinct(rows);
    if (runs.length === 0) return [];
    const lone = runs.filter((run) => run.length === 1).flat();
    const isAll = lone.length === runs.length;
    return [{ isAll, tests: isAll ? [test] : lone.map((x) => both(test, testOf(encoding["x"], x))) }];
  });
  const tests = found.flatMap((group) => group.tests);
  if (tests.length === 0) return undefined;
  if (found.every(({ isAll }) => isAll) || tests.length > MOST_TESTS || tests.includes(undefined)) return true;
  return { opacity: { expr: `${tests.join(" || ")} ? 1 : 0` } };
}

type Row = { readonly x: JsonValue; readonly isDrawn: boolean };
type Group = { readonly rows: Row[]; readonly test: string | undefined };

/** The lines that the rows make, each with a test in Vega's language for its rows. */
function groupsOf(encoding: Def, source: ChartSource): readonly Group[] {
  const [xs, ys] = [encoding["x"], encoding["y"]].map((def) => columnOf(def, source));
  const dividing = DIVIDING.flatMap((channel) => encoding[channel])
    .filter(isDef)
    .map((def) => ({ def, values: columnOf(def, source) }));
  const groups = new Map<string, Group>();
  for (let row = 0; row < source.height; row += 1) {
    const own = dividing.flatMap(({ def, values }) => (values ? [{ def, value: values[row] ?? null }] : []));
    const key = JSON.stringify(own.map(({ value }) => value));
    const known = groups.get(key);
    const test = known ? known.test : own.map(({ def, value }) => testOf(def, value)).reduce(both, "");
    const group = known ?? { rows: [], test };
    group.rows.push({ x: xs?.[row] ?? null, isDrawn: xs?.[row] !== null && ys?.[row] !== null });
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** The values of `x` of a line's pieces, between which values are missing. */
function runsOf(rows: readonly Row[]): JsonValue[][] {
  const runs: JsonValue[][] = [[]];
  for (const { x, isDrawn } of rows.toSorted((a, b) => compare(a.x, b.x))) {
    if (isDrawn) runs.at(-1)?.push(x);
    else runs.push([]);
  }
  return runs.filter((run) => run.length > 0);
}

/** The values of `x` of a line in which all rows at the same place become one point. */
function distinct(rows: readonly Row[]): JsonValue[][] {
  const places = new Set(rows.flatMap(({ x, isDrawn }) => (isDrawn ? [x] : [])));
  return places.size === 0 ? [] : [[...places]];
}

function compare(a: JsonValue, b: JsonValue): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [one, other] = [JSON.stringify(a), JSON.stringify(b)];
  return one < other ? -1 : Number(one > other);
}

/** A test for a field's value; undefined where Vega has another value than the data. */
function testOf(def: unknown, value: JsonValue): string | undefined {
  if (!isDef(def) || isDerived(def)) return undefined;
  const datum = `datum[${JSON.stringify(plainName(String(def["field"])))}]`;
  if (def["type"] !== "temporal" || value === null) return `${datum} === ${JSON.stringify(value)}`;
  return typeof value === "string" ? `time(${datum}) === ${Date.parse(value)}` : undefined;
}

function both(first: string | undefined, second: string | undefined): string | undefined {
  if (first === undefined || second === undefined) return undefined;
  return first === "" ? second : `${first} && ${second}`;
}

function columnOf(def: unknown, source: ChartSource): readonly JsonValue[] | undefined {
  const name = isDef(def) && typeof def["field"] === "string" ? plainName(def["field"]) : undefined;
  return name !== undefined && source.columns.includes(name) ? source.values(name) : undefined;
}

function isDerived(def: unknown): boolean {
  return isDef(def) && DERIVED.some((key) => def[key] !== undefined && def[key] !== null && def[key] !== false);
}

function isDef(value: unknown): value is Def {
  return isObject(value) && !Array.isArray(value);
}
