import { type CellNames, readNames, wordsIn } from "../kernel/types/facts/cell-facts.ts";
import type { Declaration } from "../kernel/types/facts/declarations.ts";
import { withObjectLiteral } from "../kernel/cell/syntax/object-literal.ts";
import { cellsToRead } from "./cells-to-read.ts";
import type { Subject, SubjectCell } from "./subject.ts";

/** A cell and its names; they are undefined when it is not TypeScript. */
export type ReadCell = { readonly cell: SubjectCell; readonly own: CellNames | undefined };

/** A name at the top level of a notebook. */
export type KnownName = {
  readonly name: string;
  /** In the order of the cells. */
  readonly declarations: readonly { readonly cell: SubjectCell; readonly declaration: Declaration }[];
};

/** Reads the cells of a notebook whose names matter. */
export function readCells({ cells }: Subject): readonly ReadCell[] {
  return Array.from(cellsToRead(cells), (cell) => ({ cell, own: namesOf(cell.code) }));
}

// An object literal at the end of a cell is an expression; in a file, it would be a block.
function namesOf(code: string): CellNames | undefined {
  const names = readNames(code);
  if (names) return names;
  const literal = withObjectLiteral(code);
  return literal && readNames(literal.source);
}

/** The names that cells declare. */
export function knownNames(cells: readonly ReadCell[]): ReadonlyMap<string, KnownName> {
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

/** True for a cell with a word that only a later cell declares; the compiler would accept it within one module. */
export function mentionsLaterNames({ index, code }: SubjectCell, names: ReadonlyMap<string, KnownName>): boolean {
  return names.size > 0 && [...wordsIn(code)].some((word) => (firstCellOf(names, word)?.index ?? 0) > index);
}
