import type { JsonValue } from "../../jupyter/json.ts";
import { briefChange } from "./brief-change.ts";
import { changesOf, shownAlone } from "./contents/by-type.ts";
import type { Change, OutputDifference } from "./differences.ts";
import { hintFor } from "./hint.ts";
import { comparePictures } from "./contents/picture.ts";
import type { CompareRules } from "./rules.ts";

const MOST_CHANGES = 5;

/** A part of an output in two versions of a notebook: one MIME type, a stream, an error, metadata. */
export type OutputPart = {
  readonly type: string;
  readonly expected: JsonValue | undefined;
  readonly actual: JsonValue | undefined;
};

/** True when both versions are equal. */
export function isPartSame(part: OutputPart, rules: CompareRules): boolean {
  const { type, expected, actual } = part;
  if (expected === undefined || actual === undefined) return expected === actual;
  const picture = pictureDifference(part, rules);
  if (picture !== "unreadable") return picture === undefined;
  return changesOf(type, expected, actual, rules).next().done === true;
}

/** The difference between the two versions, in brief. */
export function describePart(part: OutputPart, rules: CompareRules): OutputDifference {
  const { type, expected, actual } = part;
  const base = { type, more: 0, hint: undefined, picture: undefined };
  if (expected === undefined || actual === undefined) {
    const shown = (value: JsonValue | undefined) => (value === undefined ? undefined : shownAlone(type, value));
    return { ...base, changes: [briefChange({ place: "", expected: shown(expected), actual: shown(actual) })] };
  }
  const found = pictureDifference(part, rules);
  if (typeof found === "object") {
    return { ...base, changes: [briefChange({ place: "", ...found })], picture: found.picture };
  }
  const changes: Change[] = [];
  let more = 0;
  for (const change of changesOf(type, expected, actual, rules)) {
    if (changes.length < MOST_CHANGES) changes.push(briefChange(change));
    else more++;
  }
  return { ...base, changes, more, hint: hintFor(type, expected, actual, rules) };
}

/** The difference between two pictures; undefined if close enough, "unreadable" if not comparable by pixels. */
function pictureDifference({ type, expected, actual }: OutputPart, { pictures }: CompareRules) {
  if (type !== "image/png" || typeof expected !== "string" || typeof actual !== "string") return "unreadable";
  if (expected === actual) return undefined;
  return comparePictures(Buffer.from(expected, "base64"), Buffer.from(actual, "base64"), pictures);
}
