/** The possible spellings of a string: for each character, the ways to write it. */
export type Writing = readonly (readonly string[])[];

// The encoded form of a shorter string could occur by chance in other text, and so could a shorter line of a secret.
const SHORTEST_ENCODED = 8;
const SHORTEST_LINE = 16;

/**
 * The forms in which a cell is likely to print a secret: verbatim, without surrounding white space, its long lines,
 * in base64 (also within other data) and in hexadecimal; each of them also escaped for JSON, HTML and URLs.
 */
export function writingsOf(secret: string): readonly Writing[] {
  const whole = [secret, secret.trim()];
  const lines = secret.trim().split(/\r?\n/);
  const long =
    lines.length === 1 ? [] : lines.map((line) => line.trim()).filter((line) => line.length >= SHORTEST_LINE);
  const encoded = whole.filter((text) => Buffer.byteLength(text) >= SHORTEST_ENCODED).flatMap(encodingsOf);
  const texts = new Set([...whole, ...long, ...encoded].filter((text) => text !== ""));
  return Array.from(texts, (text) => Array.from(text.replaceAll("\r\n", "\n"), waysOf));
}

function encodingsOf(text: string): string[] {
  const bytes = Buffer.from(text);
  const hex = bytes.toString("hex");
  const base64 = [0, 1, 2].flatMap((before) => {
    // The base64 characters that depend on these bytes alone, at any offset within other data.
    const [first, last] = [Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6)];
    const padded = Buffer.concat([Buffer.alloc(before), bytes]);
    return [padded.toString("base64"), padded.toString("base64url")].map((letters) => letters.slice(first, last));
  });
  return [...base64, hex, hex.toUpperCase()];
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** The ways to write a character, the longest first. */
function waysOf(character: string): readonly string[] {
  if (/[\p{L}\p{N}]/u.test(character) && character < "\x80") return [character];
  const json = escaped(character);
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at).toString(16));
  const unicode = units.map((unit) => `\\u${unit.padStart(4, "0")}`).join("");
  // The letters of an escape such as \n stay as they are.
  const percents = [character, json].map((text) => text.replaceAll(/[^\w]/gsu, percent));
  const ways = new Set([
    character,
    json,
    escaped(json),
    unicode,
    unicode.replaceAll(/[a-f]/g, (digit) => digit.toUpperCase()),
    ...percents,
    ...percents.map((text) => text.replaceAll(/%../g, (byte) => byte.toUpperCase())),
    json.replace('"', "&quot;"),
    json.replace('"', "&#34;"),
    `&#${code};`,
    `&#0${code};`,
    `&#x${hex};`,
    `&#x${hex.toUpperCase()};`,
    ENTITIES[character] ?? character,
    ...(character === " " ? ["+"] : []),
    ...(character === "\n" ? ["\r\n"] : []),
  ]);
  return [...ways].toSorted((a, b) => b.length - a.length);
}

function percent(text: string): string {
  return Array.from(Buffer.from(text), (byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
}

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** The source of a regular expression that matches every spelling of a string. */
export function patternOf(writing: Writing): string {
  return writing
    .map((ways) => (ways.length === 1 ? quoted(ways[0] ?? "") : `(?:${ways.map(quoted).join("|")})`))
    .join("");
}

function quoted(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

/** The number of characters at the end of `string` that may be the beginning of any spelling. */
export function begunAtEnd(string: string, writing: Writing): number {
  const longest = writing.reduce((sum, [way = ""]) => sum + way.length, 0);
  const [first = []] = writing;
  for (let from = Math.max(0, string.length - longest + 1); from < string.length; from++) {
    const character = string[from];
    if (first.some((way) => way[0] === character) && mayBegin(string, from, writing)) return string.length - from;
  }
  return 0;
}

function mayBegin(string: string, from: number, writing: Writing): boolean {
  let places = new Set([from]);
  for (const ways of writing) {
    const next = new Set<number>();
    for (const place of places) {
      for (const way of ways) {
        if (string.startsWith(way, place)) next.add(place + way.length);
        else if (way.startsWith(string.slice(place, place + way.length))) return true;
      }
    }
    if (next.size === 0) return false;
    places = next;
  }
  return false;
}
