import type { ImportDeclaration, Program } from "oxc-parser";
import { isTooDeep } from "../syntax/nesting.ts";
import { parseCell } from "../syntax/parse.ts";
import { outsideEffect } from "./outside-effects.ts";
import { topLevelOf } from "./top-level.ts";
import { unexported } from "../syntax/ast.ts";

/** Returns the reason why restored cells may not import a module; undefined when they may. */
export type ModuleProblem = (declaration: ImportDeclaration) => string | undefined;

/** The cells at the start of a notebook whose only effects are the values of their names. */
export class RestorableCells {
  readonly #problemOf: ModuleProblem;
  readonly #values = new Set<string>();
  readonly #made = new Set<string>();
  readonly #imported = new Set<string>();
  readonly #async = new Set<string>();

  constructor(problemOf: ModuleProblem) {
    this.#problemOf = problemOf;
  }

  /** The names whose values must be kept. */
  get values(): readonly string[] {
    return [...this.#values];
  }

  /** The names of functions, classes and enums, whose declarations run again. */
  get made(): readonly string[] {
    return [...this.#made];
  }

  /**
   * Adds the next cell.
   *
   * @returns the reason why it, and any cell after it, cannot be restored; undefined when it can.
   */
  add(source: string): string | undefined {
    const program = isTooDeep(source) ? undefined : parseCell(source)?.parsed.program;
    if (program === undefined) return "it is not plain TypeScript";
    const { values, made, async, imports, problem } = topLevelOf(program);
    if (problem !== undefined) return problem;
    for (const declaration of imports) {
      const found = this.#problemOf(declaration);
      if (found !== undefined) return found;
    }
    this.#declare(values, made, imports);
    for (const name of async) this.#async.add(name);
    const names = { values: this.#values, made: this.#made, imported: this.#imported, async: this.#async };
    return outsideEffect(program.body, names);
  }

  #declare(values: readonly string[], made: readonly string[], imports: readonly ImportDeclaration[]): void {
    const sets = [this.#values, this.#made, this.#imported];
    const enter = (names: readonly string[], into: Set<string>): void => {
      for (const name of names) {
        for (const set of sets) set.delete(name);
        into.add(name);
      }
    };
    enter(importedBy(imports), this.#imported);
    enter(values, this.#values);
    enter(made, this.#made);
  }
}

/**
 * The reason why restored cells may not import a file of the project: it keeps values that its functions may change,
 * or does something when it is loaded. Undefined when they may.
 */
export function moduleProblem(program: Program, ofImport: ModuleProblem): string | undefined {
  const exported = program.body.find(
    ({ type }) => type === "ExportAllDeclaration" || type === "ExportDefaultDeclaration",
  );
  if (exported !== undefined) return "it exports by default, or all of another file";
  const listed = program.body.find((one) => one.type === "ExportNamedDeclaration" && one.declaration === null);
  if (listed !== undefined) return "it has a list of exports";
  const { values, made, async, imports, problem } = topLevelOf(program);
  if (problem !== undefined) return problem;
  const own = program.body.find(({ type }) => !DECLARATIONS.has(type));
  if (own !== undefined) return "it runs code when it is loaded";
  for (const declaration of imports) {
    const found = ofImport(declaration);
    if (found !== undefined) return found;
  }
  const constants = constantsIn(program);
  const changing = values.find((name) => !constants.has(name));
  if (changing !== undefined) return `it keeps a value (${changing}) that can change`;
  return outsideEffect(program.body, {
    values: new Set(),
    made: new Set([...made, ...constants]),
    imported: new Set(importedBy(imports)),
    async: new Set(async),
  });
}

const DECLARATIONS: ReadonlySet<string> = new Set([
  "ImportDeclaration",
  "ExportNamedDeclaration",
  "VariableDeclaration",
  "FunctionDeclaration",
  "ClassDeclaration",
  "TSEnumDeclaration",
  "TSInterfaceDeclaration",
  "TSTypeAliasDeclaration",
]);

/** The constants of a file whose value is a literal, such as a string or a number. */
function constantsIn({ body }: Program): ReadonlySet<string> {
  const found = new Set<string>();
  for (const statement of body) {
    const node = unexported(statement);
    if (node.type !== "VariableDeclaration" || node.kind !== "const") continue;
    for (const { id, init } of node.declarations) {
      const isPrimitive = init?.type === "Literal" && !("regex" in init);
      if (id.type === "Identifier" && isPrimitive) found.add(id.name);
    }
  }
  return found;
}

function importedBy(imports: readonly ImportDeclaration[]): readonly string[] {
  return imports.flatMap(({ specifiers }) => specifiers.map(({ local }) => local.name));
}
