import { type Node, type Program, visitorKeys } from "oxc-parser";

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/**
 * The nodes directly inside a node, in source order. A chain of operators yields all its operands: there may be
 * thousands, each nested in the next, too many to walk by recursion.
 */
export function childrenOf(node: Node): Node[] {
  if (node.type === "BinaryExpression" || node.type === "LogicalExpression") return operandsOf(node);
  const found: Node[] = [];
  for (const key of visitorKeys[node.type] ?? []) {
    const value: unknown = Reflect.get(node, key);
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) found.push(item);
    } else if (isNode(value)) found.push(value);
  }
  return found;
}

function operandsOf(chain: Node): Node[] {
  const found: Node[] = [];
  let node = chain;
  while (node.type === "BinaryExpression" || node.type === "LogicalExpression") {
    found.push(node.right);
    node = node.left;
  }
  found.push(node);
  return found.toReversed();
}

/** True for every kind of function: `return` and `await` inside it belong to it. */
export function isFunction(node: Node): boolean {
  return (
    node.type === "FunctionDeclaration" || node.type === "FunctionExpression" || node.type === "ArrowFunctionExpression"
  );
}

/** The names that a pattern binds: `{ a, b: [c = 1], ...d }` binds a, c and d. */
export function boundNames(pattern: Node): string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap((property) =>
        boundNames(property.type === "RestElement" ? property.argument : property.value),
      );
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => (element ? boundNames(element) : []));
    case "AssignmentPattern":
      return boundNames(pattern.left);
    case "RestElement":
      return boundNames(pattern.argument);
    case "TSParameterProperty":
      return boundNames(pattern.parameter);
    default:
      return [];
  }
}

/** The `var` declarations of this node's function, including its blocks but not its inner functions. */
export function varDeclarations(node: Node): Extract<Node, { type: "VariableDeclaration" }>[] {
  if (isFunction(node) || node.type === "StaticBlock" || node.type === "TSModuleBlock") return [];
  const own = node.type === "VariableDeclaration" && node.kind === "var" ? [node] : [];
  return [...own, ...childrenOf(node).flatMap(varDeclarations)];
}

/** The bound name; an empty string for a pattern. */
export function nameOf(id: Node): string {
  return id.type === "Identifier" ? id.name : "";
}

/**
 * True when a statement has no effect. The transformer ends a module with `export {}` when all its imports were
 * types.
 */
export function isEmptyStatement(statement: Program["body"][number]): boolean {
  if (statement.type !== "ExportNamedDeclaration") return statement.type === "EmptyStatement";
  return !statement.declaration && !statement.source && statement.specifiers.length === 0;
}

/** A statement without the `export` before it. */
export function unexported(statement: Node): Node {
  if (statement.type === "ExportNamedDeclaration") return statement.declaration ?? statement;
  if (statement.type !== "ExportDefaultDeclaration") return statement;
  return statement.declaration;
}

/** True for a function or class that takes its name from its variable. */
export function isNameless(node: Node): boolean {
  if (node.type === "ParenthesizedExpression") return isNameless(node.expression);
  if (node.type === "ArrowFunctionExpression") return true;
  return (node.type === "FunctionExpression" || node.type === "ClassExpression") && !node.id;
}

/** True for a function, which runs no code until it is called. */
export function isFunctionValue(node: Node): boolean {
  return node.type === "ParenthesizedExpression" ? isFunctionValue(node.expression) : isFunction(node);
}
