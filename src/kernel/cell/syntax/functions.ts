import type { MethodDefinition, Node, ObjectProperty } from "oxc-parser";
import { childrenOf, isFunction } from "./ast.ts";

/** A function or class: the range of what its `toString` returns, and its name; undefined when only a run knows it. */
export type FoundFunction = { readonly start: number; readonly end: number; readonly name: string | undefined };

/** The functions and classes in code, also those inside others. */
export function functionsIn(node: Node, code: string, name: string | undefined = ""): FoundFunction[] {
  switch (node.type) {
    case "MethodDefinition":
      return methodIn(node, node.static ? startOfStatic(node, code) : node.start, code);
    case "Property":
      if (node.kind !== "init" || node.method) return methodIn(node, node.start, code);
      return [...functionsIn(node.key, code), ...functionsIn(node.value, code, keyOf(node))];
    case "PropertyDefinition":
      return [...functionsIn(node.key, code), ...(node.value ? functionsIn(node.value, code, keyOf(node)) : [])];
    case "VariableDeclarator":
      return [...functionsIn(node.id, code), ...(node.init ? functionsIn(node.init, code, nameOf(node.id)) : [])];
    case "AssignmentExpression":
    case "AssignmentPattern":
      return [...functionsIn(node.left, code), ...functionsIn(node.right, code, nameOf(node.left))];
    case "ParenthesizedExpression":
      return functionsIn(node.expression, code, name);
    default:
  }
  const inner = childrenOf(node).flatMap((child) => functionsIn(child, code));
  if (!isFunction(node) && node.type !== "ClassDeclaration" && node.type !== "ClassExpression") return inner;
  const own = "id" in node && node.id ? nameOf(node.id) : name;
  return [{ start: node.start, end: node.end, name: own }, ...inner];
}

function methodIn(node: MethodDefinition | ObjectProperty, start: number, code: string): FoundFunction[] {
  const key = keyOf(node);
  const isAccessor = node.kind === "get" || node.kind === "set";
  const name = isAccessor && key !== undefined ? `${node.kind} ${key}` : key;
  const inner = [node.key, ...childrenOf(node.value)].flatMap((child) => functionsIn(child, code));
  return [{ start, end: node.end, name }, ...inner];
}

function startOfStatic({ start, end }: Node, code: string): number {
  return start + (/^static\s*/.exec(code.slice(start, end))?.[0].length ?? 0);
}

function keyOf({ key, computed }: { readonly key: Node; readonly computed: boolean }): string | undefined {
  if (key.type === "Literal") return String(key.value);
  if (key.type === "PrivateIdentifier") return `#${key.name}`;
  return computed || key.type !== "Identifier" ? undefined : key.name;
}

function nameOf(node: Node): string {
  return node.type === "Identifier" ? node.name : "";
}
