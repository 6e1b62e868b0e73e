import type { Node } from "oxc-parser";
import { childrenOf, isFunction } from "../cell/ast.ts";

/** A property of which something becomes known, as `b.c` of `a` by `a.b.c = 1`: the place of `a`, and the rest. */
export type SetProperty = { readonly start: number; readonly path: string };

/** The properties that are given a value outside functions, by way of names alone. */
export function setProperties(node: Node): SetProperty[] {
  if (isFunction(node)) return [];
  const own = node.type === "AssignmentExpression" ? propertyAt(node.left) : undefined;
  return [...(own ? [own] : []), ...childrenOf(node).flatMap(setProperties)];
}

/** The properties that conditions and calls outside functions ask about, by way of names alone. */
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
  // Of a method that is called nothing becomes known.
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
