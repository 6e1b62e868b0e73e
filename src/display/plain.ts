import { inspect, types } from "node:util";
import { withFolded } from "./folded.ts";
import { inspected } from "./inspected.ts";
import type { MimeBundle } from "./mime.ts";
import { attempt, isObject } from "./object.ts";

const MOST_LINES = 60;
const LONGEST = 100_000;
const WHOLE = { depth: 4, maxArrayLength: 100, maxStringLength: 10_000, breakLength: 100 };
/** What is left out of a value that is too long, step by step: items, then what lies deep inside. */
const SHORTER: readonly { readonly maxArrayLength: number; readonly depth: number }[] = [
  { maxArrayLength: 50, depth: 4 },
  ...[4, 3, 2, 1, 0].map((depth) => ({ maxArrayLength: 20, depth })),
];
const MOST_PROPERTIES = 50;

const MOST_NUMBERS = 20;
const FIRST_NUMBERS = 10;

/** A value as text alone; `note` is a last line. */
export function plainBundle(value: unknown, note?: string): MimeBundle {
  const text = plainText(value);
  return { data: { "text/plain": note === undefined ? text : `${text}\n... ${note}` }, metadata: {} };
}

/**
 * A value as text, without colours: what `util.inspect` writes, in at most 60 lines and `longest` characters, with
 * a last line about what is left out. What throws when it is looked at is said to.
 */
export function plainText(value: unknown, longest: number = LONGEST): string {
  try {
    return types.isTypedArray(value) ? numbersText(value, longest) : linesText(value, longest);
  } catch (error) {
    return `[${typeOf(value)} that cannot be shown: ${reasonOf(error)}]`;
  }
}

function linesText(value: unknown, longest: number): string {
  const whole = inspected(value, WHOLE, longest);
  if (isShort(whole) || !isObject(value)) return cut(whole);
  return withFolded(value, () => {
    const folded = inspected(value, WHOLE, longest);
    if (isShort(folded)) return `${folded}\n... ${howToSeeAll("internals are left out")}`;
    for (const options of SHORTER) {
      const text = inspected(value, { ...WHOLE, ...options }, longest, MOST_PROPERTIES);
      if (isShort(text)) return options.depth === WHOLE.depth ? text : `${text}\n... ${depthNote(options.depth)}`;
    }
    return cut(folded);
  });
}

function depthNote(depth: number): string {
  return howToSeeAll(depth === 0 ? "what is inside is left out" : `what lies more than ${depth} deep is left out`);
}

function howToSeeAll(what: string): string {
  return `${what}: console.dir(value, { depth: null }) prints all`;
}

function isShort(text: string): boolean {
  let lines = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1))
    if (++lines > MOST_LINES + 1) return false;
  return true;
}

function cut(text: string): string {
  if (isShort(text)) return text;
  const lines = text.split("\n");
  const last = lines.at(-1) ?? "";
  const [, others] = /^\.\.\. (.*): console\.log prints without this limit$/.exec(last) ?? [];
  const more = `${lines.length - MOST_LINES} more lines`;
  const left = [more, ...(others === undefined ? [] : [others])].join(" and ");
  return [...lines.slice(0, MOST_LINES), `... ${left}: console.log prints without this limit`].join("\n");
}

/** Numbers alone say little beside how many there are. */
function numbersText(numbers: NodeJS.TypedArray, longest: number): string {
  const hasOwn = !types.isUint8Array(numbers) || !Buffer.isBuffer(numbers);
  if (numbers.length <= MOST_NUMBERS || !hasOwn) return inspected(numbers, WHOLE, longest);
  const first = Array.from<unknown>(numbers.subarray(0, FIRST_NUMBERS)).map((number) => inspect(number));
  return `${typeOf(numbers)}(${numbers.length}) [ ${first.join(", ")}, ... ${numbers.length - FIRST_NUMBERS} more items ]`;
}

function typeOf(value: unknown): string {
  return attempt(() => (isObject(value) ? value.constructor.name : typeof value)) ?? "object";
}

function reasonOf(error: unknown): string {
  return attempt(() => (error instanceof Error ? error.message : String(error))) ?? "an error";
}
