import type { Node, Program, VariableDeclaration, VariableDeclarator } from "oxc-parser";
import { boundNames, isFunctionValue, unexported, varDeclarations } from "./ast.ts";
import { importedNames, isHelperImport } from "./imports.ts";
import { hasValue, type Name, type NameKind, variableFor } from "./names.ts";
import type { RewriteContext } from "./rewrite-context.ts";

/** A name that a cell declares, and the place of its first declaration. */
export type Declared = Name & {
  /** The index of the mark that says that the declaration ran. */
  readonly mark: number;
  /** Where the declaration ends: what the top level runs after it sees the value. */
  readonly end: number;
  /** Where the statement ends that the declaration is part of. */
  readonly statementEnd: number;
  readonly value?: { readonly start: number; readonly end: number; readonly isFunction: boolean };
  /** Whether reading it before the declaration is an error, as of `const`, `let`, `class` and `enum`. */
  readonly hasDeadZone: boolean;
};

type Place = Pick<Declared, "end" | "hasDeadZone"> & { readonly kind: NameKind; readonly value?: Declared["value"] };

/** The `var` declarations in blocks and heads of loops, by the statement of the top level that they are in. */
export function nestedVars(program: Program, code: string): Map<Node, VariableDeclaration[]> {
  const found = new Map<Node, VariableDeclaration[]>();
  // Few cells have any, and looking for them goes through the whole program.
  if (!/\bvar\b/.test(code)) return found;
  for (const statement of program.body) {
    if (unexported(statement).type === "VariableDeclaration") continue;
    const vars = varDeclarations(statement);
    if (vars.length > 0) found.set(statement, vars);
  }
  return found;
}

/** The names that a program declares for the notebook, in the order in which it declares them. */
export function declaredIn(
  program: Program,
  nested: ReadonlyMap<Node, readonly VariableDeclaration[]>,
  context: RewriteContext,
): Map<string, Declared> {
  const found = new Map<string, Declared>();
  for (const statement of program.body) {
    const add = (name: string, place: Place, isProperty = false): void => {
      const known = found.get(name);
      found.set(name, { ...nameFor(name, place.kind, isProperty, known, context), ...placeOf(place, known) });
    };
    const placeOf = ({ end, hasDeadZone, value }: Place, known: Declared | undefined) => ({
      mark: known?.mark ?? found.size,
      end: known?.end ?? end,
      statementEnd: known?.statementEnd ?? statement.end,
      hasDeadZone: hasDeadZone && (known?.hasDeadZone ?? true),
      ...(value && !known ? { value } : {}),
    });
    const node = unexported(statement);
    if (node.type === "ImportDeclaration") {
      if (isHelperImport(node)) continue;
      // Imports come first, wherever they stand.
      for (const { local, isProperty } of importedNames(node))
        add(local, { kind: "import", end: 0, hasDeadZone: false }, isProperty);
    } else if (node.type === "VariableDeclaration") declareVariables(node, context, add);
    else if (node.type === "FunctionDeclaration" && node.id)
      add(node.id.name, { kind: "function", end: 0, hasDeadZone: false });
    else if (node.type === "ClassDeclaration" && node.id)
      add(node.id.name, { kind: "class", end: node.end, hasDeadZone: true });
    for (const { declarations } of nested.get(statement) ?? []) {
      for (const { id, end } of declarations)
        for (const name of boundNames(id)) add(name, { kind: "variable", end, hasDeadZone: false });
    }
  }
  return found;
}

function declareVariables(
  node: VariableDeclaration,
  { enums, namespaces }: RewriteContext,
  add: (name: string, place: Place) => void,
): void {
  for (const declarator of node.declarations) {
    for (const name of boundNames(declarator.id)) {
      const isEnum = enums.has(name);
      // The compiler declares an enum by `var`, and a namespace by `let` before its block.
      const isLoose = namespaces.has(name) || node.kind === "var";
      const kind = namespaces.has(name) ? "namespace" : isEnum ? "enum" : kindOf(node.kind);
      add(name, { kind, end: declarator.end, hasDeadZone: isEnum || !isLoose, ...valueOf(declarator) });
    }
  }
}

function valueOf({ init }: VariableDeclarator): Pick<Declared, "value"> {
  return init ? { value: { start: init.start, end: init.end, isFunction: isFunctionValue(init) } } : {};
}

function kindOf(kind: VariableDeclaration["kind"]): NameKind {
  return kind === "let" || kind === "var" ? "variable" : "constant";
}

function nameFor(
  name: string,
  kind: NameKind,
  isProperty: boolean,
  known: Declared | undefined,
  { names, reserved, namespaces }: RewriteContext,
): Name {
  const earlier = names.get(name);
  const variable = variableFor(name, reserved);
  // A property stays one: a variable of the script would hide it before it has a value.
  const staysProperty = hasValue(earlier) && !earlier.lexical;
  const isFree = variable === name && !earlier?.lexical && !known?.lexical;
  const exports = namespaces.get(name);
  const exported = exports && { exported: [...((hasValue(earlier) && earlier.exported) || []), ...exports] };
  return { name, variable, kind, lexical: !(staysProperty || (isProperty && isFree)), ...exported };
}
