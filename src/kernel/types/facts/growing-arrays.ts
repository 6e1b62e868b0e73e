import type { Node } from "oxc-parser";
import { childrenOf } from "../../cell/syntax/ast.ts";

/** The offsets of names of arrays that get elements in a way that the compiler tracks. */
export function growingPlaces(node: Node): number[] {
  const array = grownBy(node);
  return [...(array?.type === "Identifier" ? [array.start] : []), ...childrenOf(node).flatMap(growingPlaces)];
}

/** The array that a node adds to: `rows` in `rows.push(1)` and `rows[0] = 1`. */
function grownBy(node: Node): Node | undefined {
  if (node.type === "AssignmentExpression" && node.left.type === "MemberExpression") {
    return node.left.computed ? node.left.object : undefined;
  }
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return undefined;
  const { object, property } = node.callee;
  return property.type === "Identifier" && /^(?:push|unshift)$/.test(property.name) ? object : undefined;
}
