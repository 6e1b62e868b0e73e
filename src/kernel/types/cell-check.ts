import { type CellDiagnostic, diagnosticsInCell, commonTo } from "./answers/diagnostics-in-cell.ts";
import type { CodeLanguage } from "../../notebook/code-language.ts";
import type { LastingCompiler } from "./compiler/lasting-compiler.ts";
import { documentLanguage } from "./compiler/document-language.ts";
import type { FileEvent } from "./compiler/language-server.ts";
import type { ServerDiagnostic } from "./compiler/replies/read-replies.ts";
import type { CellFacts } from "./facts/cell-facts.ts";
import type { CellDocument } from "./modules/cell-document.ts";
import type { NotebookModules } from "./modules/notebook-modules.ts";

/** The documents in which cells are checked: cells without JSX, and cells with JSX. */
export type CheckDocuments = { readonly check: string; readonly checkJsx: string };

/** Checks cells that are about to follow the accepted ones of a notebook. */
export class CellCheck {
  readonly #connection: LastingCompiler;
  readonly #modules: NotebookModules;
  readonly #documents: CheckDocuments;
  readonly #createdSince: (diagnostic: ServerDiagnostic) => readonly FileEvent[];
  readonly #language: CodeLanguage;

  /** @param createdSince returns the files that now exist for a module that the compiler did not find. */
  constructor(
    connection: LastingCompiler,
    modules: NotebookModules,
    documents: CheckDocuments,
    createdSince: (diagnostic: ServerDiagnostic) => readonly FileEvent[],
    language: CodeLanguage = "typescript",
  ) {
    this.#language = language;
    this.#connection = connection;
    this.#modules = modules;
    this.#documents = documents;
    this.#createdSince = createdSince;
  }

  /** The document that a cell is checked in. */
  fileOf({ language }: CellFacts): string {
    return language === "typescript" ? this.#documents.check : this.#documents.checkJsx;
  }

  /** The diagnostics of a cell's document; none when the compiler cannot answer. */
  async diagnose(facts: CellFacts, document: CellDocument, signal: AbortSignal | undefined): Promise<CellDiagnostic[]> {
    const file = this.fileOf(facts);
    const language = documentLanguage(facts.language, this.#language);
    this.#connection.write([{ file, text: document.text, language }]);
    const found = await this.#connection.ask(async (server) => {
      const first = await server.diagnostics(file);
      const created = first.flatMap((diagnostic) => this.#createdSince(diagnostic));
      if (created.length === 0) return first;
      server.filesChanged(created);
      return server.diagnostics(file);
    }, signal);
    return diagnosticsInCell(found ?? [], document, facts, this.#modules.missing, this.#language);
  }

  /** The diagnostics that hold however the earlier cells are read: as narrowed, as declared, or as run again. */
  async confirmed(
    found: CellDiagnostic[],
    facts: CellFacts,
    document: CellDocument,
    origin: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<CellDiagnostic[]> {
    let common = found;
    if (common.length > 0 && document.isNarrowed) {
      const declared = this.#modules.document(facts, "declared", origin);
      common = commonTo(common, await this.diagnose(facts, declared, signal));
    }
    const renewed = common.length > 0 ? this.#modules.renewed(facts, document, origin) : undefined;
    if (!renewed) return common;
    this.#connection.write(renewed.writes);
    return commonTo(common, await this.diagnose(facts, renewed.document, signal));
  }
}
