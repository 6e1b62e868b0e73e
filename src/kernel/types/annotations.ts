import type { Node } from "oxc-parser";

// Types that are one, whatever they are given.
const SINGLE = new Set([
  ...["Array", "ReadonlyArray", "Map", "ReadonlyMap", "Set", "ReadonlySet", "WeakMap", "WeakSet", "Record"],
  ...["Promise", "Date", "RegExp", "Error", "Uint8Array", "Float64Array", "Function", "DataFrame", "Series"],
]);

/** Whether what a variable is declared as may be a union, of which its value then is a part. */
export function mayBeUnion(id: Node): boolean {
  const annotation = "typeAnnotation" in id ? id.typeAnnotation : undefined;
  const type = annotation?.type === "TSTypeAnnotation" ? annotation.typeAnnotation : undefined;
  if (type?.type === "TSUnionType") return true;
  if (type?.type !== "TSTypeReference") return false;
  const { typeName } = type;
  const name = typeName.type === "TSQualifiedName" ? typeName.right : typeName;
  return name.type !== "Identifier" || !SINGLE.has(name.name);
}
