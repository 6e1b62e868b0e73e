import type { Node, Program } from "oxc-parser";
import {
  boundNames,
  childrenOf,
  isFunction,
  isFunctionValue,
  unexported,
  varDeclarations,
} from "../../cell/syntax/ast.ts";
import { type Reference, referencesIn } from "../../cell/syntax/scope.ts";
import { type ChangedNames, changedNamesIn } from "./changed-names.ts";

/** The effects of calling a function, and the names that it reads when it is called. */
type FunctionEffects = ChangedNames & { readonly changesArguments: boolean; readonly reads: ReadonlySet<string> };

/** A declared name. It is not fresh when it keeps its earlier value, as in `var a;`. */
type DeclaredName = { readonly isFresh: boolean; readonly isImport: boolean };

/** The effects of a cell that make it depend on other cells, and others on it. */
export type CellEffects = ChangedNames & {
  readonly declares: ReadonlyMap<string, DeclaredName>;
  /** The names whose earlier values the cell reads. */
  readonly reads: ReadonlySet<string>;
  /** The names that its functions read when they are called. */
  readonly readsLater: ReadonlySet<string>;
  /** Every name that the cell reads. */
  readonly uses: ReadonlySet<string>;
  /** The effects of calling its functions and classes, by name. */
  readonly functions: ReadonlyMap<string, FunctionEffects>;
  /** True when it imports a module only for its effects: `import "x"`. */
  readonly isSetup: boolean;
};

type Range = { readonly start: number; readonly end: number };

/**
 * Reads the effects of a cell from its JavaScript.
 *
 * @param isShown true when the value of the last expression is shown: methods in it are called for their results.
 */
export function effectsOf({ body }: Program, isShown = false): CellEffects {
  const last = body.at(-1);
  const done: Node[] = isShown && last?.type === "ExpressionStatement" ? [...body.slice(0, -1), last.expression] : body;
  const references = referencesIn(body);
  const names = new Map(references.map(({ start, name }) => [start, name]));
  const later = body.flatMap((node) => functionsIn(node, false));
  const isLater = ({ start }: Pick<Range, "start">) => later.some((one) => one.start <= start && start < one.end);
  const declares = declaredIn(body);
  const isEarly = (name: string, start: number) => (declares.get(name)?.end ?? Infinity) > start;
  // `n += 1` reads what it changes.
  const read = references.filter(({ kind }) => kind !== "declare");
  return {
    declares,
    reads: new Set(read.flatMap((one) => (!isLater(one) && isEarly(one.name, one.start) ? [one.name] : []))),
    readsLater: new Set(read.flatMap((one) => (isLater(one) ? [one.name] : []))),
    uses: new Set(read.map(({ name }) => name)),
    ...changedNamesIn(done, (name) => (isLater(name) ? undefined : names.get(name.start))),
    functions: functionsByName(body, references),
    isSetup: body.some((node) => node.type === "ImportDeclaration" && node.specifiers.length === 0),
  };
}

type Declared = DeclaredName & { readonly end: number };

const IMPORTED: Declared = { end: 0, isFresh: true, isImport: true };

/** The names that statements declare, with the offset from which each has its value. */
function declaredIn(statements: readonly Node[]): Map<string, Declared> {
  const found = new Map<string, Declared>();
  for (const statement of statements) {
    const node = unexported(statement);
    if (node.type === "ImportDeclaration") {
      for (const { local } of node.specifiers) found.set(local.name, IMPORTED);
    } else if ((node.type === "FunctionDeclaration" || node.type === "ClassDeclaration") && node.id) {
      const end = node.type === "ClassDeclaration" ? node.end : 0;
      found.set(node.id.name, { end, isFresh: true, isImport: false });
    } else {
      const own = node.type === "VariableDeclaration" ? [node] : varDeclarations(node);
      for (const { kind, declarations } of own) {
        for (const { id, init, end } of declarations) {
          const isFresh = node.type === "VariableDeclaration" && (init !== null || kind !== "var");
          for (const name of boundNames(id)) found.set(name, { end, isFresh, isImport: false });
        }
      }
    }
  }
  return found;
}

/** The functions that do not run where they are written. Arguments of a call, as in `rows.map(…)`, do run there. */
function functionsIn(node: Node, isCalled: boolean): Range[] {
  if (isFunction(node) && !isCalled) return [node];
  return childrenOf(node).flatMap((child) => functionsIn(child, isCalledBy(node, child)));
}

function isCalledBy(node: Node, child: Node): boolean {
  if (node.type === "ParenthesizedExpression") return true;
  const isCall = node.type === "CallExpression" || node.type === "NewExpression";
  return isCall && (node.callee === child || node.arguments.some((one) => one === child));
}

function functionsByName(body: readonly Node[], references: readonly Reference[]): Map<string, FunctionEffects> {
  const found = new Map<string, FunctionEffects>();
  for (const statement of body) {
    const node = unexported(statement);
    const isNamed = node.type === "FunctionDeclaration" || node.type === "ClassDeclaration";
    if (isNamed && node.id) found.set(node.id.name, functionEffects(node, references));
    if (node.type !== "VariableDeclaration") continue;
    for (const { id, init } of node.declarations) {
      if (!init || id.type !== "Identifier") continue;
      if (isFunctionValue(init) || init.type === "ClassExpression")
        found.set(id.name, functionEffects(init, references));
    }
  }
  return found;
}

function functionEffects(node: Node, references: readonly Reference[]): FunctionEffects {
  const inside = references.filter(({ start }) => node.start <= start && start < node.end);
  const names = new Map(inside.map(({ start, name }) => [start, name]));
  const parameters = new Set(parametersIn(node));
  const own = changedNamesIn([node], ({ name }) => (parameters.has(name) ? name : undefined));
  return {
    ...changedNamesIn([node], ({ start }) => names.get(start)),
    changesArguments: own.sets.size + own.handles.size > 0,
    reads: new Set(inside.flatMap(({ kind, name }) => (kind === "declare" ? [] : [name]))),
  };
}

function parametersIn(node: Node): string[] {
  const own = "params" in node && Array.isArray(node.params) ? node.params.flatMap(boundNames) : [];
  return [...own, ...childrenOf(node).flatMap(parametersIn)];
}
