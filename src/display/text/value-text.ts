import { inspect, types } from "node:util";
import { isEmitter, withFolded } from "./folded-emitters.ts";
import { inspectWithin } from "./inspect-within.ts";
import type { MimeBundle } from "../mime/mime.ts";
import { attempt, isObject } from "../object.ts";

const MOST_LINES = 60;
const LONGEST_TEXT = 100_000;
const WHOLE = { depth: 4, maxArrayLength: 100, maxStringLength: 10_000, breakLength: 100 };
/** The steps that shorten a value that is too long: fewer items, then less depth. */
const SHORTER: readonly { readonly maxArrayLength: number; readonly depth: number }[] = [
  { maxArrayLength: 50, depth: 4 },
  ...[4, 3, 2, 1, 0].map((depth) => ({ maxArrayLength: 20, depth })),
];
const MOST_PROPERTIES = 50;
/** Event emitters of more than this number of lines are written without their internals. */
const SHORT_EMITTER = 20;

const MOST_NUMBERS = 20;
const FIRST_NUMBERS = 10;

/** The limits of a shown text: in lines, without the note about the rest (default 60), and in characters. */
export type TextLimits = { readonly lines?: number; readonly longest?: number };

/** A value as text alone; `note` is added as a last line. */
export function textBundle(value: unknown, note?: string): MimeBundle {
  const text = valueText(value);
  return { data: { "text/plain": note === undefined ? text : `${text}\n... ${note}` }, metadata: {} };
}

/**
 * A value as text, without colours: the output of `util.inspect`, by default in at most 60 lines, with a last line
 * about what is left out. For a value that throws when it is inspected, the text says so.
 */
export function valueText(value: unknown, limits: TextLimits = {}): string {
  const { text, left } = shortText(value, limits);
  return left === undefined ? text : `${text}\n... ${left}: console.dir(value, { depth: null }) prints all`;
}

/** The same text; what is left out inside the value is described separately in `left`. */
export function shortText(
  value: unknown,
  { lines = MOST_LINES, longest = LONGEST_TEXT }: TextLimits = {},
): { readonly text: string; readonly left?: string } {
  try {
    if (types.isTypedArray(value)) return { text: numbersText(value, longest) };
    return textWithin(value, lines, longest);
  } catch (error) {
    return { text: `[${typeOf(value)} that cannot be shown: ${reasonOf(error)}]` };
  }
}

function textWithin(value: unknown, lines: number, longest: number): { text: string; left?: string } {
  const whole = inspectWithin(value, WHOLE, longest);
  if (!isObject(value)) return { text: cut(whole, lines) };
  if (isWithin(whole, isEmitter(value) ? Math.min(lines, SHORT_EMITTER) : lines)) return { text: whole };
  if (typeof value === "function") {
    const [head = ""] = whole.split(/ \{\n/);
    return { text: head, left: `${Object.keys(value).length} properties are left out` };
  }
  return withFolded(value, () => {
    const folded = inspectWithin(value, WHOLE, longest);
    if (isWithin(folded, lines)) return { text: folded, left: "internals are left out" };
    for (const options of SHORTER) {
      const text = inspectWithin(value, { ...WHOLE, ...options }, longest, MOST_PROPERTIES);
      if (isWithin(text, lines)) return options.depth === WHOLE.depth ? { text } : { text, left: below(options.depth) };
    }
    return { text: cut(folded, lines) };
  });
}

function below(depth: number): string {
  return depth === 0 ? "nested values are left out" : `values more than ${depth} levels deep are left out`;
}

function isWithin(text: string, most: number): boolean {
  let lines = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) if (++lines > most + 1) return false;
  return true;
}

function cut(text: string, most: number): string {
  if (isWithin(text, most)) return text;
  const lines = text.split("\n");
  const [, others] = /^\.\.\. (.*): console\.log prints without this limit$/.exec(lines.at(-1) ?? "") ?? [];
  const left = [`${lines.length - most} more lines`, ...(others === undefined ? [] : [others])].join(" and ");
  return [...lines.slice(0, most), `... ${left}: console.log prints without this limit`].join("\n");
}

/** Only the first numbers of a long typed array: many numbers say little more than their count. */
function numbersText(numbers: NodeJS.TypedArray, longest: number): string {
  const isBuffer = types.isUint8Array(numbers) && Buffer.isBuffer(numbers);
  if (numbers.length <= MOST_NUMBERS || isBuffer) return inspectWithin(numbers, WHOLE, longest);
  const first = Array.from<unknown>(numbers.subarray(0, FIRST_NUMBERS)).map((number) => inspect(number));
  const more = `... ${numbers.length - FIRST_NUMBERS} more items`;
  return `${typeOf(numbers)}(${numbers.length}) [ ${first.join(", ")}, ${more} ]`;
}

function typeOf(value: unknown): string {
  return attempt(() => (isObject(value) ? value.constructor.name : typeof value)) ?? "object";
}

function reasonOf(error: unknown): string {
  return attempt(() => (error instanceof Error ? error.message : String(error))) ?? "an error";
}
