import { stripVTControlCharacters } from "node:util";

/** Replaces the parts of a string that differ from run to run with fixed words. */
export type Sanitizer = (text: string) => string;

// Repetitions have an upper bound where hostile input could make them start over and over.
const NUMBER = String.raw`\d{1,30}(?:,\d{3}){0,6}(?:\.\d{1,30})?(?:e[+-]?\d{1,3})?`;
const UNIT = "ns|µs|μs|us|ms|s|secs?|seconds?|milliseconds?|microseconds?|mins?|minutes?|hrs?|hours?|days?";
const DURATION = new RegExp(`(?<![\\w.,])${NUMBER}\\s?(?:${UNIT})(?![\\w/])`, "gi");
// `1h 2m 3s`, `1m3s`
const COMPOUND =
  /(?<![\w.])(?:\d{1,9}\s?d\s{0,2})?(?:\d{1,9}\s?h\s{0,2})?\d{1,9}\s?m(?:in)?\s{0,2}\d{1,9}(?:\.\d{1,30})?\s?s\b/gi;
// The progress bars of tqdm and its like: `00:01<00:03, 3.45it/s`
const PROGRESS =
  /(?<!\d)\d{1,6}:\d\d(?::\d\d)?<(?:\d{1,6}:\d\d(?::\d\d)?|\?)|(?<![\w.])(?:\d{1,30}(?:\.\d{1,30})?|\?)\s?(?:it\/s|s\/it)/g;

const MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\\.?";
const WEEKDAY = "(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,?\\s+)?";
const CLOCK = String.raw`\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?:\s?[AP]M)?`;
const ZONE = String.raw`(?:\s?(?:Z\b|(?:GMT|UTC)?[+-]\d\d:?\d\d\b|GMT\b|UTC\b)(?:\s\([^)\n]{0,60}\))?)?`;
const DATES = [
  new RegExp(`(?<![\\w-])\\d{4}-\\d\\d-\\d\\d(?:[T ]\\s?${CLOCK}${ZONE})?(?![\\w-])`, "g"),
  new RegExp(`\\b${WEEKDAY}${MONTH}\\s+\\d{1,2},?\\s+\\d{4}(?:,?\\s+${CLOCK}${ZONE})?(?!\\w)`, "g"),
  new RegExp(`\\b${WEEKDAY}\\d{1,2}[ -]${MONTH}[ -]\\d{4}(?:,?\\s+${CLOCK}${ZONE})?(?!\\w)`, "g"),
  new RegExp(`\\b${WEEKDAY}${MONTH}\\s+\\d{1,2}\\s+${CLOCK}${ZONE}\\s+\\d{4}\\b`, "g"),
  new RegExp(`(?<![\\w/])\\d{1,2}[/.]\\d{1,2}[/.]\\d{4}(?:,?\\s+${CLOCK})?(?![\\w/])`, "g"),
  new RegExp(`(?<![\\w:.])${CLOCK}${ZONE}(?![\\w:])`, "g"),
];

// The last part of a path stays, since the code names it; the folders depend on the machine.
const POSIX_FOLDERS = /(?<![\w.:/<>~@+-])(?:file:\/\/)?(?:~|\/[\w.@+~-]+)(?:\/[\w.@+~-]+)*\/(?=[\w.@+~-])/g;
const WINDOWS_FOLDERS = /(?<!\w)(?:file:\/\/\/)?[A-Za-z]:(?:\\{1,2}|\/)(?:[^\\/:*?"<>|\s]+(?:\\{1,2}|\/))*/g;

function replacing(word: string, patterns: readonly RegExp[]): Sanitizer {
  return (text) => patterns.reduce((result, pattern) => result.replaceAll(pattern, word), text);
}

/** The sanitizers that come with tsnb, by name, in the order in which they are applied. */
export const SANITIZERS = {
  colors: stripVTControlCharacters,
  // Before dates, which include times of day.
  durations: replacing("<duration>", [PROGRESS, COMPOUND, DURATION]),
  dates: replacing("<date>", DATES),
  ids: replacing("<id>", [
    /(?<![\w-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-])/gi,
    // Hashes, and the ids of matplotlib's SVG; only with digits and letters, so no words and no numbers.
    /(?<![\w])[mp]?(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{10,128}(?!\w)/g,
    // The ids of pandas' styled tables: T_3f2a1, T_3f2a1_row0_col1
    /(?<![A-Za-z0-9])T_[0-9a-f]{5}(?![0-9a-f])/g,
  ]),
  addresses: replacing("<address>", [/\b0x[0-9a-f]{6,16}\b/gi, /\b(?:localhost|127\.0\.0\.1|\[::1\]):\d{2,5}\b/g]),
  paths: replacing("<folder>/", [WINDOWS_FOLDERS, POSIX_FOLDERS]),
} as const satisfies Readonly<Record<string, Sanitizer>>;

/** The name of a sanitizer that comes with tsnb. */
export type SanitizerName = keyof typeof SANITIZERS;

/** The names of all sanitizers that come with tsnb, in the order in which they are applied. */
export const SANITIZER_NAMES = Object.keys(SANITIZERS).filter(isSanitizerName);

export function isSanitizerName(name: string): name is SanitizerName {
  return Object.hasOwn(SANITIZERS, name);
}

/** Applies sanitizers one after the other. */
export function sanitized(text: string, sanitizers: readonly Sanitizer[]): string {
  return sanitizers.reduce((result, sanitize) => sanitize(result), text);
}
