import { isDeepStrictEqual } from "node:util";
import { isJsonObject, type JsonObject, type JsonValue } from "../../jupyter/json.ts";
import { withPlainNumbers, spellingOf } from "../exact-values.ts";

/** A merged object; a field that both sides changed is ours, and `theirs` holds their values of such fields. */
export type MergedObject = { readonly value: JsonObject; readonly theirs: JsonObject | undefined };

/** Merges two versions of an object, field by field; lists to which both only added keep all items. */
export function mergeObject(base: JsonObject, ours: JsonObject, theirs: JsonObject): MergedObject {
  const value: Record<string, JsonValue> = {};
  const refused: Record<string, JsonValue> = {};
  for (const key of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
    const [was, our, their] = [own(base, key), own(ours, key), own(theirs, key)];
    const merged = mergeField(was, our, their);
    if (merged.value !== undefined) set(value, key, merged.value);
    if (merged.theirs !== undefined) set(refused, key, merged.theirs);
  }
  return { value, theirs: Object.keys(refused).length > 0 ? refused : undefined };
}

type MergedField = { readonly value: JsonValue | undefined; readonly theirs?: JsonValue | undefined };

function mergeField(
  base: JsonValue | undefined,
  ours: JsonValue | undefined,
  theirs: JsonValue | undefined,
): MergedField {
  if (isDeepStrictEqual(ours, theirs) || isDeepStrictEqual(theirs, base)) return { value: ours };
  if (isDeepStrictEqual(ours, base)) return { value: theirs };
  if (hasFields(ours) && hasFields(theirs)) return mergeObject(hasFields(base) ? base : {}, ours, theirs);
  const list = mergeLists(base, ours, theirs);
  if (list !== undefined) return { value: list };
  // A value that one side deleted and the other changed stays as changed.
  if (ours === undefined || theirs === undefined) return { value: ours ?? theirs };
  return mergeSpelled(base, ours, theirs);
}

/** A number that a side spells otherwise, as JavaScript's programs do with 1.0, gives way to one that it changed. */
function mergeSpelled(base: JsonValue | undefined, ours: JsonValue, theirs: JsonValue): MergedField {
  const [our, their] = [withPlainNumbers(ours), withPlainNumbers(theirs)];
  const was = base === undefined ? undefined : withPlainNumbers(base);
  if (isDeepStrictEqual(our, their) || isDeepStrictEqual(their, was)) return { value: ours };
  return isDeepStrictEqual(our, was) ? { value: theirs } : { value: ours, theirs };
}

function hasFields(value: JsonValue | undefined): value is JsonObject {
  return isJsonObject(value) && spellingOf(value) === undefined;
}

/** Merges lists of words such as tags: without the words that a side removed, with those that either added. */
function mergeLists(...lists: readonly (JsonValue | undefined)[]): readonly JsonValue[] | undefined {
  const [base = [], ours, theirs] = lists.map(wordsIn);
  if (ours === undefined || theirs === undefined) return undefined;
  const kept = ours.filter((word) => theirs.includes(word) || !base.includes(word));
  return [...kept, ...theirs.filter((word) => !ours.includes(word) && !base.includes(word))];
}

function wordsIn(value: JsonValue | undefined): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items: readonly JsonValue[] = value;
  const words = items.filter((item) => typeof item === "string");
  return words.length === items.length ? words : undefined;
}

function own(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

// A field may be called __proto__.
function set(object: Record<string, JsonValue>, key: string, value: JsonValue): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}
