import type { Node } from "oxc-parser";
import { childrenOf, isFunction } from "../../cell/syntax/ast.ts";

/** A property whose type is narrowed: for `a.b.c = 1`, the offset of `a`, and the path `b.c`. */
export type SetProperty = { readonly start: number; readonly path: string };

/** The properties that are set or deleted outside functions, where the path has only plain names. */
export function setProperties(node: Node): SetProperty[] {
  if (isFunction(node)) return [];
  return [...targetsOf(node).flatMap(targetsIn), ...childrenOf(node).flatMap(setProperties)];
}

function targetsOf(node: Node): Node[] {
  if (node.type === "AssignmentExpression" || node.type === "ForOfStatement") return [node.left];
  return node.type === "UnaryExpression" && node.operator === "delete" ? [node.argument] : [];
}

// A pattern sets its targets; it only reads its other parts.
function targetsIn(node: Node): SetProperty[] {
  const own = propertyAt(node);
  if (own) return [own];
  if (node.type === "AssignmentPattern") return targetsIn(node.left);
  if (node.type === "Property") return targetsIn(node.value);
  const isPattern = node.type === "ArrayPattern" || node.type === "ObjectPattern" || node.type === "RestElement";
  return isPattern ? childrenOf(node).flatMap(targetsIn) : [];
}

/** The properties tested by conditions and calls outside functions, where the path has only plain names. */
export function testedProperties(node: Node): SetProperty[] {
  if (isFunction(node)) return [];
  const call = node.type === "ExpressionStatement" ? node.expression : undefined;
  const tested = node.type === "IfStatement" ? [node.test] : call?.type === "CallExpression" ? call.arguments : [];
  return [...tested.flatMap(propertiesIn), ...childrenOf(node).flatMap(testedProperties)];
}

function propertiesIn(node: Node): SetProperty[] {
  if (isFunction(node)) return [];
  const own = propertyAt(node);
  if (own) return [own];
  // A call does not narrow its method.
  if (node.type === "CallExpression" && node.callee.type === "MemberExpression") {
    return [node.callee.object, ...node.arguments].flatMap(propertiesIn);
  }
  return childrenOf(node).flatMap(propertiesIn);
}

function propertyAt(node: Node): SetProperty | undefined {
  if (node.type !== "MemberExpression" || node.computed || node.optional || node.property.type !== "Identifier")
    return undefined;
  const { object, property } = node;
  if (object.type === "Identifier") return { start: object.start, path: property.name };
  const outer = propertyAt(object);
  return outer && { start: outer.start, path: `${outer.path}.${property.name}` };
}
