import { isClose, isExact, type Tolerance } from "../tolerance.ts";

// Not inside a word such as `resnet50` or `0x1f`, or in a version; with commas between thousands or without. A unit may
// follow, and a full stop.
const NUMBER =
  /(?<![\w.])[-+]?(?:\d{1,3}(?:,\d{3}){1,6}(?:\.\d*)?|\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+(?!\w)|(?=(?:\p{L}{1,4})?(?![\p{L}\w])))(?!\.\d)/gu;
const FRACTION = /\.\d|[eE]/;

/**
 * True when two strings are equal apart from numbers that are close enough. Whole numbers must be equal, since
 * they are counts, years and versions; so must the words, not the spaces that align them.
 */
export function isTextClose(a: string, b: string, tolerance: Tolerance): boolean {
  if (a === b) return true;
  if (isExact(tolerance)) return false;
  const [one, other] = [a.match(NUMBER) ?? [], b.match(NUMBER) ?? []];
  if (one.length !== other.length || wordsOf(a) !== wordsOf(b)) return false;
  return one.every((text, index) => {
    const [left, right] = [text, other[index] ?? ""];
    const isWhole = !FRACTION.test(left) && !FRACTION.test(right);
    return isWhole ? digitsOf(left) === digitsOf(right) : isClose(valueOf(left), valueOf(right), tolerance);
  });
}

function wordsOf(text: string): string {
  return text.replaceAll(NUMBER, "#").replaceAll(/ +/g, " ");
}

// Numbers beyond 2^53, and leading zeros, count too.
function digitsOf(number: string): string {
  return number
    .replaceAll(",", "")
    .replace(/^\+|\.$/g, "")
    .replace(/^-(?=0+$)/, "");
}

function valueOf(number: string): number {
  return Number(number.replaceAll(",", ""));
}
