import { exactNumbers, pathTo } from "./exact-numbers.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "./json.ts";

/** The key under which an object holds the spellings of the numbers in it. */
export const SPELLINGS: unique symbol = Symbol("the spellings of numbers");

/**
 * Numbers as another program wrote them, where JavaScript would write them differently (1.0, integers beyond 2^53), by
 * their place as in JSON Pointer.
 */
export type Spellings = ReadonlyMap<string, string>;

// The form of all numbers that JavaScript writes differently, and of others.
const CANDIDATE = /[[:,\s](-0|-?(?:[\d.]{16,}|\d+\.\d*0|0\.0{6}\d+|[\d.]+[eE][-+]?\d+))(?=\s*[,\]}])/g;
const IS_COMPACT = /^\{"\w*":\S/;

const NONE: Spellings = new Map();

/**
 * The spellings of the numbers in JSON.
 *
 * @param value the value of the JSON, if it is known: with it, JSON that JavaScript wrote takes less time.
 */
export function spellingsIn(json: string, value?: unknown): Spellings {
  if (json.search(CANDIDATE) < 0) return NONE;
  if (IS_COMPACT.test(json) && JSON.stringify(value) === json) return NONE;
  for (const [, digits = ""] of json.matchAll(CANDIDATE)) {
    if (String(Number(digits)) !== digits) return exactNumbers(json);
  }
  return NONE;
}

/** The spellings that an object holds, of numbers at any depth. */
export function spellingsOf(object: object): Spellings {
  const held: unknown = Reflect.get(object, SPELLINGS);
  return isSpellings(held) ? held : NONE;
}

/** The object with these spellings and no others; a copy where something changes. */
export function spelledAs<T extends object>(object: T, spellings: Spellings): T {
  if (spellings.size === 0 && !(SPELLINGS in object)) return object;
  const copy = { ...object, [SPELLINGS]: spellings };
  if (spellings.size === 0) Reflect.deleteProperty(copy, SPELLINGS);
  return copy;
}

/** The spellings of the numbers in the part at a path, by their place in that part. */
export function spellingsBelow(path: string, spellings: Spellings): Spellings {
  if (spellings.size === 0) return NONE;
  const start = `${path}/`;
  const below = [...spellings].filter(([place]) => place.startsWith(start));
  return new Map(below.map(([place, text]) => [place.slice(path.length), text]));
}

/** JSON like that of `JSON.stringify`, with the numbers as the object holds them. */
export function spelledJson(object: JsonObject): string {
  const spellings = spellingsOf(object);
  return spellings.size === 0 ? JSON.stringify(object) : textOf(object, "", byParent(spellings));
}

/** The spellings in each object and list, by its path and then by key or index. */
function byParent(spellings: Spellings): ReadonlyMap<string, Spellings> {
  const parents = new Map<string, Map<string, string>>();
  for (const [path, text] of spellings) {
    const end = path.lastIndexOf("/");
    const parent = path.slice(0, end);
    const siblings = parents.get(parent) ?? new Map<string, string>();
    if (siblings.size === 0) parents.set(parent, siblings);
    siblings.set(path.slice(end), text);
  }
  return parents;
}

function textOf(value: JsonValue, path: string, parents: ReadonlyMap<string, Spellings>): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const spellings = parents.get(path) ?? NONE;
  const partText = (part: JsonValue, step: string): string =>
    typeof part === "number" ? numberText(part, spellings.get(step)) : textOf(part, path + step, parents);
  if (!isJsonObject(value)) return `[${value.map((item, index) => partText(item, `/${index}`)).join(",")}]`;
  const fields = Object.entries(value).map(
    ([key, item]) => `${JSON.stringify(key)}:${partText(item, pathTo("", key))}`,
  );
  return `{${fields.join(",")}}`;
}

function numberText(number: number, spelling: string | undefined): string {
  return spelling !== undefined && Number(spelling) === number ? spelling : JSON.stringify(number);
}

function isSpellings(value: unknown): value is Spellings {
  return value instanceof Map;
}
