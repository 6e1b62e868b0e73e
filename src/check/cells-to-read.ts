import { readNames } from "../kernel/types/facts/cell-facts.ts";
import type { SubjectCell } from "./subject.ts";
import { parsesAsTypeScript } from "./rules/syntax.ts";

const WORD = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu;
const DECLARED =
  /\b(?:const|let|var|using|function(?:\s*\*)?|class|interface|type|enum|namespace|module)\s+([\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*)/gu;
const IMPORTED = /\bimport\b([^"'`;()]*)\b(?:from|require)\b/g;
const ENUM_OR_ALIAS = /\bconst\s+enum\b|\bimport\s+[^"'`;()]*=/;
const VARIABLES = /\b(?:const|let|var|using)\s*([[{]?)/g;

/**
 * Finds the cells whose declarations matter by words alone: those that declare names that may be unused or that an
 * earlier cell mentions. Parsing every cell would take several times as long.
 */
export function cellsToRead(cells: readonly SubjectCell[]): ReadonlySet<SubjectCell> {
  const wanted = new Set<SubjectCell>();
  const mentions = new Map<string, number>();
  const declaring = new Map<string, SubjectCell[]>();
  const want = (name: string) => declaring.get(name)?.forEach((cell) => wanted.add(cell));
  for (const cell of cells) {
    const names = declaredIn(cell.code);
    if (!names || !parsesAsTypeScript(cell.code)) wanted.add(cell);
    const own = names ?? readNames(cell.code)?.declarations.map(({ name }) => name) ?? [];
    const early = own.filter((name) => mentions.has(name));
    for (const name of own) declaring.set(name, [...(declaring.get(name) ?? []), cell]);
    early.forEach(want);
    for (const word of cell.source.match(WORD) ?? []) mentions.set(word, (mentions.get(word) ?? 0) + 1);
  }
  for (const [name, { length }] of declaring) if ((mentions.get(name) ?? 0) <= length) want(name);
  return wanted;
}

/** True when a pattern, a constant enum or an alias declares names, or one declaration declares several. */
function isIntricate(code: string): boolean {
  if (ENUM_OR_ALIAS.test(code)) return true;
  for (const { 0: keyword, 1: bracket, index } of code.matchAll(VARIABLES)) {
    if (bracket !== "" || hasOuterComma(code, index + keyword.length)) return true;
  }
  return false;
}

// Brackets and commas in strings count too; the cost is one more cell to parse.
function hasOuterComma(code: string, from: number): boolean {
  let depth = 0;
  for (let at = from; at < code.length; at++) {
    const character = code[at] ?? "";
    if ("([{".includes(character)) depth++;
    else if (")]}".includes(character)) depth--;
    else if (character === "," && depth === 0) return true;
    if (depth < 0 || (character === ";" && depth === 0)) return false;
  }
  return false;
}

/** The names that look declared, at any depth; undefined where only a parser can decide. */
function declaredIn(code: string): string[] | undefined {
  if (isIntricate(code)) return undefined;
  const names = Array.from(code.matchAll(DECLARED), ([, name = ""]) => name);
  const imported = Array.from(code.matchAll(IMPORTED), ([, clause = ""]) => clause.match(WORD) ?? []).flat();
  return [...names, ...imported.filter((word) => word !== "type" && word !== "as")];
}
