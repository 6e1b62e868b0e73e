import { readFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { relative } from "node:path";
import { severityOf } from "./answers/diagnostics-in-cell.ts";
import { diagnosticOf } from "./answers/diagnostic.ts";
import { isOwnFile } from "./compiler/settings/cell-config.ts";
import type { LastingCompiler } from "./compiler/lasting-compiler.ts";
import type { CellFacts } from "./facts/cell-facts.ts";
import type { CellDocument } from "./modules/cell-document.ts";
import { isNotebook, spokenIn } from "../project/find-file.ts";
import { type NotebookDeclarations, notebookDeclaredBy } from "./notebook-declarations.ts";
import type { WatchedFiles } from "./modules/watched-files.ts";
import type { Diagnostic } from "./service-interface.ts";
import { slashed } from "../../util/files/slashed.ts";

type Answer = { readonly versions: string; readonly found: readonly Diagnostic[] };

/** A cell that imports modules, with its document in the compiler. */
type ImportingCell = {
  readonly facts: CellFacts;
  readonly document: CellDocument;
  readonly file: string;
  /** The time at which the compiler read its imports, in milliseconds since 1970. */
  readonly readAt: number;
};

/** The compiler's diagnostics for the project's files that cells import. */
export class HelperFiles {
  readonly #connection: LastingCompiler;
  readonly #files: WatchedFiles;
  readonly #notebooks: NotebookDeclarations;
  readonly #directory: string;
  /** The files of the modules that cells import. */
  readonly #modules = new Map<string, string>();
  readonly #answers = new Map<string, Answer>();
  /** The diagnostics reported so far, with the versions of their files. */
  readonly #told = new Set<string>();

  /** @param directory the notebook's folder; paths are shown relative to it. */
  constructor(connection: LastingCompiler, files: WatchedFiles, notebooks: NotebookDeclarations, directory: string) {
    this.#connection = connection;
    this.#files = files;
    this.#notebooks = notebooks;
    this.#directory = directory;
  }

  /** The files that a cell imports, directly or not. They are watched from now on. */
  async reachedBy(cell: ImportingCell): Promise<readonly string[]> {
    return this.#files.reachedFrom(await this.#importedBy(cell));
  }

  /** The diagnostics in files that a cell imports. The compiler is asked again when one of the files has changed. */
  async check(
    reached: readonly string[],
    project: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<readonly Diagnostic[]> {
    const own = reached.filter((file) => this.#files.versionOf(file) !== "" && isOwnFile(file, project));
    const versions = reached.map((file) => this.#files.versionOf(file)).join("\n");
    const all = await Promise.all(own.map((file) => this.#checkFile(file, versions, signal)));
    return all.flat().map((diagnostic) => {
      const { file = "", cell, line, column, code } = diagnostic;
      const key = JSON.stringify([file, this.#files.versionOf(file), cell, line, column, code]);
      const isRepeated = this.#told.has(key);
      this.#told.add(key);
      return { ...diagnostic, isRepeated };
    });
  }

  /** Resolves modules again: they may now be other files. */
  resolveAnew(): void {
    this.#modules.clear();
  }

  /** Forgets the reported diagnostics. */
  forget(): void {
    this.#modules.clear();
    this.#told.clear();
    this.#answers.clear();
  }

  async #importedBy({ facts, document, file, readAt }: ImportingCell): Promise<string[]> {
    const places = facts.modules.filter(({ name }) => !this.#modules.has(name) && !isBuiltin(name));
    for (const { name, start } of places) {
      const before = facts.code.slice(0, start).split("\n");
      const place = { line: document.firstLine + before.length - 1, character: (before.at(-1)?.length ?? 0) + 1 };
      const [found] = (await this.#connection.ask((server) => server.definition(file, place))) ?? [];
      if (!found) continue;
      const imported = notebookDeclaredBy(found.file) ?? found.file;
      this.#modules.set(name, imported);
      await this.#files.add(imported, readAt);
    }
    return facts.modules.flatMap(({ name }) => this.#modules.get(name) ?? []);
  }

  async #checkFile(file: string, versions: string, signal: AbortSignal | undefined): Promise<readonly Diagnostic[]> {
    const known = this.#answers.get(file);
    if (known?.versions === versions) return known.found;
    if (isNotebook(file)) {
      const found = await this.#notebooks.check(file, signal);
      this.#answers.set(file, { versions, found });
      return found;
    }
    const said = await this.#connection.ask((server) => server.diagnostics(file), signal);
    if (!said) return [];
    const counting = said.filter(
      ({ severity, code }) => severity === "error" && severityOf(code, spokenIn(file)) === "error",
    );
    const text = counting.length === 0 ? "" : await readFile(file, "utf8").catch(() => "");
    const where = slashed(relative(this.#directory, file));
    const found = counting.map((one) => ({ ...diagnosticOf(one, text, where), file }));
    this.#answers.set(file, { versions, found });
    return found;
  }
}
