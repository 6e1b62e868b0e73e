import type { Node } from "oxc-parser";
import { varDeclarations } from "../cell/ast.ts";

/** A part of a cell that says nothing to later cells, and what stands for it. */
export type Surplus = { readonly start: number; readonly end: number; readonly instead: string };

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
 *
 * @param isStraight whether no statement changes what is known about a variable.
 */
export function surplusIn(statements: readonly Node[], isStraight: boolean): Surplus[] {
  return statements.flatMap((statement): Surplus[] => {
    const node = statement.type === "ExportNamedDeclaration" ? (statement.declaration ?? statement) : statement;
    if (node.type === "VariableDeclaration" && node.kind === "const") {
      return node.declarations.flatMap(({ id, init }) =>
        init && id.typeAnnotation ? [{ start: init.start, end: init.end, instead: "null!" }] : [],
      );
    }
    if (node.type === "FunctionDeclaration" && node.returnType && node.body && !node.generator) {
      return [{ start: node.body.start, end: node.body.end, instead: "{ return null!; }" }];
    }
    if (!isStraight || !NOTHING.has(node.type) || varDeclarations(node).length > 0) return [];
    return [{ start: node.start, end: node.end, instead: ";" }];
  });
}

/** A text without its surplus. */
export function withoutSurplus(code: string, surplus: readonly Surplus[]): string {
  let text = "";
  let at = 0;
  for (const { start, end, instead } of surplus) {
    text += code.slice(at, start) + instead;
    at = end;
  }
  return text + code.slice(at);
}
