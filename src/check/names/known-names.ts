import { type CellNames, readNames, wordsIn } from "../../kernel/types/facts/cell-facts.ts";
import type { Declaration } from "../../kernel/types/facts/declarations.ts";
import type { CodeLanguage } from "../../notebook/code-language.ts";
import { withObjectLiteral } from "../../kernel/cell/syntax/object-literal.ts";
import { cellsToRead } from "../cells-to-read.ts";
import type { CheckSubject, SubjectCell } from "../subject.ts";
import { usedNames } from "./used-names.ts";

/** A cell and its names; they are undefined when it is not TypeScript. */
export type CellWithNames = { readonly cell: SubjectCell; readonly own: CellNames | undefined };

/** A name at the top level of a notebook. */
export type KnownName = {
  readonly name: string;
  /** In the order of the cells. */
  readonly declarations: readonly { readonly cell: SubjectCell; readonly declaration: Declaration }[];
};

/** Reads the cells of a notebook whose names matter. */
export function readCells({ cells }: CheckSubject): readonly CellWithNames[] {
  const wanted = cellsToRead(cells);
  return cells.filter((cell) => wanted.has(cell)).map((cell) => ({ cell, own: namesOf(cell.code) }));
}

// An object literal at the end of a cell is an expression; in a file, it would be a block.
function namesOf(code: string): CellNames | undefined {
  const names = readNames(code);
  if (names) return names;
  const literal = withObjectLiteral(code);
  return literal && readNames(literal.source);
}

/** The names that cells declare. */
export function knownNames(cells: readonly CellWithNames[]): ReadonlyMap<string, KnownName> {
  const names = new Map<string, KnownName>();
  for (const { cell, own } of cells) {
    for (const declaration of own?.declarations ?? []) {
      const { name } = declaration;
      const declarations = [...(names.get(name)?.declarations ?? []), { cell, declaration }];
      names.set(name, { name, declarations });
    }
  }
  return names;
}

/** The first cell that declares a name; undefined if none does. */
export function firstCellOf(names: ReadonlyMap<string, KnownName>, name: string): SubjectCell | undefined {
  return names.get(name)?.declarations[0]?.cell;
}

/** True for a cell that may refer to a name that a later cell declares, or declares again: one module has both. */
export function mentionsLaterNames(
  { index, code }: SubjectCell,
  names: ReadonlyMap<string, KnownName>,
  language: CodeLanguage,
): boolean {
  const isLater = (name: string): boolean => (names.get(name)?.declarations.at(-1)?.cell.index ?? 0) > index;
  const mentioned = [...wordsIn(code)].filter(isLater);
  // The comments of JavaScript have types, and few words are names of later cells, so few cells are parsed.
  if (mentioned.length === 0 || language === "javascript") return mentioned.length > 0;
  const used = usedNames(code);
  return mentioned.some((name) => used.has(name));
}
