import { isObject } from "../object.ts";
import { peopleNumber } from "../text/people-number.ts";
import { plainName } from "./data/field-path.ts";
import type { ChartSource } from "./data/chart-source.ts";
import { unitsOf } from "./views/unit-views.ts";
import type { ViewSpec } from "./views/nested-views.ts";

const KINDS: Readonly<Record<string, string>> = {
  point: "Points",
  line: "Lines",
  bar: "Bars",
  area: "Areas",
  boxplot: "Boxes",
  rect: "Fields",
};

type Def = Readonly<Record<string, unknown>>;

/** The view with a sentence about what it shows, for readers who cannot see it, unless it has a description. */
export function described(view: ViewSpec): ViewSpec {
  if (view["description"] !== undefined) return view;
  const sentences = unitsOf(view).map(({ unit, source }) => sentenceAbout(unit, source));
  const description = [...new Set(sentences)].join(" ");
  return description === "" ? view : { description, ...view };
}

/** `Lines of Temperature (°C) by month, for each city. Temperature runs from -4.2 °C to 17 °C.` */
function sentenceAbout({ mark, encoding }: ViewSpec, source: ChartSource | undefined): string {
  const type: unknown = isObject(mark) ? Reflect.get(mark, "type") : mark;
  const { x, y, color, facet, theta } = defsOf(encoding);
  const axes = [y ?? theta, x].filter((def) => def !== undefined).map(nameOf);
  const isScale = color !== undefined && isContinuous(color);
  const groups = [isScale ? undefined : color, facet].filter((def) => def?.["field"] !== undefined).map(nameOf);
  const what = KINDS[String(type)] ?? `Marks (${String(type)})`;
  const head = `${what}${axes.length > 0 ? ` of ${axes.join(" by ")}` : ""}`;
  const shade = isScale ? `, coloured by ${nameOf(color)}` : "";
  const each = groups.length > 0 ? `, for each ${[...new Set(groups)].join(" and ")}` : "";
  const scales = isScale ? [y, x, color] : [y, x];
  const ranges = scales.flatMap((def) => (def === undefined || source === undefined ? [] : rangeOf(def, source)));
  const runs = ranges.length > 0 ? ` ${ranges.join(", ")}.` : "";
  return `${head}${shade}${each}.${runs}`;
}

/** True when a colour represents a number or a time, not a group. */
function isContinuous({ field, type, aggregate }: Def): boolean {
  const isDrawn = field !== undefined || aggregate !== undefined;
  return isDrawn && (type === "quantitative" || type === "temporal" || (type === undefined && aggregate !== undefined));
}

function defsOf(encoding: unknown): Partial<Record<string, Def>> {
  const defs = isObject(encoding) ? Object.entries(encoding).filter(([, def]) => isObject(def)) : [];
  return Object.fromEntries(defs);
}

function nameOf(def: Def | undefined): string {
  const { title, field, aggregate } = def ?? {};
  if (typeof title === "string" && title !== "") return title;
  const name = typeof field === "string" ? plainName(field) : "";
  if (aggregate === "count") return "the number of rows";
  return typeof aggregate === "string" ? `${aggregate} of ${name}` : name;
}

/** A time as `2026-01-01`, or `2026-01-01 10:30`. */
function peopleTime(time: string): string {
  return time.replace(/T(\d\d:\d\d).*$/, " $1");
}

/** The least and greatest value of a field, in the unit at the end of its title, such as `Time (s)`. */
function rangeOf(def: Def, source: ChartSource): string[] {
  const { field, type, aggregate } = def;
  if (typeof field !== "string" || aggregate !== undefined) return [];
  const values = source.values(plainName(field)).filter((value) => value !== null);
  if (type === "temporal") {
    const texts = values.filter((value) => typeof value === "string");
    const times = texts.map((text) => ({ text, at: Date.parse(text) })).filter(({ at }) => !Number.isNaN(at));
    if (times.length === 0) return [];
    const first = times.reduce((a, b) => (b.at < a.at ? b : a));
    const last = times.reduce((a, b) => (b.at < a.at ? a : b));
    return [spanOf(nameOf(def), peopleTime(first.text), peopleTime(last.text))];
  }
  const numbers = values.filter((value) => typeof value === "number");
  if (type !== "quantitative" || numbers.length === 0) return [];
  const [, name = nameOf(def), unit = ""] = /^(.*?) \(([^)]*)\)$/.exec(nameOf(def)) ?? [];
  const least = numbers.reduce((a, b) => Math.min(a, b));
  const most = numbers.reduce((a, b) => Math.max(a, b));
  return [spanOf(name, peopleNumber(least, unit), peopleNumber(most, unit))];
}

function spanOf(name: string, least: string, most: string): string {
  return least === most ? `${name} is ${least}` : `${name} runs from ${least} to ${most}`;
}
