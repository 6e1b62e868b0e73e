import { readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { hasNoCheck } from "../cell/syntax/no-check.ts";
import { findMagics, mayHaveMagics } from "../magic/lines/magic-lines.ts";
import { exportText } from "../notebooks/export-text.ts";
import { isPathSpecifier, notebookSpecifiers } from "../notebooks/imports/notebook-specifiers.ts";
import { type StarNames, starNames } from "../notebooks/imports/star-names.ts";
import type { CodeLanguage } from "../../notebook/code-language.ts";
import { cellLabel, codeIn, type NotebookCell } from "../notebooks/read-notebook-code.ts";
import { findFile, isInstalled, fileSignature } from "../project/find-file.ts";
import { readCompilerOptions } from "../project/tsconfig.ts";
import type { CellDiagnostic } from "./answers/diagnostics-in-cell.ts";
import { diagnosticOf } from "./answers/diagnostic.ts";
import { CellCheck, type CheckDocuments } from "./cell-check.ts";
import type { LastingCompiler } from "./compiler/lasting-compiler.ts";
import { documentLanguage } from "./compiler/document-language.ts";
import type { CellFacts } from "./facts/cell-facts.ts";
import { type RenamedExport, renamedExports } from "./facts/renamed-exports.ts";
import { DEFAULT, withNamedDefault } from "./facts/named-default.ts";
import { readWhole } from "./facts/whole-cell.ts";
import { NotebookModules } from "./modules/notebook-modules.ts";
import type { Diagnostic } from "./service-interface.ts";
import { slashed } from "../../util/files/slashed.ts";

type Imported = {
  number: number;
  signature: string;
  code: string;
  language: CodeLanguage;
  cells: readonly NotebookCell[];
  /** The names that it exports, also by `export *` from files of the project. */
  names: readonly string[];
  /** The files of the project that it takes exports from by `export *`. */
  starFiles: readonly string[];
  starSignature: string;
  modules: NotebookModules;
};

const DECLARATION = /\.d\.ipynb\.ts$/;

/** The notebook that a declaration file stands for; undefined for other files. */
export function notebookDeclaredBy(file: string): string | undefined {
  return DECLARATION.test(file) ? file.replace(DECLARATION, ".ipynb") : undefined;
}

/**
 * The notebooks that cells and files import, as the compiler sees them: for `a.ipynb` it finds the document
 * `a.d.ipynb.ts`, which exports the names of its cells.
 */
export class NotebookDeclarations {
  readonly #connection: LastingCompiler;
  readonly #directory: string;
  readonly #known = new Map<string, Imported>();
  #count = 0;

  /** @param directory the folder to which shown paths are relative. */
  constructor(connection: LastingCompiler, directory: string) {
    this.#connection = connection;
    this.#directory = directory;
  }

  /** Writes the documents of notebooks that code imports, and of those that have changed. True when it wrote any. */
  provide(code: string, folder: string): boolean {
    let hasWritten = code.includes(".ipynb") && this.add(this.#pathsIn(code, folder));
    for (const [file, imported] of this.#known) hasWritten = this.#refresh(file, imported) || hasWritten;
    return hasWritten;
  }

  /** Writes the documents of notebooks. True when the compiler did not have some of them before. */
  add(files: readonly string[]): boolean {
    const added = files.filter((file) => !this.#known.has(file) && fileSignature(file) !== "");
    for (const file of added) {
      const language = codeIn(readFileSync(file, "utf8")).language;
      const empty = { signature: "", code: "", cells: [], names: [], starFiles: [], starSignature: "" };
      const imported: Imported = { ...empty, language, ...this.#newModules(file, language) };
      this.#known.set(file, imported);
      this.#refresh(file, imported);
    }
    return added.length > 0;
  }

  #newModules(file: string, language: CodeLanguage): Pick<Imported, "number" | "modules"> {
    const number = this.#count++;
    const fileOf = (name: string): string => join(dirname(file), `__tsnb_import${number}_${name}.mts`);
    const modules = new NotebookModules(fileOf, () => this.#connection.jsxNames, language);
    this.#connection.write(modules.start());
    return { number, modules };
  }

  /** The errors in the cells of a notebook, except in cells that may fail or whose check is switched off. */
  async check(file: string, signal: AbortSignal | undefined): Promise<readonly Diagnostic[]> {
    const imported = this.#known.get(file);
    if (!imported) return [];
    const { number, language } = imported;
    const modules = new NotebookModules(checkFileOf(file, number), () => this.#connection.jsxNames, language);
    const check = new CellCheck(this.#connection, modules, checkDocuments(file, number), () => [], language);
    this.#connection.write(modules.start());
    const found: Diagnostic[] = [];
    let isOff = false;
    for (const cell of imported.cells) {
      const facts = readWhole(cell.source);
      isOff = checkModeAfter(cell.source, isOff);
      if (!facts) continue;
      if (!isOff && cell.mayRaise === "none" && !hasNoCheck(facts.code)) {
        const document = modules.document(facts, "narrowed");
        const said = await check.diagnose(facts, document, signal);
        const confirmed = await check.confirmed(said, facts, document, undefined, signal);
        const errors = confirmed.filter(({ severity }) => severity === "error");
        found.push(...errors.map((diagnostic) => this.#diagnosticOf(diagnostic, file, cell)));
      }
      this.#connection.write(modules.accept(facts, undefined));
    }
    this.#connection.write(modules.reset());
    return found;
  }

  #refresh(file: string, imported: Imported): boolean {
    const signature = fileSignature(file);
    const hasNewStars = signatureOfAll(imported.starFiles) !== imported.starSignature;
    if (signature === imported.signature && !hasNewStars) return false;
    imported.signature = signature;
    const { language, cells } = codeIn(signature === "" ? "" : readFileSync(file, "utf8"));
    const code = JSON.stringify([language, cells.map(({ source }) => source)]);
    if (code === imported.code && !hasNewStars) return false;
    // The compiler does not change the language of a document that it already has.
    if (language !== imported.language && cells.length > 0)
      Object.assign(imported, { language, ...this.#newModules(file, language) });
    imported.code = code;
    imported.cells = cells;
    const { modules, number } = imported;
    this.add(this.#pathsIn(cells.map(({ source }) => source).join("\n"), dirname(file)));
    this.#connection.write(modules.reset());
    for (const { source } of cells) {
      const facts = readWhole(withNamedDefault(source));
      if (facts) this.#connection.write(modules.accept(facts, undefined));
    }
    const renaming = cells.map(({ source }) => renamedExports(source));
    const renamed = new Map(renaming.flatMap(({ byName }) => [...byName]));
    const stars = [...new Set(renaming.flatMap((one) => one.stars))].filter((one) => this.#isOwn(one, dirname(file)));
    const names = [...modules.meanings.keys()].filter((name) => name !== DEFAULT);
    const exported = new Map<string, RenamedExport>(names.map((name) => [name, { name }]));
    for (const [as, one] of renamed) {
      const { original } = one;
      const isType = original !== undefined && modules.meanings.get(original)?.type !== undefined;
      const name = isType ? original : one.name;
      if (one.from !== undefined || modules.meanings.has(name)) exported.set(as, { ...one, name });
    }
    const reached = stars.map((from) => this.#starOf(from, file));
    imported.starFiles = reached.flatMap(({ files }) => files);
    imported.starSignature = signatureOfAll(imported.starFiles);
    imported.names = [...exported.keys(), ...reached.flatMap((star) => star.names)];
    const starCode = reached.map((star) => star.code);
    const text = modules.document(exporting(exported, starCode), "narrowed").text;
    const exports = join(dirname(file), `__tsnb_import${number}_exports.mts`);
    const all = `export * from "./${basename(exports)}";`;
    // The compiler checks only what something imports.
    const { check, checkJsx } = checkDocuments(file, number);
    const checked = [check, checkJsx].map((one) => `import {} from "./${basename(one)}";`).join(" ");
    const own = exported.has("default") ? ` export { default } from "./${basename(exports)}";` : "";
    this.#connection.write([
      { file: exports, text },
      { file: file.replace(/\.ipynb$/, ".d.ipynb.ts"), text: `${all}${own} ${checked}` },
      { file: check, text: "export {};", language: documentLanguage("typescript", imported.language) },
      { file: checkJsx, text: "export {};", language: documentLanguage("typescriptreact", imported.language) },
    ]);
    return true;
  }

  /**
   * `export *` from a file of the project, as a run takes it: without the exports of packages, which are known only when
   * the packages run. These stay types, so that the compiler reports code that uses their values.
   */
  #starOf(from: string, importer: string): StarNames & { readonly code: string; readonly files: readonly string[] } {
    const files: string[] = [];
    const found = starNames(from, importer, {
      find: (specifier, within) => this.#found(specifier, dirname(within)),
      namesIn: (notebook) => {
        this.add([notebook]);
        const known = this.#known.get(notebook);
        files.push(...(known?.starFiles ?? []));
        return known?.names ?? [];
      },
      onFile: (path) => files.push(path),
    });
    const module = JSON.stringify(from);
    const code =
      found.packages.length === 0
        ? `export * from ${module};`
        : `export type * from ${module}; export { ${found.names.map(exportText).join(", ")} } from ${module};`;
    return { ...found, code, files };
  }

  #found(specifier: string, folder: string): string | undefined {
    if (isPathSpecifier(specifier)) return findFile(resolve(folder, specifier));
    return this.#mapped(specifier)
      .map(findFile)
      .find((path) => path !== undefined);
  }

  #pathsIn(code: string, folder: string): string[] {
    const paths = notebookSpecifiers(code).flatMap((specifier) =>
      isPathSpecifier(specifier) ? [resolve(folder, specifier)] : this.#mapped(specifier),
    );
    return paths.filter((path) => !isInstalled(path));
  }

  /** True when a specifier stands for a file of the project: a run knows only the exports of these in advance. */
  #isOwn(specifier: string, folder: string): boolean {
    if (isPathSpecifier(specifier)) return !isInstalled(resolve(folder, specifier));
    const found = this.#mapped(specifier).map(findFile);
    return found.some((path) => path !== undefined && !isInstalled(path));
  }

  /** The files that a specifier may refer to by the `paths` of the project's settings. */
  #mapped(specifier: string): string[] {
    const { project } = this.#connection;
    if (project === undefined) return [];
    return Object.entries(readCompilerOptions(project).paths).flatMap(([pattern, targets]) => {
      const [before = "", after] = pattern.split("*");
      const fits =
        after === undefined ? specifier === pattern : specifier.startsWith(before) && specifier.endsWith(after);
      const rest = specifier.slice(before.length, specifier.length - (after ?? "").length);
      return fits ? targets.map((target) => target.replace("*", rest)) : [];
    });
  }

  #diagnosticOf(said: CellDiagnostic, file: string, cell: NotebookCell): Diagnostic {
    const label = cellLabel(slashed(relative(this.#directory, file)), cell);
    return { ...diagnosticOf(said, cell.source, label), file, cell: cell.index };
  }
}

function signatureOfAll(files: readonly string[]): string {
  return files.map(fileSignature).join("\n");
}

function checkFileOf(file: string, number: number): (name: string) => string {
  return (name) => join(dirname(file), `__tsnb_check${number}_${name}.mts`);
}

function checkDocuments(file: string, number: number): CheckDocuments {
  const fileOf = checkFileOf(file, number);
  return { check: fileOf("check"), checkJsx: fileOf("check_jsx") };
}

function checkModeAfter(source: string, isOff: boolean): boolean {
  const modes = mayHaveMagics(source) ? findMagics(source).filter(({ name }) => name === "check") : [];
  return modes.length === 0 ? isOff : modes.at(-1)?.argument === "off";
}

/** A cell that exports names, under the names that importers use. */
function exporting(exported: ReadonlyMap<string, RenamedExport>, stars: readonly string[]): CellFacts {
  const own: string[] = [];
  const others = [...stars];
  for (const [as, { name, from }] of exported) {
    const text = name === as ? exportText(name) : `${exportText(name)} as ${exportText(as)}`;
    if (from === undefined) own.push(text);
    else if (name === "*") others.push(`export * as ${exportText(as)} from ${JSON.stringify(from)};`);
    else others.push(`export { ${text} } from ${JSON.stringify(from)};`);
  }
  const facts = readWhole(`export { ${own.join(", ")} }; ${others.join(" ")}`);
  if (!facts) throw new SyntaxError(`names that cannot be exported: ${[...exported.keys()].join(", ")}`);
  return facts;
}
