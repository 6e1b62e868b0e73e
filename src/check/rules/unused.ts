import type { Declaration } from "../../kernel/types/facts/declarations.ts";
import { type CellFinding, nameStart } from "../findings/cell-finding.ts";
import type { KnownName, CellWithNames } from "../names/known-names.ts";
import type { SubjectCell } from "../subject.ts";

const WORD = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu;

/**
 * The names that are declared and never mentioned again, as warnings. Names that are exported or start with an
 * underscore are exempt, and so are variables at the end of a cell: they hold the cell's result, which would be shown
 * otherwise. A mention in a comment counts as a use.
 *
 * @param cells all cells of the notebook.
 * @param read those whose names were read.
 */
export function unusedNames(
  cells: readonly SubjectCell[],
  read: readonly CellWithNames[],
  names: ReadonlyMap<string, KnownName>,
): CellFinding[] {
  if (names.size === 0) return [];
  const mentions = new Map<string, number>();
  for (const { source } of cells) {
    for (const word of source.match(WORD) ?? []) mentions.set(word, (mentions.get(word) ?? 0) + 1);
  }
  const exported = new Set(read.flatMap(({ own }) => [...(own?.exported ?? [])]));
  return [...names.values()].flatMap(({ name, declarations }): CellFinding[] => {
    const [first] = declarations;
    if (!first || (mentions.get(name) ?? 0) > declarations.length) return [];
    if (name.startsWith("_") || exported.has(name) || first.cell.isMuted) return [];
    const { cell, declaration } = first;
    if (isResult(declaration, cell.code) || isDisposed(declaration)) return [];
    const start = nameStart(cell.code, name, declaration.start);
    const message = `"${name}" is declared but never used in this notebook`;
    return [{ cell, start, end: start + name.length, rule: "unused-name", severity: "warning", message }];
  });
}

// True for a variable that exists for its disposal at the end of the cell.
function isDisposed({ kind, text }: Declaration): boolean {
  return kind === "const" && /^(?:await\s+)?using\b/.test(text);
}

function isResult({ kind, end, value }: Declaration, code: string): boolean {
  return (kind === "const" || kind === "let") && value?.isFunction === false && /^[\s;]*$/.test(code.slice(end));
}
