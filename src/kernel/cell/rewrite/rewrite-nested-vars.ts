import type MagicString from "magic-string";
import type { Node, VariableDeclaration } from "oxc-parser";
import { childrenOf } from "../syntax/ast.ts";

/** The declarations in the heads of loops. */
export function loopHeads(node: Node): Node[] {
  const inner = childrenOf(node).flatMap(loopHeads);
  if (node.type === "ForStatement" && node.init) return [node.init, ...inner];
  return node.type === "ForInStatement" || node.type === "ForOfStatement" ? [node.left, ...inner] : inner;
}

/**
 * Turns a `var` in a block or the head of a loop into an expression: its names are variables of the notebook.
 *
 * @param isInHead true in the head of a loop.
 * @param opening the start of the expression, up to a parenthesis.
 */
export function rewriteNestedVar(
  text: MagicString,
  node: VariableDeclaration,
  { isInHead, opening }: { readonly isInHead: boolean; readonly opening: string },
): void {
  const [first] = node.declarations;
  const last = node.declarations.at(-1);
  if (!first || !last) return;
  if (isInHead && isLoopTarget(text.original, node)) {
    text.remove(node.start, first.id.start);
    return;
  }
  text.update(node.start, first.id.start, opening);
  text.appendLeft(last.end, isInHead || last.end < node.end ? ")" : ");");
}

/** True for the variable of a `for...of` or `for...in` loop. */
export function isLoopTarget(code: string, { declarations }: VariableDeclaration): boolean {
  const [first] = declarations;
  const end = declarations.at(-1)?.end ?? 0;
  return first !== undefined && !first.init && !code.slice(end).trimStart().startsWith(";");
}
