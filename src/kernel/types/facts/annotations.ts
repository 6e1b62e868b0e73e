import type { Node } from "oxc-parser";

// Types that are never unions, whatever their arguments.
const SINGLE = new Set([
  ...["Array", "ReadonlyArray", "Map", "ReadonlyMap", "Set", "ReadonlySet", "WeakMap", "WeakSet", "Record"],
  ...["Promise", "Date", "RegExp", "Error", "Uint8Array", "Float64Array", "Function", "DataFrame", "Series"],
]);

/**
 * The declared type of a variable, if it may be a union, which the variable's value narrows: the first name of the
 * type, or an empty string for a union written in place. Undefined for any other type.
 */
export function unionOf(id: Node): string | undefined {
  const annotation = "typeAnnotation" in id ? id.typeAnnotation : undefined;
  const type = annotation?.type === "TSTypeAnnotation" ? annotation.typeAnnotation : undefined;
  if (type?.type === "TSUnionType") return "";
  if (type?.type !== "TSTypeReference") return undefined;
  const names = namesOf(type.typeName);
  return SINGLE.has(names.at(-1) ?? "") ? undefined : names[0];
}

/** The parts of a dotted name: `a` and `b` for `a.b`. */
export function namesOf(id: Node): string[] {
  if (id.type === "Identifier") return [id.name];
  return id.type === "TSQualifiedName" ? [...namesOf(id.left), ...namesOf(id.right)] : [];
}
