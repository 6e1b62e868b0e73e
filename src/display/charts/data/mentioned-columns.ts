import { isObject } from "../../object.ts";

/** Keys whose strings are never names of columns. */
const SILENT: ReadonlySet<string> = new Set(
  "title description name mark type aggregate timeUnit format $schema scheme config usermeta width height".split(" "),
);

/**
 * The columns that a view mentions: as a field, or as a word of an expression. All columns when its tooltip shows all
 * data.
 */
export function mentionedColumns(view: object, columns: readonly string[]): readonly string[] {
  if (showsAll(view)) return columns;
  const said = strings(view);
  const whole = new Set(said.map((text) => text.replaceAll(/\\(.)/g, "$1")));
  const longer = said.filter((text) => /\W/.test(text)).join("\n");
  return columns.filter((name) => whole.has(name) || isWordOf(longer, name));
}

function isWordOf(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!/\w/.test(text[at - 1] ?? " ") && !/\w/.test(text[at + name.length] ?? " ")) return true;
  }
  return false;
}

function strings(value: unknown, key = ""): string[] {
  if (SILENT.has(key)) return [];
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap((each: unknown) => strings(each));
  return isPlain(value) ? Object.entries(value).flatMap(([name, part]) => strings(part, name)) : [];
}

function showsAll(value: unknown): boolean {
  if (!isObject(value) || !(Array.isArray(value) || isPlain(value))) return false;
  const { mark } = Object(value);
  const tooltip: unknown = isObject(mark) ? Reflect.get(mark, "tooltip") : undefined;
  if (isObject(tooltip) && Reflect.get(tooltip, "content") === "data") return true;
  return Object.values(value).some(showsAll);
}

/** True for a plain object; a chart's data is an instance of a class. */
function isPlain(value: unknown): value is object {
  if (!isObject(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
