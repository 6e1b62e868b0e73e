import { parseCell } from "../cell/syntax/parse.ts";
import { CellSyntaxError } from "../cell/syntax/syntax-error.ts";
import { withoutMagics } from "../magic/lines/magic-lines.ts";
import type { ModulePart } from "./assemble-module.ts";
import {
  type CellBody,
  cellBody,
  type CellBodyOptions,
  type CellImport,
  exportVariable,
  isExportVariable,
} from "./cell-body.ts";
import { type CellEffects, effectsOf } from "./needed-cells/cell-effects.ts";
import { exportText } from "./export-text.ts";
import { cellLabel, type NotebookCell, readNotebookCode } from "./read-notebook-code.ts";
import { unexported } from "../cell/syntax/ast.ts";

/** A cell of an imported notebook. */
export type ModuleCell = NotebookCell & {
  /** Undefined when the cell is not TypeScript; then `error` gives the reason. */
  readonly body: CellBody | undefined;
  readonly effects: CellEffects | undefined;
  readonly error: CellSyntaxError | undefined;
};

/** A notebook as a module. */
export type NotebookModule = {
  readonly file: string;
  readonly cells: readonly ModuleCell[];
  /** The names that can be imported, each with the variable that holds it. */
  readonly exports: ReadonlyMap<string, string>;
  /** The names of interfaces and other types. */
  readonly types: ReadonlySet<string>;
};

export type NotebookModuleOptions = {
  /** Returns the expression for a module that a cell imports. */
  readonly load: (imported: CellImport) => string;
  readonly starNames: NonNullable<CellBodyOptions["starNames"]>;
  readonly settings: NonNullable<CellBodyOptions["settings"]>;
};

/** The name of the runtime's `picker` in a module. */
export const PICKER = "__tsnb_picker__";
/** The name of the export with the cells. */
export const CELLS = "__tsnb_cells__";
// Names that cells do not use.
const PICK = "__tsnb_pick__";
const MODULE = "__tsnb_module__";

/**
 * Reads a notebook as a module.
 *
 * @param text the content of its file.
 * @throws {NotebookImportError} when it is not a notebook, or is in another language.
 */
export function notebookModule(
  text: string,
  file: string,
  { load, starNames, settings }: NotebookModuleOptions,
): NotebookModule {
  const options: CellBodyOptions = {
    load: (index, imported) => `const ${MODULE}${index} = ${load(imported)};`,
    pick: (index, { specifier }, key, name) =>
      key === "*"
        ? `${MODULE}${index}`
        : `${PICK}(${[`${MODULE}${index}`, ...[key, specifier, name].map(quoted)].join()})`,
    starNames,
    settings,
  };
  const cells = readNotebookCode(text, file).cells.map((cell): ModuleCell => {
    try {
      const body = cellBody(cell.source, options);
      return { ...cell, body, effects: effectsWithExports(body), error: undefined };
    } catch (error) {
      if (!(error instanceof CellSyntaxError)) throw error;
      const { message, line, column } = error;
      const placed = new CellSyntaxError(message, line, column, cellLabel(file, cell));
      return { ...cell, body: undefined, effects: undefined, error: placed };
    }
  });
  const own = cells.flatMap(({ body }) => body?.variables.filter((name) => !body.helpers.has(name)) ?? []);
  const exports = new Map([
    ...cells.flatMap(({ body }) => [...(body?.stars ?? [])]),
    ...own.filter((name) => !isExportVariable(name)).map((name) => [name, name] as const),
    ...cells.flatMap(({ body }) => [...(body?.exported ?? [])]),
  ]);
  return { file, cells, exports, types: new Set(cells.flatMap(({ source }) => typesIn(source))) };
}

/** A cell's effects, which include the exports that are no names of it. */
function effectsWithExports({ program, variables }: CellBody): CellEffects {
  const effects = effectsOf(program);
  const exports = variables.filter(isExportVariable).map((name) => [name, { isFresh: true, isImport: true }] as const);
  return { ...effects, declares: new Map([...effects.declares, ...exports]) };
}

/**
 * The parts of a module that runs its cells only on request. It exports all names, and the cells for `runCells`.
 *
 * @param head the code that declares the runtime's picker under the name `PICKER`, and anything else that cells need.
 */
export function moduleParts({ cells, exports }: NotebookModule, head: string): ModulePart[] {
  const variables = new Set(cells.flatMap(({ body }) => body?.variables ?? []));
  const used = new Set(cells.flatMap(({ effects }) => [...(effects?.uses ?? [])]));
  // A name that a cell exports from another module may be a type, but its default export cannot.
  const isNeeded = (name: string): boolean =>
    used.has(name) ||
    name === exportVariable("default") ||
    (!isExportVariable(name) && [...exports].some(([as, own]) => own === name && as !== name));
  const needed = [...variables].filter(isNeeded);
  const start = [
    head,
    `const ${PICK} = ${PICKER}(${JSON.stringify(needed)});`,
    variables.size > 0 ? `let ${[...variables].join(", ")};` : "",
    `export const ${CELLS} = [];`,
  ];
  const parts: ModulePart[] = [{ text: start.filter((line) => line !== "").join("\n") }];
  for (const [at, { body, mayRaise }] of cells.entries()) {
    if (!body) {
      parts.push({ text: `${CELLS}.push(undefined);` });
      continue;
    }
    const allowed = JSON.stringify(errorNames(mayRaise));
    parts.push(
      { text: `${CELLS}.push([async () => {`, cell: { at } },
      { text: body.code, cell: { at, places: body.places } },
      { text: `}, ${allowed}]);`, cell: { at } },
    );
  }
  const names = Array.from(exports, ([name, variable]) =>
    name === variable ? name : `${variable} as ${exportText(name)}`,
  );
  return [...parts, { text: `export { ${names.join(", ")} };` }];
}

/** The names of the errors that a cell may end with; `*` stands for any. */
function errorNames(allowed: NotebookCell["mayRaise"]): readonly string[] {
  if (allowed === "none") return [];
  return allowed === "any" ? ["*"] : allowed;
}

function typesIn(source: string): string[] {
  if (!/\b(?:interface|type)\b/.test(source)) return [];
  return (parseCell(withoutMagics(source))?.parsed.program.body ?? []).flatMap((statement) => {
    const node = unexported(statement);
    return node.type === "TSInterfaceDeclaration" || node.type === "TSTypeAliasDeclaration" ? [node.id.name] : [];
  });
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
