import type MagicString from "magic-string";
import type { Node } from "oxc-parser";
import { boundNames, unexported } from "../syntax/ast.ts";
import { referencesIn } from "../syntax/scope.ts";

type Namespace = Extract<Node, { type: "TSModuleDeclaration" }>;

/** The names that each namespace exports at run time, by the namespace's name. */
export function namespaceExports(statements: readonly Node[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const node of statements) {
    if (node.type !== "TSModuleDeclaration" || node.declare || !node.body) continue;
    const name = node.id.type === "TSQualifiedName" ? leftmost(node.id) : node.id.type === "Identifier" && node.id.name;
    if (!name) continue;
    const exported = node.id.type === "Identifier" ? node.body.body.flatMap(exportedNames) : [];
    found.set(name, [...(found.get(name) ?? []), ...exported]);
  }
  return found;
}

/**
 * Rewrites namespaces where the transformer does not: exported variables that change are read and written on the
 * namespace object, and each block sees the exports of the namespace's other blocks.
 *
 * @param exportsOf the names that all blocks of a namespace export.
 */
export function lowerNamespaces(
  statements: readonly Node[],
  text: MagicString,
  exportsOf: (name: string) => readonly string[],
): void {
  for (const node of statements) {
    if (node.type === "TSModuleDeclaration" && !node.declare && node.body) lower(node, text, exportsOf);
  }
}

function lower(node: Namespace, text: MagicString, exportsOf: (name: string) => readonly string[]): void {
  const body = node.body?.body ?? [];
  const name = node.id.type === "TSQualifiedName" ? node.id.right.name : node.id.type === "Identifier" && node.id.name;
  if (!name) return;
  const inner = body.map(unexported);
  const variables = new Set<string>();
  for (const statement of body) {
    if (statement.type !== "ExportNamedDeclaration" || statement.declaration?.type !== "VariableDeclaration") continue;
    const { declaration } = statement;
    if (declaration.kind === "const" || declaration.declare) continue;
    for (const bound of declaration.declarations.flatMap(({ id }) => boundNames(id))) variables.add(bound);
    lowerVariables(statement.start, declaration, text);
  }
  const own = new Set(inner.flatMap(declaredNames).filter((declared) => !variables.has(declared)));
  const lookedUp = new Set([...variables, ...exportsOf(name)].filter((exported) => !own.has(exported)));
  for (const reference of referencesIn(body)) {
    if (!lookedUp.has(reference.name)) continue;
    const target = `${name}.${reference.name}`;
    text.update(reference.start, reference.end, reference.shorthand ? `${reference.name}: ${target}` : target);
  }
  const nested = namespaceExports(inner);
  lowerNamespaces(inner, text, (inside) => nested.get(inside) ?? []);
}

/** Turns `export let a = 1, b` into assignments to properties of the namespace. */
function lowerVariables(
  start: number,
  declaration: Extract<Node, { type: "VariableDeclaration" }>,
  text: MagicString,
): void {
  const [first] = declaration.declarations;
  if (!first) return;
  text.update(start, first.start, "(");
  for (const { id, init, end } of declaration.declarations) {
    const annotation = id.typeAnnotation;
    if (annotation) text.remove(annotation.start, annotation.end);
    if (!init) text.appendLeft(end, " = void 0");
  }
  text.appendLeft(declaration.declarations.at(-1)?.end ?? declaration.end, ");");
}

function exportedNames(statement: Node): string[] {
  return statement.type === "ExportNamedDeclaration" && statement.declaration
    ? declaredNames(statement.declaration)
    : [];
}

/** The names that a statement declares at run time. */
function declaredNames(node: Node): string[] {
  switch (node.type) {
    case "VariableDeclaration":
      return node.declarations.flatMap(({ id }) => boundNames(id));
    case "FunctionDeclaration":
    case "ClassDeclaration":
    case "TSEnumDeclaration":
    case "TSImportEqualsDeclaration":
      return node.id ? [node.id.name] : [];
    case "TSModuleDeclaration":
      return node.id.type === "Identifier" ? [node.id.name] : [];
    default:
      return [];
  }
}

function leftmost(id: Node): string | undefined {
  if (id.type === "Identifier") return id.name;
  return id.type === "TSQualifiedName" ? leftmost(id.left) : undefined;
}
