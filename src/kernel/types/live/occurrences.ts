import type { Node } from "oxc-parser";
import { childrenOf, unexported } from "../../cell/syntax/ast.ts";
import { parseCell } from "../../cell/syntax/parse.ts";
import { referencesIn } from "../../cell/syntax/scope.ts";

/** A use or declaration of a top-level name in a cell's code. */
export type Occurrence = {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** The meaning of the name there. */
  readonly space: "value" | "type" | "declaration";
  /** The text to put before another name there: `a: ` for `{ a }`, `a as ` for an import. */
  readonly prefix: string;
  /** The text to put after another name there: ` as a` for an export. */
  readonly suffix: string;
};

/** The uses and declarations of names in a cell, in source order, except names of its functions, blocks and types. */
export function occurrencesIn(code: string): Occurrence[] {
  const body = parseCell(code)?.parsed.program.body ?? [];
  const found = new Map<number, Occurrence>();
  const add = (node: Named, space: Occurrence["space"], { prefix = "", suffix = "" } = {}): void => {
    const { name, start } = node;
    found.set(start, { name, start, end: start + name.length, space, prefix, suffix });
  };
  for (const { name, start, kind, shorthand } of referencesIn(body)) {
    const space = kind === "declare" ? "declaration" : "value";
    add({ name, start }, space, shorthand ? { prefix: `${name}: ` } : {});
  }
  for (const statement of body) {
    const node = unexported(statement);
    if ("id" in node && node.id?.type === "Identifier") add(node.id, "declaration");
    if (node.type === "ImportDeclaration") {
      for (const specifier of node.specifiers) {
        const isShort = specifier.type === "ImportSpecifier" && specifier.imported.start === specifier.local.start;
        add(specifier.local, "declaration", isShort ? { prefix: `${specifier.local.name} as ` } : {});
      }
    }
    if (node.type === "ExportNamedDeclaration" && !node.source) {
      for (const { local, exported } of node.specifiers) {
        if (local.type !== "Identifier") continue;
        add(local, "value", exported.start === local.start ? { suffix: ` as ${local.name}` } : {});
      }
    }
    addTypes(node, new Set(), add);
  }
  return [...found.values()].toSorted((a, b) => a.start - b.start);
}

type Named = { readonly name: string; readonly start: number };

/** Finds the names in types, except those of type parameters. */
function addTypes(node: Node, hidden: ReadonlySet<string>, add: (node: Named, space: "value" | "type") => void): void {
  const own = "typeParameters" in node ? node.typeParameters : undefined;
  const parameters = own?.type === "TSTypeParameterDeclaration" ? own.params.map(({ name }) => name.name) : [];
  const inner = parameters.length > 0 ? new Set([...hidden, ...parameters]) : hidden;
  const said = nameInType(node);
  if (said && !inner.has(said.name.name)) add(said.name, said.space);
  for (const child of childrenOf(node)) addTypes(child, inner, add);
}

function nameInType(node: Node): { readonly name: Named; readonly space: "value" | "type" } | undefined {
  if (node.type === "TSTypeReference") return leftmost(node.typeName, "type");
  if (node.type === "TSTypeQuery") return leftmost(node.exprName, "value");
  if (node.type === "TSInterfaceHeritage" || node.type === "TSClassImplements")
    return leftmost(node.expression, "type");
  return undefined;
}

function leftmost(node: Node, space: "value" | "type"): ReturnType<typeof nameInType> {
  let first = node;
  while (first.type === "TSQualifiedName" || first.type === "MemberExpression") {
    first = first.type === "TSQualifiedName" ? first.left : first.object;
  }
  return first.type === "Identifier" ? { name: first, space } : undefined;
}
