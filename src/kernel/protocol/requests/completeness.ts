import { type OxcError, parseSync, type Program } from "oxc-parser";
import { endsInShell, withoutMagics } from "../../magic/lines/magic-lines.ts";
import { type ParserLanguage, LANGUAGES } from "../../cell/syntax/parse.ts";
import { isTooDeep } from "../../cell/syntax/nesting.ts";
import { withObjectLiteral } from "../../cell/syntax/object-literal.ts";

/** A console's treatment of Enter; `indent` is for the next line. */
export type Completeness =
  | { status: "complete" }
  | { status: "invalid" }
  | { status: "unknown" }
  | { status: "incomplete"; indent: string };

/** The completeness of code: complete, in need of more lines or invalid; unknown when it is nested too deeply. */
export function completeness(code: string): Completeness {
  if (isTooDeep(code)) return { status: "unknown" };
  const source = withoutMagics(code);
  if (endsInShell(code)) return { status: "incomplete", indent: nextIndent(code) };
  if (withObjectLiteral(source)) return { status: "complete" };
  const states = new Set(LANGUAGES.map((language) => stateIn(source, language)));
  if (states.has("complete")) return { status: "complete" };
  if (states.has("incomplete")) return { status: "incomplete", indent: nextIndent(code) };
  return { status: "invalid" };
}

function stateIn(code: string, language: ParserLanguage): Completeness["status"] {
  const { program, errors } = parse(code, language);
  const [error] = errors;
  if (error === undefined) return awaitsBody(program) ? "incomplete" : "complete";
  return isUnfinished(error, code) || canGoOn(code, language) ? "incomplete" : "invalid";
}

function parse(code: string, language: ParserLanguage) {
  return parseSync(`cell.${language}`, code, { sourceType: "module", lang: language });
}

function isUnfinished({ message, labels: [label] }: OxcError, code: string): boolean {
  if (label === undefined) return false;
  const text = code.trimEnd();
  if (label.start >= text.length || message.startsWith("Unterminated multiline comment")) return true;
  // A template may span lines, other strings and regular expressions may not.
  if (message.startsWith("Unterminated string")) return /[`}]/.test(code[label.start] ?? "");
  if (message.startsWith("Unterminated")) return false;
  if (message.startsWith("Missing catch or finally")) return text.slice(label.start).endsWith("}");
  // The parser reports `a?.`, `import.` and `new.` at their start.
  return text.endsWith(".") && label.end >= text.length;
}

// Unfinished code that the parser reports at its start: `(a, b) =>`, `import("x"`, `const x`, `{ method()`.
const CONTINUATIONS = ["x", ")", "= x", "{}"];

/** True when one of the continuations makes the code valid, or valid so far. */
function canGoOn(code: string, language: ParserLanguage): boolean {
  return CONTINUATIONS.some((next) => {
    const longer = `${code}\n${next}`;
    return parse(longer, language).errors.every(({ labels: [label] }) => label && label.start >= longer.length);
  });
}

// The parser reads a function without a body as an overload.
function awaitsBody({ body }: Program): boolean {
  const last = body.at(-1);
  const isExport = last?.type === "ExportNamedDeclaration" || last?.type === "ExportDefaultDeclaration";
  const node = isExport ? last.declaration : last;
  return node?.type === "TSDeclareFunction" && !node.declare;
}

function nextIndent(code: string): string {
  const line = code.trimEnd().split("\n").at(-1) ?? "";
  const indent = /^\s*/.exec(line)?.[0] ?? "";
  return /(?:[{([]|=>)$/.test(line) ? `${indent}  ` : indent;
}
