import type { Node } from "oxc-parser";
import { childrenOf, isFunction } from "../cell/syntax/ast.ts";

/** The specifiers of the `import()` calls that run with a node: outside functions, or in one called on the spot. */
export function loadsIn(node: Node): string[] {
  if (isFunction(node) || (node.type === "PropertyDefinition" && !node.static)) return [];
  const called = node.type === "CallExpression" ? withoutParentheses(node.callee) : undefined;
  const inner = childrenOf(called && isFunction(called) ? called : node);
  const given = called && isFunction(called) && node.type === "CallExpression" ? node.arguments : [];
  const own = node.type === "ImportExpression" ? [constantText(node.source)] : [];
  return [...own.filter((text) => text !== undefined), ...[...inner, ...given].flatMap(loadsIn)];
}

function withoutParentheses(node: Node): Node {
  return node.type === "ParenthesizedExpression" ? withoutParentheses(node.expression) : node;
}

function constantText(node: Node): string | undefined {
  if (node.type === "Literal") return typeof node.value === "string" ? node.value : undefined;
  return node.type === "TemplateLiteral" && node.expressions.length === 0 ? node.quasis[0]?.value.raw : undefined;
}
