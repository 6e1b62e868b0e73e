import { isJsonObject, type JsonObject, type JsonValue } from "../jupyter/json.ts";
import { exactNumbers, isRounded, pathTo } from "../jupyter/exact-numbers.ts";
import { spelledAs } from "../jupyter/spellings.ts";
import { JUPYTER_LAYOUT } from "../notebook/file/layout.ts";
import { withOwnSpellings } from "../notebook/file/own-spellings.ts";
import type { Cell, MimeData, Notebook, Output } from "../notebook/types.ts";

// No notebook has such a key, since no program writes NUL in one.
const SPELLING = "\u0000number";
const SPELLED = /\{\s*"\\u0000number":\s*"([^"]*)"\s*\}/g;

/** A notebook in which numbers that JavaScript would write differently are objects that hold their spelling. */
export function withExactValues(notebook: Notebook): Notebook {
  const numbers = notebook.layout?.numbers;
  return numbers === undefined || numbers.size === 0 ? notebook : changed(notebook, spelled(numbers));
}

/** A notebook in which integers that JavaScript would round are objects that hold their digits; 1.0 is 1. */
export function withExactIntegers(notebook: Notebook): Notebook {
  const rounded = [...(notebook.layout?.numbers ?? [])].filter(([, text]) => isRounded(text));
  return changed(notebook, spelled(new Map(rounded)));
}

/** The value in JSON, with numbers that JavaScript would write differently as objects that hold their spelling. */
export function parseExact(json: string): JsonValue {
  const value: JsonValue = JSON.parse(json);
  return changedValue(value, "", spelled(exactNumbers(json)));
}

/** The number with this spelling, which is one of JSON's. */
export function exactNumber(text: string): JsonValue {
  return String(Number(text)) === text ? Number(text) : { [SPELLING]: text };
}

/** The value as JSON, with numbers as they are spelled. */
export function formatExact(value: JsonValue, indent?: number): string {
  return JSON.stringify(value, null, indent).replaceAll(SPELLED, "$1");
}

/** The notebook with numbers again, and their spellings in its layout. */
export function withSpellings(notebook: Notebook): Notebook {
  const numbers = new Map<string, string>();
  const plain = changed(notebook, (value, path) => {
    const text = spellingOf(value);
    if (text === undefined) return undefined;
    numbers.set(path, text);
    return Number(text);
  });
  if (numbers.size === 0 && notebook.layout === undefined) return plain;
  return withOwnSpellings({ ...plain, layout: { ...(notebook.layout ?? JUPYTER_LAYOUT), numbers } });
}

/** The spelling in an object that stands for a number; undefined for any other value. */
export function spellingOf(value: unknown): string | undefined {
  const text = isJsonObject(value) && Object.hasOwn(value, SPELLING) ? value[SPELLING] : undefined;
  return typeof text === "string" ? text : undefined;
}

/** The value with numbers as JavaScript has them. */
export function withPlainNumbers(value: JsonValue): JsonValue {
  return changedValue(value, "", (each) => {
    const text = spellingOf(each);
    return text === undefined ? undefined : Number(text);
  });
}

/** The value in place of another at a path as in JSON Pointer; undefined to look inside it. */
type Change = (value: JsonValue, path: string) => JsonValue | undefined;

function spelled(numbers: ReadonlyMap<string, string>): Change {
  return (value, path) => {
    const text = typeof value === "number" ? numbers.get(path) : undefined;
    return text !== undefined && Number(text) === value ? { [SPELLING]: text } : undefined;
  };
}

function changed(notebook: Notebook, change: Change): Notebook {
  const metadata = changedFields(notebook.metadata, "/metadata", change);
  return { ...notebook, metadata, cells: notebook.cells.map((cell) => changedCell(cell, change)) };
}

function changedCell(cell: Cell, change: Change): Cell {
  const at = pathTo("/cells", cell.id);
  const metadata = changedFields(cell.metadata, `${at}/metadata`, change);
  if (cell.cell_type === "code") {
    const outputs = cell.outputs.map((output, index) => changedOutput(output, `${at}/outputs/${index}`, change));
    return { ...cell, metadata, outputs };
  }
  if (cell.attachments === undefined) return { ...cell, metadata };
  const files = Object.entries(cell.attachments).map(([file, bundle]): [string, MimeData] => [
    file,
    changedFields(bundle, pathTo(`${at}/attachments`, file), change),
  ]);
  return { ...cell, metadata, attachments: Object.fromEntries(files) };
}

function changedOutput(output: Output, path: string, change: Change): Output {
  if (!("data" in output)) return output;
  const data = changedFields(output.data, `${path}/data`, change);
  const metadata = changedFields(output.metadata, `${path}/metadata`, change);
  return spelledAs({ ...output, data, metadata }, new Map());
}

function changedFields(object: JsonObject, path: string, change: Change): JsonObject {
  const fields = Object.entries(object).map(([key, value]) => [key, changedValue(value, pathTo(path, key), change)]);
  return Object.fromEntries(fields);
}

function changedValue(value: JsonValue, path: string, change: Change): JsonValue {
  const other = change(value, path);
  if (other !== undefined) return other;
  if (typeof value !== "object" || value === null) return value;
  if (isJsonObject(value)) return changedFields(value, path, change);
  return value.map((item, index) => changedValue(item, `${path}/${index}`, change));
}
