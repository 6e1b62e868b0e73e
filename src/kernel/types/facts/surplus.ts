import type { Node } from "oxc-parser";
import { unexported, varDeclarations } from "../../cell/syntax/ast.ts";
import { unionOf } from "./annotations.ts";

/** A part of a cell that later cells do not need, and its replacement. */
export type Surplus = {
  readonly start: number;
  readonly end: number;
  readonly instead: string;
  /** True for a part that must stay in a cell where a statement narrows a variable. */
  readonly isTelling: boolean;
};

const NOTHING: ReadonlySet<Node["type"]> = new Set<Node["type"]>([
  "BlockStatement",
  "DoWhileStatement",
  "ExpressionStatement",
  "ForInStatement",
  "ForOfStatement",
  "ForStatement",
  "IfStatement",
  "SwitchStatement",
  "TryStatement",
  "WhileStatement",
]);

/**
 * The parts of an accepted cell that the compiler can do without: values and bodies with declared types, and
 * statements without declarations. They make up most of a notebook.
 */
export function surplusIn(statements: readonly Node[]): Surplus[] {
  return statements.flatMap((statement): Surplus[] => {
    const node = unexported(statement);
    if (node.type === "VariableDeclaration" && node.kind === "const") {
      return node.declarations.flatMap(({ id, init }) =>
        init && id.typeAnnotation && unionOf(id) === undefined
          ? [{ start: init.start, end: init.end, instead: "null!", isTelling: true }]
          : [],
      );
    }
    if (node.type === "FunctionDeclaration" && node.returnType && node.body && !node.generator) {
      return [{ start: node.body.start, end: node.body.end, instead: "{ return null!; }", isTelling: false }];
    }
    if (!NOTHING.has(node.type) || varDeclarations(node).length > 0) return [];
    return [{ start: node.start, end: node.end, instead: ";", isTelling: true }];
  });
}

/**
 * The code without its surplus.
 *
 * @param isStraight true when no statement narrows a variable.
 */
export function withoutSurplus(code: string, surplus: readonly Surplus[], isStraight: boolean): string {
  let text = "";
  let at = 0;
  for (const { start, end, instead, isTelling } of surplus) {
    if (isTelling && !isStraight) continue;
    text += code.slice(at, start) + instead;
    at = end;
  }
  return text + code.slice(at);
}
