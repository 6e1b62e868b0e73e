import type { Node } from "oxc-parser";
import { childrenOf, isFunction } from "../../cell/syntax/ast.ts";

// Methods of arrays and promises that call the function which they are given, at once or when the promise is settled.
const CALLING = new Set(
  "map flatMap forEach filter find findIndex some every reduce from fromAsync then finally".split(" "),
);

/**
 * The specifiers of the `import()` calls that run with a node: outside functions, in one called on the spot, or in one
 * given to a method that calls it, such as `map` and `then`.
 */
export function loadsIn(node: Node): string[] {
  if (isFunction(node) || (node.type === "PropertyDefinition" && !node.static)) return [];
  const own = node.type === "ImportExpression" ? [constantText(node.source)] : [];
  return [...own.filter((text) => text !== undefined), ...partsThatRun(node).flatMap(loadsIn)];
}

/** The parts of a node that run with it, also those of functions that it calls. */
function partsThatRun(node: Node): Node[] {
  if (node.type !== "CallExpression") return childrenOf(node);
  const callee = withoutParentheses(node.callee);
  if (isFunction(callee)) return [...childrenOf(callee), ...node.arguments];
  const callbacks = isCalling(callee) ? node.arguments.filter(isFunction) : [];
  return [...childrenOf(node), ...callbacks.flatMap(childrenOf)];
}

function isCalling(callee: Node): boolean {
  const member = callee.type === "ChainExpression" ? callee.expression : callee;
  return (
    member.type === "MemberExpression" && member.property.type === "Identifier" && CALLING.has(member.property.name)
  );
}

function withoutParentheses(node: Node): Node {
  return node.type === "ParenthesizedExpression" ? withoutParentheses(node.expression) : node;
}

function constantText(node: Node): string | undefined {
  if (node.type === "Literal") return typeof node.value === "string" ? node.value : undefined;
  return node.type === "TemplateLiteral" && node.expressions.length === 0 ? node.quasis[0]?.value.raw : undefined;
}
