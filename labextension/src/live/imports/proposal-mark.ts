// JupyterLab identifies a chosen completion by its text alone. So that equal names of several modules can be told
// apart, and chosen names from typed ones, the text ends in three invisible characters, which are never written to the
// cell (see add-imports.ts).
const DIGITS = "\u2061\u2062\u2063\u2064";
const LENGTH = 3;
const MARKED = new RegExp(`^(.*)([${DIGITS}]{${LENGTH}})$`, "su");

/** The most proposals that can be told apart. */
export const MOST_PROPOSALS = DIGITS.length ** LENGTH;

/** The mark of the proposal with this index. No mark is the start of another one. */
export function markOf(index: number): string {
  const digits = index.toString(DIGITS.length).padStart(LENGTH, "0");
  return Array.from(digits, (digit) => DIGITS.charAt(Number(digit))).join("");
}

/** A text without its mark, and the index of the proposal that it marks; undefined without a mark. */
export function readMark(text: string): { readonly name: string; readonly index: number } | undefined {
  const [, name, mark] = MARKED.exec(text) ?? [];
  if (name === undefined || mark === undefined) return undefined;
  const digits = Array.from(mark, (digit) => DIGITS.indexOf(digit)).join("");
  return { name, index: Number.parseInt(digits, DIGITS.length) };
}
