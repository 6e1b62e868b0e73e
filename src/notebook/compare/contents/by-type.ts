import { isJsonObject, type JsonValue } from "../../../jupyter/json.ts";
import { isJsonMime } from "../../mime.ts";
import type { Change } from "../differences.ts";
import { htmlTables } from "./html-table.ts";
import { jsonChanges } from "./json.ts";
import type { CompareRules } from "../rules.ts";
import { sanitized } from "../sanitize.ts";
import { tableChanges } from "./table.ts";
import { textChanges } from "./text.ts";
import { textTable } from "./text-table.ts";
import { withoutHashes } from "./vega-lite.ts";

const WIDGET = "application/vnd.jupyter.widget-view+json";

/** The differences of two contents, found as fits their MIME type: by structure, by cell, by line, or as a whole. */
export function* changesOf(type: string, a: JsonValue, b: JsonValue, rules: CompareRules): Generator<Change> {
  if (a === b) return;
  const { tolerance } = rules;
  if (typeof a !== "string" || typeof b !== "string" || isJsonMime(type)) {
    yield* jsonChanges(cleaned(prepared(type, a), rules), cleaned(prepared(type, b), rules), tolerance);
  } else if (isBinary(type)) {
    if (a.replaceAll(/\s/g, "") !== b.replaceAll(/\s/g, ""))
      yield { place: "", expected: sizeOf(a), actual: sizeOf(b) };
  } else {
    yield* markupChanges(type, sanitized(a, rules.sanitizers), sanitized(b, rules.sanitizers), rules);
  }
}

function* markupChanges(type: string, a: string, b: string, { tolerance }: CompareRules): Generator<Change> {
  const [old, now] = type === "text/html" ? [htmlTables(a), htmlTables(b)] : [];
  if (old && now && old.tables.length === now.tables.length) {
    for (const [index, table] of old.tables.entries()) {
      const other = now.tables[index];
      const prefix = old.tables.length > 1 ? `table ${index + 1}, ` : "";
      if (other)
        for (const change of tableChanges(table, other, tolerance)) yield { ...change, place: prefix + change.place };
    }
    yield* textChanges(old.rest, now.rest, tolerance);
    return;
  }
  const [drawn, redrawn] = type === "text/html" ? [] : [textTable(a), textTable(b)];
  if (drawn && redrawn) yield* tableChanges(drawn, redrawn, tolerance);
  else yield* textChanges(a, b, tolerance);
}

/** A brief description of an output that has no counterpart. */
export function shownAlone(type: string, value: JsonValue): string {
  if (typeof value !== "string") return JSON.stringify(value);
  return isBinary(type) ? sizeOf(value) : value;
}

function prepared(type: string, value: JsonValue): JsonValue {
  if (type.startsWith("application/vnd.vegalite.")) return withoutHashes(value);
  if (type !== WIDGET || !isJsonObject(value)) return value;
  // A widget's model gets a new id each time.
  const { model_id: _, ...rest } = value;
  return rest;
}

function cleaned(value: JsonValue, rules: CompareRules): JsonValue {
  if (rules.sanitizers.length === 0) return value;
  if (typeof value === "string") return sanitized(value, rules.sanitizers);
  if (Array.isArray(value)) return value.map((item: JsonValue) => cleaned(item, rules));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cleaned(item, rules)]));
}

function isBinary(type: string): boolean {
  return /^(?:image|audio|video|font)\//.test(type) ? type !== "image/svg+xml" : type === "application/pdf";
}

function sizeOf(base64: string): string {
  return `${Math.floor((base64.replaceAll(/\s/g, "").replace(/=+$/, "").length * 3) / 4).toLocaleString("en")} bytes`;
}
