import type { Node, Program, VariableDeclaration } from "oxc-parser";
import { boundNames, isFunctionValue, unexported, varDeclarations } from "../syntax/ast.ts";
import { importedNames, isHelperImport } from "./rewrite-imports.ts";
import { hasValue, type Name, type NameKind, variableFor } from "../names.ts";
import type { RewriteContext } from "./rewrite-context.ts";

/** A name that a cell declares, and the place of its first declaration. */
export type DeclaredVariable = Name & {
  /** The index of the mark that is set when the declaration has run. */
  readonly mark: number;
  /** The end of the declaration: top-level code after it sees the value. */
  readonly end: number;
  /** The end of the statement with the declaration. */
  readonly statementEnd: number;
  readonly value: { readonly start: number; readonly end: number; readonly isFunction: boolean } | undefined;
  /** True when reading the name before its declaration is an error, as for `const`, `let`, `class` and `enum`. */
  readonly hasDeadZone: boolean;
};

/** The `var` declarations in blocks and heads of loops, by top-level statement. */
export function nestedVars(program: Program, code: string): Map<Node, VariableDeclaration[]> {
  const found = new Map<Node, VariableDeclaration[]>();
  // Few cells have any, and the search would walk the whole program.
  if (!/\bvar\b/.test(code)) return found;
  for (const statement of program.body) {
    if (unexported(statement).type === "VariableDeclaration") continue;
    const vars = varDeclarations(statement);
    if (vars.length > 0) found.set(statement, vars);
  }
  return found;
}

/** The names that a program declares for the notebook, in source order. */
export function declaredVariables(
  program: Program,
  nested: ReadonlyMap<Node, readonly VariableDeclaration[]>,
  context: RewriteContext,
): Map<string, DeclaredVariable> {
  const found = new Map<string, DeclaredVariable>();
  for (const statement of program.body) {
    const node = unexported(statement);
    switch (node.type) {
      case "ImportDeclaration":
        if (isHelperImport(node)) break;
        for (const { local, isProperty } of importedNames(node))
          add(found, local, { ...HOISTED, kind: "import", statementEnd: node.end, isProperty }, context);
        break;
      case "VariableDeclaration":
        addVariables(found, node, statement.end, context);
        break;
      case "FunctionDeclaration":
        if (node.id) add(found, node.id.name, { ...HOISTED, kind: "function", statementEnd: node.end }, context);
        break;
      case "ClassDeclaration":
        if (node.id) add(found, node.id.name, { kind: "class", ...ends(node, statement), hasDeadZone: true }, context);
        break;
      default:
    }
    for (const { declarations } of nested.get(statement) ?? []) {
      for (const declarator of declarations)
        for (const name of boundNames(declarator.id))
          add(found, name, { kind: "variable", ...ends(declarator, statement), hasDeadZone: false }, context);
    }
  }
  return found;
}

type Place = Pick<DeclaredVariable, "kind" | "end" | "statementEnd" | "hasDeadZone"> & {
  readonly value?: DeclaredVariable["value"];
  readonly isProperty?: boolean;
};

// Hoisted declarations come before all statements.
const HOISTED = { end: 0, hasDeadZone: false };

function ends(node: Node, statement: Node): Pick<DeclaredVariable, "end" | "statementEnd"> {
  return { end: node.end, statementEnd: statement.end };
}

function addVariables(
  found: Map<string, DeclaredVariable>,
  node: VariableDeclaration,
  statementEnd: number,
  context: RewriteContext,
): void {
  const { enums, namespaces } = context;
  for (const { id, init, end } of node.declarations) {
    const value = init ? { start: init.start, end: init.end, isFunction: isFunctionValue(init) } : undefined;
    for (const name of boundNames(id)) {
      const isEnum = enums.has(name);
      const isNamespace = namespaces.has(name);
      const kind = isNamespace ? "namespace" : isEnum ? "enum" : kindOf(node.kind);
      // The transformer declares an enum with `var`, and a namespace with `let` before its block.
      const hasDeadZone = isEnum || (!isNamespace && node.kind !== "var");
      add(found, name, { kind, end, statementEnd, hasDeadZone, value }, context);
    }
  }
}

function kindOf(kind: VariableDeclaration["kind"]): NameKind {
  return kind === "let" || kind === "var" ? "variable" : "constant";
}

function add(found: Map<string, DeclaredVariable>, name: string, place: Place, context: RewriteContext): void {
  const { names, reserved, namespaces } = context;
  const { kind, isProperty = false } = place;
  const known = found.get(name);
  const earlier = names.get(name);
  const variable = variableFor(name, reserved);
  // A property stays a property: a script's variable would hide it even before the variable has a value.
  const staysProperty = hasValue(earlier) && !earlier.lexical;
  const isFree = variable === name && !earlier?.lexical && !known?.lexical;
  const exports = namespaces.get(name);
  found.set(name, {
    name,
    variable,
    kind,
    lexical: !(staysProperty || (isProperty && isFree)),
    exported: exports && [...((hasValue(earlier) && earlier.exported) || []), ...exports],
    mark: known?.mark ?? found.size,
    end: known?.end ?? place.end,
    statementEnd: known?.statementEnd ?? place.statementEnd,
    hasDeadZone: place.hasDeadZone && (known?.hasDeadZone ?? true),
    value: known ? known.value : place.value,
  });
}
