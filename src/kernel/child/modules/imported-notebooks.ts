import { readFileSync } from "node:fs";
import { SourceMap } from "magic-string";
import { parseSync } from "oxc-parser";
import { isTooDeep } from "../../cell/syntax/nesting.ts";
import { HELPERS } from "../../cell/runtime-interface.ts";
import { CellSyntaxError } from "../../cell/syntax/syntax-error.ts";
import type { TransformSettings } from "../../cell/typescript/to-javascript.ts";
import { assembleModule } from "../../notebooks/assemble-module.ts";
import { findCircle, type Visit } from "../../notebooks/imports/import-circle.ts";
import { NotebookCircleError } from "../../notebooks/errors.ts";
import { exportText } from "../../notebooks/export-text.ts";
import { CELLS, moduleParts, type NotebookModule, notebookModule, PICKER } from "../../notebooks/notebook-module.ts";
import { type Import, importsBeforeReady, importsOfRun } from "../../notebooks/imports/local-imports.ts";
import { cellLabel } from "../../notebooks/read-notebook-code.ts";
import { runFor, type WantedNames } from "../../notebooks/needed-cells/cells-to-run.ts";
import { type StarFiles, type StarNames, starNames } from "../../notebooks/imports/star-names.ts";
import type { FailedImport } from "../../notebooks/notebook-runtime.ts";
import { messageOf, TsnbError } from "../../../util/error.ts";
import { isInstalled, isNotebook, pathOf, fileSignature } from "../../project/find-file.ts";
import { type Facade, facadeUrl } from "./commonjs/facades.ts";
import type { InteropRules } from "./commonjs/interop.ts";
import type { JavaScript } from "./project/compile-file.ts";
import { moduleMember, moduleRuntime } from "./module-runtime.ts";
import { NAMESPACE, STAR, taggedSpecifier, WHOLE } from "./imports/tagged-imports.ts";

/** A cell's name in messages, and its first line in the notebook's text, from 1. */
export type CellLines = { readonly label: string; readonly firstLine: number; readonly text: string };

type Project = {
  readonly settingsOf: (path: string) => TransformSettings;
  readonly rulesOf: (path: string) => InteropRules;
  /** The project's file that a specifier stands for in a file. */
  readonly find: (specifier: string, importer: string) => string | undefined;
};

/** A notebook that was read, with the signatures of the files that its exports depend on. */
type Known = { readonly signatures: ReadonlyMap<string, string>; readonly module: NotebookModule };

/**
 * Notebooks as modules. Each notebook has one module with its cells, which runs none of them, and an entry for each
 * set of imported names, which runs the cells that the names need.
 */
export class ImportedNotebooks {
  readonly #project: Project;
  readonly #known = new Map<string, Known>();
  /** The notebooks that are being read, each for the names that the one before it exports. */
  readonly #reading = new Set<string>();

  constructor(project: Project) {
    this.#project = project;
  }

  /** The module with the cells. */
  module(path: string): JavaScript & { readonly cells: readonly CellLines[] } {
    const notebook = this.#read(path);
    const starts: number[] = [];
    let lines = 0;
    for (const { source } of notebook.cells) {
      starts.push(lines);
      lines += source.split("\n").length;
    }
    const head = [
      `const ${PICKER} = ${moduleMember("notebooks", "picker")};`,
      ...(notebook.cells.some(({ body }) => body?.usesHelpers)
        ? [`const ${HELPERS} = ${moduleRuntime("helpers")};`]
        : []),
      ...(usesRequire(notebook)
        ? [
            'import { createRequire as __tsnb_require__ } from "node:module";',
            "const require = __tsnb_require__(import.meta.url);",
          ]
        : []),
    ];
    const parts = moduleParts(notebook, head.join("\n"));
    const { code, mappings } = assembleModule(parts, (cell, { line, column }) => [
      (starts[cell] ?? 0) + line - 1,
      column,
    ]);
    const map = new SourceMap({ file: path, sources: [path], names: [], mappings });
    const text = notebook.cells.map(({ source }) => source).join("\n");
    const cells = notebook.cells.map((cell, index) => {
      return { label: cellLabel(path, cell), firstLine: (starts[index] ?? 0) + 1, text: cell.source };
    });
    return { format: "module", code, text, mappings: [map.mappings], cells };
  }

  /** The source of the module that runs the cells that an import needs, and exports the names that it asks for. */
  entry(facade: Facade): string {
    const { names, url, specifier } = facade;
    const from = JSON.stringify(url);
    const keys = [...new Set(names.map(({ key }) => key))];
    const parts: string[] = [];
    if (keys.includes(NAMESPACE)) {
      const all = facadeUrl({ ...facade, names: [{ key: STAR, isOptional: false }] });
      parts.push(`export * as "${NAMESPACE}" from ${JSON.stringify(all)};`);
    }
    const rest = keys.filter((key) => key !== NAMESPACE);
    if (rest.length === 0) return parts.join("");
    const wanted = rest.includes(WHOLE) ? "whole" : rest.includes(STAR) ? "names" : rest;
    try {
      const path = pathOf(url);
      const circle = findCircle({ file: path, wanted }, (visit) => this.#visitsFrom(visit));
      if (circle) throw new NotebookCircleError(circle);
      const run = runFor(this.#read(path), wanted, specifier);
      const runCells = moduleMember("notebooks", "runCells");
      parts.push(`import { ${CELLS} as cells } from ${from};await ${runCells}(cells,[${run.cells.join()}]);`);
      parts.push(`export { ${run.names.map(exportText).join()} } from ${from};`);
    } catch (error) {
      // Without these exports, linking would fail first, with an error about missing names.
      const lacking = typeof wanted === "string" ? [] : wanted;
      parts.push(
        `const lacking=undefined;export { ${lacking.map((name) => `lacking as ${exportText(name)}`).join()} };`,
      );
      parts.push(`throw ${moduleMember("notebooks", "failureOf")}(${JSON.stringify(failureFrom(error))});`);
    }
    return parts.join("");
  }

  #read(path: string): NotebookModule {
    return this.#readWithFiles(path).module;
  }

  #readWithFiles(path: string): Known {
    const known = this.#known.get(path);
    if (known && [...known.signatures].every(([file, signature]) => signature === fileSignature(file))) return known;
    const signatures = new Map([[path, fileSignature(path)]]);
    const stars: StarFiles = {
      find: this.#project.find,
      onFile: (file) => signatures.set(file, fileSignature(file)),
      namesIn: (file) => {
        if (this.#reading.has(file)) return [];
        const other = this.#readWithFiles(file);
        for (const [each, signature] of other.signatures) signatures.set(each, signature);
        return other.module.exports.keys();
      },
    };
    this.#reading.add(path);
    try {
      const read = { signatures, module: this.#parse(path, (specifier) => starNames(specifier, path, stars)) };
      // Without the names of a notebook that waits for this one, it is incomplete.
      if (this.#reading.size === 1) this.#known.set(path, read);
      return read;
    } finally {
      this.#reading.delete(path);
    }
  }

  #parse(path: string, namesOf: (specifier: string) => StarNames): NotebookModule {
    return notebookModule(readFileSync(path, "utf8"), path, {
      load: ({ specifier, keys, attributes }) => {
        const names = (keys.length > 0 ? keys : [WHOLE]).map((key) => ({ key, isOptional: true }));
        const tag = { rules: this.#project.rulesOf(path), names, specifier };
        const named = isNotebook(specifier) ? taggedSpecifier(tag) : specifier;
        const rest = Array.from(attributes).filter(([key, value]) => key !== "type" || value !== "json");
        const options = rest.length > 0 ? `, ${JSON.stringify({ with: Object.fromEntries(rest) })}` : "";
        return `await import(${JSON.stringify(named)}${options})`;
      },
      starNames: namesOf,
      settings: this.#project.settingsOf(path),
    });
  }

  #visitsFrom({ file, wanted }: Visit): readonly Visit[] {
    return this.#importsOf(file, wanted).flatMap(({ specifier, keys }) => {
      const found = this.#project.find(specifier, file);
      if (found === undefined || isInstalled(found)) return [];
      return [{ file: found, wanted: keys.length === 0 ? "whole" : keys.includes(NAMESPACE) ? "names" : keys }];
    });
  }

  #importsOf(file: string, wanted: WantedNames): readonly Import[] {
    try {
      if (isNotebook(file)) return importsOfRun(this.#read(file), wanted);
      if (!/\.[cm]?[jt]sx?$/.test(file)) return [];
      const text = readFileSync(file, "utf8");
      return isTooDeep(text) ? [] : importsBeforeReady(parseSync(file, text));
    } catch {
      // Its own import reports the error.
      return [];
    }
  }
}

/** A notebook was required. */
export class RequiredNotebookError extends Error {
  override readonly name = "RequiredNotebookError";

  constructor() {
    super("require() cannot load a notebook, because its cells may wait. Use import");
  }
}

export function isNotebookUrl(url: string): boolean {
  return /^file:.*\.ipynb(?:\?|$)/s.test(url);
}

function usesRequire({ cells }: NotebookModule): boolean {
  const names = cells.flatMap(({ effects }) => effects ?? []);
  return names.some(({ uses }) => uses.has("require")) && !names.some(({ declares }) => declares.has("require"));
}

function failureFrom(error: unknown): FailedImport {
  if (error instanceof CellSyntaxError) {
    const { message, line, column, file = "" } = error;
    return { name: "SyntaxError", message, place: { file, line, column } };
  }
  if (error instanceof TsnbError) return { name: error.name, message: error.message };
  return { name: "Error", message: messageOf(error) };
}
