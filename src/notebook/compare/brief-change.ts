import { clipped } from "../../util/text/clipped.ts";
import type { Change } from "./differences.ts";

const MOST_LINES = 5;
const CONTROL = /[^\P{Cc}\t\n]/gu;

/** A change cut to fit a report: a few lines, and of long lines only the part that differs. */
export function briefChange({ place, expected, actual }: Change): Change {
  return { place, expected: brief(expected, actual), actual: brief(actual, expected) };
}

function brief(text: string | undefined, other: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const lines = text.split("\n");
  const others = other?.split("\n") ?? [];
  const shown = lines.slice(0, MOST_LINES).map((line, index) => visible(around(line, others[index] ?? "")));
  const hidden = lines.length - shown.length;
  return [...shown, ...(hidden > 0 ? [`… ${hidden} more ${hidden === 1 ? "line" : "lines"}`] : [])].join("\n");
}

function around(line: string, other: string): string {
  const shorter = Math.min(line.length, other.length);
  let at = 0;
  while (at < shorter && line[at] === other[at]) at++;
  const { text, from } = clipped(line, at);
  return `${from > 0 ? "…" : ""}${text}${from + text.length < line.length ? "…" : ""}`;
}

// Control characters as Unicode's symbols for them (`␛[31m`): a terminal would obey them, and XML cannot hold them.
function visible(line: string): string {
  return line.replaceAll(CONTROL, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : "\u{fffd}";
  });
}
