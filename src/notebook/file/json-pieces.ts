import { isJsonObject, type JsonValue } from "../../jupyter/json.ts";
import { pathTo } from "../../jupyter/exact-numbers.ts";
import type { Spellings } from "../../jupyter/spellings.ts";
import type { Layout } from "../types.ts";

/** A string that the file holds as a list of lines. */
export class LineList {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** JSON that holds no list of lines: it is written in one go. */
export class Whole {
  readonly value: JsonValue;

  constructor(value: JsonValue) {
    this.value = value;
  }
}

/** Content with the spellings of its own numbers, by their place in it. */
export class Spelled {
  readonly content: Content;
  readonly numbers: Spellings;

  constructor(content: Content, numbers: Spellings) {
    this.content = content;
    this.numbers = numbers;
  }
}

/** The content of a file: fields and lists, down to values that are written in one go and lists of lines. */
export type Content =
  | Whole
  | LineList
  | Spelled
  | string
  | number
  | null
  | readonly Content[]
  | { readonly [key: string]: Content };

const PIECE_CHARACTERS = 2 ** 16;

/**
 * Content as JSON text with sorted keys, laid out like the file that it came from. It comes in pieces, since a
 * notebook can be longer than a string may be.
 */
export function* jsonPieces(content: Content, layout: Layout): Generator<string> {
  const margin = layout.indent === "" ? "" : layout.lineEnd;
  let piece = "";
  for (const text of contentPieces(content, { path: "", margin }, layout)) {
    piece += text;
    if (piece.length < PIECE_CHARACTERS) continue;
    yield piece;
    piece = "";
  }
  yield layout.endsWithLineEnd ? piece + layout.lineEnd : piece;
}

/** The place of a value: its path as in JSON Pointer, and the line break and indentation before what follows it. */
type Place = { readonly path: string; readonly margin: string };

function* contentPieces(content: Content, place: Place, layout: Layout): Generator<string> {
  if (content instanceof LineList) yield* linePieces(content.text, place, layout);
  else if (content instanceof Spelled) {
    yield* contentPieces(content.content, { ...place, path: "" }, { ...layout, numbers: content.numbers });
  } else if (content instanceof Whole) yield valueText(content.value, place, layout);
  else if (typeof content !== "object" || content === null) yield valueText(content, place, layout);
  else if (isList(content)) yield* listPieces(content, place, layout);
  else yield* objectPieces(content, place, layout);
}

function* linePieces(text: string, { margin }: Place, layout: Layout): Generator<string> {
  const inner = margin + layout.indent;
  let piece = "";
  let mark = "[";
  for (const [line] of text.matchAll(LINE)) {
    piece += mark + inner + JSON.stringify(line);
    mark = ",";
    if (piece.length < PIECE_CHARACTERS) continue;
    yield piece;
    piece = "";
  }
  yield mark === "[" ? "[]" : `${piece}${margin}]`;
}

function* listPieces(items: readonly Content[], { path, margin }: Place, layout: Layout): Generator<string> {
  const inner = margin + layout.indent;
  for (const [index, item] of items.entries()) {
    yield (index === 0 ? "[" : ",") + inner;
    // A cell is identified by its id, since others may be inserted before it.
    const id = path === "/cells" && isFields(item) ? item["id"] : undefined;
    const at = pathTo(path, typeof id === "string" ? id : `${index}`);
    yield* contentPieces(item, { path: at, margin: inner }, layout);
  }
  yield items.length === 0 ? "[]" : `${margin}]`;
}

function* objectPieces(fields: Fields, { path, margin }: Place, layout: Layout): Generator<string> {
  const inner = margin + layout.indent;
  const keys = sortedKeys(fields);
  for (const [index, key] of keys.entries()) {
    yield `${index === 0 ? "{" : ","}${inner}${keyText(key, layout)}`;
    yield* contentPieces(fields[key] ?? null, { path: pathTo(path, key), margin: inner }, layout);
  }
  yield keys.length === 0 ? "{}" : `${margin}}`;
}

function valueText(value: JsonValue, { path, margin }: Place, layout: Layout): string {
  const { numbers, indent } = layout;
  if (typeof value === "number") {
    const exact = numbers.get(path);
    return exact !== undefined && Number(exact) === value ? exact : JSON.stringify(value);
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = margin + indent;
  const hasNumbers = numbers.size > 0;
  const textIn = (item: JsonValue, key: string): string =>
    valueText(item, { path: hasNumbers ? pathTo(path, key) : "", margin: inner }, layout);
  if (isJsonObject(value)) {
    const fields = sortedKeys(value).map((key) => keyText(key, layout) + textIn(value[key] ?? null, key));
    return fields.length === 0 ? "{}" : `{${inner}${fields.join(`,${inner}`)}${margin}}`;
  }
  const items = value.map((item, index) => textIn(item, `${index}`));
  return items.length === 0 ? "[]" : `[${inner}${items.join(`,${inner}`)}${margin}]`;
}

type Fields = { readonly [key: string]: Content };

function isList(content: object): content is readonly Content[] {
  return Array.isArray(content);
}

function isFields(content: Content): content is Fields {
  return isJsonObject(content) && ![LineList, Whole, Spelled].some((kind) => content instanceof kind);
}

function sortedKeys(object: object): readonly string[] {
  return Object.keys(object).toSorted(byCodePoints);
}

// As Python sorts; JavaScript puts surrogate pairs before U+E000.
function byCodePoints(one: string, other: string): number {
  let at = 0;
  while (at < one.length && at < other.length && one[at] === other[at]) at++;
  if (at === one.length || at === other.length) return one.length - other.length;
  return rankAt(one, at) - rankAt(other, at);
}

function rankAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

function keyText(key: string, { indent }: Layout): string {
  return `${JSON.stringify(key)}${indent === "" ? ":" : ": "}`;
}

// Jupyter splits with Python's str.splitlines, which knows more line ends than \n.
const LINE_ENDS = String.fromCharCode(0x0a, 0x0b, 0x0c, 0x0d, 0x1c, 0x1d, 0x1e, 0x85, 0x2028, 0x2029);
const LINE = new RegExp(`[^${LINE_ENDS}]*(?:\r\n|[${LINE_ENDS}])|[^${LINE_ENDS}]+$`, "g");
