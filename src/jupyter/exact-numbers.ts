/**
 * The spellings of the numbers in JSON text that JavaScript would write differently (1.0, 1e3, integers beyond 2^53),
 * by their place as in JSON Pointer.
 */
export function exactNumbers(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  // The keys and indices that lead to the current value, keys as they are written.
  const place: (string | number)[] = [];
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
        place[place.length - 1] = word;
        break;
      case ",":
        place[place.length - 1] = nextOf(place.at(-1));
        break;
      case "{":
        place.push("");
        break;
      case "[":
        place.push(0);
        break;
      case "}":
      case "]":
        place.pop();
        break;
      default: {
        if (character !== "-" && !isDigit(character)) break;
        const end = endOfNumber(text, at);
        const digits = text.slice(at, end);
        if (String(Number(digits)) !== digits) found.set(pointerTo(place), digits);
        at = end - 1;
      }
    }
  }
  return found;
}

/** The place of a value inside another, as in JSON Pointer. */
export function pathTo(parent: string, key: string): string {
  const isPlain = !key.includes("~") && !key.includes("/");
  return `${parent}/${isPlain ? key : key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

function pointerTo(place: readonly (string | number)[]): string {
  return place.reduce<string>((path, step) => {
    const key: unknown = typeof step === "number" ? step : JSON.parse(step);
    return pathTo(path, String(key));
  }, "");
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
