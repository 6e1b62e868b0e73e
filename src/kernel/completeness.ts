import { parseSync } from "oxc-parser";
import { withoutMagics } from "./cell/magics.ts";
import { isTooDeep } from "./cell/nesting.ts";

/** What a console should do when Enter is pressed; `indent` is for the next line. */
export type Completeness =
  | { status: "complete" }
  | { status: "invalid" }
  | { status: "unknown" }
  | { status: "incomplete"; indent: string };

/** Whether code is whole, needs more lines, or can never become right; unknown when it is nested too deeply. */
export function completeness(code: string): Completeness {
  if (isTooDeep(code)) return { status: "unknown" };
  const source = withoutMagics(code);
  const states = new Set((["ts", "tsx"] as const).map((language) => stateIn(source, language)));
  if (states.has("complete")) return { status: "complete" };
  if (states.has("incomplete")) return { status: "incomplete", indent: nextIndent(code) };
  return { status: "invalid" };
}

function stateIn(code: string, language: "ts" | "tsx"): Completeness["status"] {
  const [error] = parseSync(`cell.${language}`, code, { sourceType: "module", lang: language }).errors;
  if (error === undefined) return "complete";
  const label = error.labels[0];
  if (label === undefined) return "invalid";
  const end = code.trimEnd().length;
  if (label.start >= end || error.message.startsWith("Unterminated multiline comment")) return "incomplete";
  // A template may go on over lines, other strings and regular expressions may not.
  if (error.message.startsWith("Unterminated string"))
    return /[`}]/.test(code[label.start] ?? "") ? "incomplete" : "invalid";
  if (error.message.startsWith("Missing catch or finally")) {
    return code.slice(label.start).trimEnd().endsWith("}") ? "incomplete" : "invalid";
  }
  return "invalid";
}

function nextIndent(code: string): string {
  const line = code.trimEnd().split("\n").at(-1) ?? "";
  const indent = /^\s*/.exec(line)?.[0] ?? "";
  return /(?:[{([]|=>)$/.test(line) ? `${indent}  ` : indent;
}
