import type { Node } from "oxc-parser";
import { childrenOf, isFunction } from "../cell/ast.ts";

/** A property that is given a value, as `b.c` of `a` by `a.b.c = 1`: the place of `a`, and the rest. */
export type SetProperty = { readonly start: number; readonly path: string };

/** The properties that are given a value outside functions, by way of names alone. */
export function setProperties(node: Node): SetProperty[] {
  if (isFunction(node)) return [];
  const own = node.type === "AssignmentExpression" ? propertyAt(node.left) : undefined;
  return [...(own ? [own] : []), ...childrenOf(node).flatMap(setProperties)];
}

function propertyAt(node: Node): SetProperty | undefined {
  if (node.type !== "MemberExpression" || node.computed || node.property.type !== "Identifier") return undefined;
  const { object, property } = node;
  if (object.type === "Identifier") return { start: object.start, path: property.name };
  const outer = propertyAt(object);
  return outer && { start: outer.start, path: `${outer.path}.${property.name}` };
}
