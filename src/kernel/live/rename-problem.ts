import type { Node } from "oxc-parser";
import { childrenOf } from "../cell/syntax/ast.ts";
import { isTooDeep } from "../cell/syntax/nesting.ts";
import { parseCell } from "../cell/syntax/parse.ts";
import type { ReadCell } from "./live-cells.ts";
import type { LiveEdit } from "./messages.ts";

type Edited = { readonly cell: ReadCell; readonly edits: readonly LiveEdit[] };
type Name = { readonly name: string; readonly start: number };

/**
 * A sentence about why a rename would change the meaning of cells: the new name is a reserved word, or already means
 * something where the old one stands. Undefined when it would not. Properties may have any name.
 */
export function renameProblem(
  name: string,
  edits: readonly LiveEdit[],
  cells: readonly ReadCell[],
): string | undefined {
  const edited = cells.flatMap((cell): Edited[] => {
    const own = edits.filter((edit) => edit.cell === cell.id);
    return own.length > 0 ? [{ cell, edits: own }] : [];
  });
  if (edited.some((each) => parseCell(after(each)) === undefined)) return `"${name}" is a reserved word`;
  const renamed = edited.map(({ cell, edits: own }) => {
    const variables = variablesIn(cell.code);
    return { cell, variables, old: variables.find(({ start }) => own.some((edit) => edit.start === start))?.name };
  });
  const old = renamed.find((each) => each.old !== undefined)?.old;
  if (old === undefined) return undefined;
  const taken = `"${name}" already has a meaning`;
  if (renamed.some(({ variables }) => variables.some((variable) => variable.name === name))) {
    return `${taken} in a cell that would change: choose another name`;
  }
  const isShared = edited.some(({ cell }) => declares(cell, old));
  const other = isShared && cells.some((cell) => declares(cell, name) || uses(cell, name));
  return other ? `${taken} in another cell: choose another name` : undefined;
}

/** The code of a cell after its edits. */
function after({ cell, edits }: Edited): string {
  const last = edits.toSorted((a, b) => b.start - a.start);
  return last.reduce((code, { start, end, text }) => code.slice(0, start) + text + code.slice(end), cell.code);
}

function declares({ facts }: ReadCell, name: string): boolean {
  return facts?.declarations.some((declaration) => declaration.name === name) === true;
}

function uses({ facts }: ReadCell, name: string): boolean {
  return facts !== undefined && [...facts.direct, ...facts.nested].some((reference) => reference.name === name);
}

/** The names in code that are not names of properties: of variables, functions, types and parameters. */
function variablesIn(code: string): Name[] {
  const found: Name[] = [];
  const visit = (node: Node): void => {
    if (node.type === "Identifier") found.push({ name: node.name, start: node.start });
    const key = keyOf(node);
    for (const child of childrenOf(node)) if (child !== key) visit(child);
  };
  const program = isTooDeep(code) ? undefined : parseCell(code)?.parsed.program;
  if (program) visit(program);
  return found;
}

/** The part of a node that is the name of a property, or of another module's export. */
function keyOf(node: Node): Node | undefined {
  switch (node.type) {
    case "MemberExpression":
      return node.computed ? undefined : node.property;
    case "Property":
      return node.computed || node.shorthand ? undefined : node.key;
    case "MethodDefinition":
    case "PropertyDefinition":
    case "AccessorProperty":
    case "TSPropertySignature":
    case "TSMethodSignature":
      return node.computed ? undefined : node.key;
    case "TSQualifiedName":
      return node.right;
    case "TSEnumMember":
      return node.id;
    case "ImportSpecifier":
      return node.imported;
    case "ExportSpecifier":
      return node.exported;
    default:
      return undefined;
  }
}
