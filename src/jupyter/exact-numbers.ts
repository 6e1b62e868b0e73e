/**
 * The spellings of the numbers in JSON text that JavaScript would write differently (1.0, 1e3, integers beyond 2^53),
 * by their place as in JSON Pointer.
 */
export function exactNumbers(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  // The objects and lists around the current value.
  const around: Around[] = [];
  let word = "";
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? "";
    switch (character) {
      case '"': {
        const end = endOfString(text, at);
        word = text.slice(at, end + 1);
        at = end;
        break;
      }
      case ":":
        moveTo(around.at(-1), word);
        break;
      case ",":
        moveTo(around.at(-1), nextOf(around.at(-1)?.step));
        break;
      case "{":
        around.push({ path: undefined, step: "" });
        break;
      case "[":
        around.push({ path: undefined, step: 0 });
        break;
      case "}":
      case "]":
        around.pop();
        break;
      default: {
        if (character !== "-" && !isDigit(character)) break;
        const end = endOfNumber(text, at);
        const digits = text.slice(at, end);
        if (String(Number(digits)) !== digits) found.set(pathAmong(around, around.length), digits);
        at = end - 1;
      }
    }
  }
  return found;
}

/** An object or a list: its path once it is known, and the key, as it is written, or index of the current value. */
type Around = { path: string | undefined; step: string | number };

function moveTo(around: Around | undefined, step: string | number): void {
  if (around !== undefined) around.step = step;
}

/** The path of the value at a depth; those of the objects and lists around it are kept for the next value. */
function pathAmong(around: readonly Around[], depth: number): string {
  const parent = around[depth - 1];
  if (parent === undefined) return "";
  parent.path ??= pathAmong(around, depth - 1);
  const { path, step } = parent;
  return typeof step === "number" ? `${path}/${step}` : pathTo(path, String(JSON.parse(step)));
}

/** The place of a value inside another, as in JSON Pointer. */
export function pathTo(parent: string, key: string): string {
  const isPlain = !key.includes("~") && !key.includes("/");
  return `${parent}/${isPlain ? key : key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

function nextOf(step: string | number | undefined): string | number {
  return typeof step === "number" ? step + 1 : "";
}

function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); ; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text[end - 1 - backslashes] === "\\") backslashes++;
    if (backslashes % 2 === 0) return end;
  }
}

function endOfNumber(text: string, start: number): number {
  let end = start;
  while (isDigit(text[end] ?? "") || "+-.eE".includes(text[end] ?? " ")) end++;
  return end;
}

function isDigit(character: string): boolean {
  return character >= "0" && character <= "9";
}

/** True for the digits of an integer that JavaScript rounds, such as 9007199254740993. */
export function isRounded(text: string): boolean {
  if (!/^-?\d+$/.test(text)) return false;
  const number = Number(text);
  return !Number.isFinite(number) || BigInt(number) !== BigInt(text);
}
