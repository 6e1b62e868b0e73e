import { isDeepStrictEqual } from "node:util";
import { parse } from "lossless-json";
import { isJsonObject, type JsonObject, type JsonValue } from "../jupyter/json.ts";
import { messageOf } from "../util/error.ts";
import { NotebookJsonError } from "./errors.ts";
import type { Layout } from "./types.ts";

/** The content of a notebook's file: the value, its layout, and whether it had to be read leniently. */
export type JsonText = { readonly value: unknown; readonly layout: Layout; readonly repairs: readonly string[] };

// Numbers that JavaScript writes differently from what it has read: 1.0, 1e3, integers beyond 2^53.
const MAYBE_INEXACT = /[[:,\s](?:-0|-?(?:\d{16,}|\d+\.\d*0|\d*\.\d{15,}|[\d.]+[eE][-+]?\d+))(?=\s*[,\]}])/;
const STRING_OR_WORD = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;

/**
 * Parses a notebook file's text. Python writes NaN and Infinity, which JSON does not have; they become null.
 *
 * @throws {NotebookJsonError} when the text is not JSON.
 */
export function parseJsonText(text: string, file: string, isStrict: boolean): JsonText {
  if (text.trim() === "") throw new NotebookJsonError(file, "it is empty");
  try {
    return parsed(text, []);
  } catch (cause) {
    const lenient = isStrict ? text : text.replace(STRING_OR_WORD, (found) => (found.startsWith('"') ? found : "null"));
    if (lenient !== text) {
      try {
        return parsed(lenient, ["NaN or Infinity, which JSON does not have, became null"]);
      } catch {
        // Something else is wrong with it, too.
      }
    }
    throw new NotebookJsonError(file, problemOf(text, cause), cause);
  }
}

function problemOf(text: string, cause: unknown): string {
  if (/^<{7} .*$[^]*^={7}$[^]*^>{7} /m.test(text)) return "it is in conflict: both sides of a merge are in it";
  return `it is not JSON (${messageOf(cause)})`;
}

function parsed(text: string, repairs: readonly string[]): JsonText {
  const value: unknown = JSON.parse(text);
  const numbers = MAYBE_INEXACT.test(text) ? exactNumbers(text) : new Map<string, string>();
  const indent = /^[{[]\r?\n([ \t]*)/.exec(text.trimStart())?.[1];
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  return { value, layout: { indent: indent ?? "", lineEnd, endsWithLineEnd: text.endsWith("\n"), numbers }, repairs };
}

/** The spellings of the numbers that JavaScript would write differently, by their place in the document. */
function exactNumbers(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const visit = (value: unknown, path: string): void => {
    if (value instanceof InexactNumber) found.set(path, value.text);
    else if (Array.isArray(value)) value.forEach((child, index) => visit(child, pathTo(path, `${index}`)));
    else if (typeof value === "object" && value !== null) {
      for (const [key, child] of Object.entries(value)) visit(child, pathTo(path, key));
    }
  };
  visit(parse(text, null, { parseNumber, onDuplicateKey: ({ newValue }) => newValue }), "");
  return found;
}

function parseNumber(digits: string): unknown {
  return String(Number(digits)) === digits ? Number(digits) : new InexactNumber(digits);
}

class InexactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** How Jupyter lays out a notebook file. */
export const JUPYTER_LAYOUT: Layout = { indent: " ", lineEnd: "\n", endsWithLineEnd: true, numbers: new Map() };

export function isJupyterLayout(layout: Layout): boolean {
  return isDeepStrictEqual(layout, JUPYTER_LAYOUT);
}

/** The place of a value inside another, as in JSON Pointer. */
function pathTo(parent: string, key: string): string {
  return `${parent}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** A value as JSON text with sorted keys, laid out like the file that it came from. */
export function formatJson(value: JsonValue, layout: Layout): string {
  const exact: string[] = [];
  const mark = `\u0000${Math.random()}\u0000`;
  const sorted = (part: JsonValue, path: string): JsonValue => {
    if (Array.isArray(part)) {
      return part.map((item, index) => sorted(item, pathTo(path, isCells(path, item) ? item["id"] : `${index}`)));
    }
    if (isJsonObject(part)) {
      const keys = Object.keys(part).toSorted((a, b) => (a < b ? -1 : 1));
      return Object.fromEntries(keys.map((key) => [key, sorted(part[key] ?? null, pathTo(path, key))]));
    }
    const text = typeof part === "number" ? layout.numbers.get(path) : undefined;
    return text !== undefined && Number(text) === part ? `${mark}${exact.push(text) - 1}` : part;
  };
  const tree = sorted(value, "");
  let text = JSON.stringify(tree, null, layout.indent);
  const quoted = JSON.stringify(mark).slice(1, -1);
  if (exact.length > 0) {
    const pattern = new RegExp(`"${quoted.replaceAll("\\", "\\\\").replaceAll(".", "\\.")}(\\d+)"`, "g");
    text = text.replace(pattern, (_, index: string) => exact[Number(index)] ?? "");
  }
  if (layout.lineEnd !== "\n") text = text.replaceAll("\n", layout.lineEnd);
  return layout.endsWithLineEnd ? text + layout.lineEnd : text;
}

// A cell is known by its id, for others may come before it.
function isCells(path: string, item: JsonValue): item is JsonObject & { readonly id: string } {
  return path === "/cells" && isJsonObject(item) && typeof item["id"] === "string";
}
