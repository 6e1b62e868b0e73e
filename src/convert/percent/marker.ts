import { isJsonObject, type JsonObject, type JsonValue } from "../../jupyter/json.ts";
import { formatExact, parseExact } from "../exact-values.ts";

/** The content of the line that starts a cell. */
export type Marker = {
  readonly type: "code" | "markdown" | "raw";
  /** The words before the type, which jupytext takes for the title. */
  readonly title: string | undefined;
  readonly options: JsonObject;
};

/** A line that starts a cell, and what follows its `%%`. */
const MARKER = /^[ \t]*\/\/[ \t]*%%(%*(?:[ \t].*)?)$/;

const KEY = /^[\w.@/-]+$/;
const TITLE = /^[^\s%[\]{}=.][^[\]{}=\r\n\u2028\u2029]*(?<!\s)$/;

/** The line that starts a cell, as jupytext writes it. */
export function formatMarker({ type, title, options }: Marker): string {
  const parts = [
    "// %%",
    ...(title === undefined ? [] : [title]),
    ...(type === "code" ? [] : [`[${type}]`]),
    ...Object.entries(options).map(([key, value]) => `${key}=${onOneLine(formatExact(value))}`),
  ];
  return parts.join(" ");
}

// JavaScript ends a comment at these, which JSON may hold as they are.
function onOneLine(json: string): string {
  return json.replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

/** True when a title can stand before a cell's type and be read again. */
export function isPlainTitle(title: JsonValue | undefined): title is string {
  return typeof title === "string" && TITLE.test(title) && !/\s\s/.test(title);
}

/** True when a name can stand before `=`. */
export function isOptionKey(name: string): boolean {
  return KEY.test(name);
}

/** Reads the line that starts a cell; undefined for any other line. */
export function parseMarker(line: string): Marker | undefined {
  const said = MARKER.exec(line)?.[1];
  if (said === undefined) return undefined;
  const { before, options } = splitOptions(said.replace(/^%*/, "").trim());
  const [, title = "", name = ""] = /^(.*?)\s*(?:\[(\w+)\])?$/.exec(before) ?? [];
  const type = name === "markdown" || name === "md" ? "markdown" : name === "raw" ? "raw" : "code";
  return { type, title: title === "" ? undefined : title, options };
}

/** Splits `title [type] key=json key=json` where the options begin. */
function splitOptions(text: string): { before: string; options: JsonObject } {
  const first = /(?:^|\s)[\w.@/-]+=/.exec(text);
  const brace = text.indexOf("{");
  if (brace >= 0 && (first === null || brace < first.index)) {
    const whole = parsedJson(text.slice(brace));
    return isJsonObject(whole)
      ? { before: text.slice(0, brace).trim(), options: whole }
      : { before: text, options: {} };
  }
  if (first === null) return { before: text, options: {} };
  const options: Record<string, JsonValue> = {};
  let rest = text.slice(first.index).trimStart();
  while (rest !== "") {
    const [, key = "", after = ""] = /^([^\s=]+)(?:=(.*))?$/s.exec(rest) ?? [];
    if (!rest.slice(key.length).startsWith("=")) {
      // jupytext's spelling of null.
      const [word = ""] = rest.split(/\s/, 1);
      options[word] = null;
      rest = rest.slice(word.length).trimStart();
      continue;
    }
    const length = lengthOfValue(after);
    const value = after.slice(0, length);
    options[key] = parsedJson(value) ?? value;
    rest = after.slice(length).trimStart();
  }
  return { before: text.slice(0, first.index).trim(), options };
}

/** The length of the JSON value at the start of a string: up to a space outside strings and brackets. */
function lengthOfValue(text: string): number {
  let depth = 0;
  let isString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? "";
    if (isString) {
      if (character === "\\") at++;
      else if (character === '"') isString = false;
    } else if (character === '"') isString = true;
    else if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") depth--;
    else if (character === " " && depth <= 0) return at;
  }
  return text.length;
}

function parsedJson(text: string): JsonValue | undefined {
  try {
    return parseExact(text);
  } catch {
    return undefined;
  }
}
