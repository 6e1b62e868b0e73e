import type { Node } from "oxc-parser";

// Types that are one, whatever they are given.
const SINGLE = new Set([
  ...["Array", "ReadonlyArray", "Map", "ReadonlyMap", "Set", "ReadonlySet", "WeakMap", "WeakSet", "Record"],
  ...["Promise", "Date", "RegExp", "Error", "Uint8Array", "Float64Array", "Function", "DataFrame", "Series"],
]);

/**
 * The type that a variable is declared as, where it may be a union, of which its value then is a part: the
 * first of its names, an empty text for a union that stands there.
 */
export function unionOf(id: Node): string | undefined {
  const annotation = "typeAnnotation" in id ? id.typeAnnotation : undefined;
  const type = annotation?.type === "TSTypeAnnotation" ? annotation.typeAnnotation : undefined;
  if (type?.type === "TSUnionType") return "";
  if (type?.type !== "TSTypeReference") return undefined;
  const names = namesOf(type.typeName);
  return SINGLE.has(names.at(-1) ?? "") ? undefined : names[0];
}

/** The names of a name with dots. */
export function namesOf(id: Node): string[] {
  if (id.type === "Identifier") return [id.name];
  return id.type === "TSQualifiedName" ? [...namesOf(id.left), ...namesOf(id.right)] : [];
}
