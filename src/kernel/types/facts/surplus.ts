import type { Node } from "oxc-parser";
import { varDeclarations } from "../../cell/ast.ts";
import { unionOf } from "./annotations.ts";

/** A part of a cell that says nothing to later cells, and what stands for it. */
export type Surplus = {
  readonly start: number;
  readonly end: number;
  readonly instead: string;
  /** Whether it tells something where a statement changes what is known about a variable. */
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
 * What the compiler need not keep of an accepted cell: values and bodies whose types are written down, and
 * statements that declare nothing. Most of a notebook's text is of this kind.
 */
export function surplusIn(statements: readonly Node[]): Surplus[] {
  return statements.flatMap((statement): Surplus[] => {
    const node = statement.type === "ExportNamedDeclaration" ? (statement.declaration ?? statement) : statement;
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
 * A text without its surplus.
 *
 * @param isStraight whether no statement changes what is known about a variable.
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
