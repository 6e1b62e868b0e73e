import { join, resolve } from "node:path";
import type { JsonObject, JsonValue } from "../../jupyter/json.ts";
import type { CodeLanguage } from "../../notebook/code-language.ts";
import { findFile, isNotebook } from "../project/find-file.ts";
import { LastingCompiler } from "./compiler/lasting-compiler.ts";
import { type CellLanguage, documentLanguage } from "./compiler/document-language.ts";
import type { ServerDiagnostic } from "./compiler/read-replies.ts";
import { NotebookDeclarations } from "./notebook-declarations.ts";
import { GLOBALS } from "./modules/kernel-globals.ts";
import { LocalFiles } from "./modules/local-files.ts";

/** A document that is no file. */
export type LiveDocument = { readonly text: string; readonly language: CellLanguage };

/**
 * `live`: all cells. `draft`: a cell that cannot be read, after those before it. `cell`: a cell alone. `part`: some cells, which
 * import the names of the others from `rest`.
 */
export type DocumentName = (typeof NAMES)[number];

const NAMES = ["live", "draft", "cell", "part", "rest"] as const;

const MODULE = /(?:\bfrom|\bimport|\brequire|\bimport\s*\(|\brequire\s*\()\s*(["'])(\.{1,2}\/[^"'\n]+)\1/g;

/**
 * A compiler for cells that are being typed, apart from the one that checks cells which run: what is typed never keeps a cell waiting,
 * and what a cell declares for all modules counts only where it belongs.
 */
export class LiveCompiler {
  readonly #directory: string;
  readonly #language: CodeLanguage;
  readonly #connection: LastingCompiler;
  readonly #files = new LocalFiles();
  /** The paths of modules that cells import, for which there is no file. */
  readonly #missing = new Set<string>();
  readonly #notebooks: NotebookDeclarations;

  /** @param notebook its folder and language. */
  constructor(
    { directory, language }: { readonly directory: string; readonly language: CodeLanguage },
    onTrouble: (text: string) => void,
  ) {
    this.#directory = directory;
    this.#language = language;
    const globals = this.#fileOf("globals");
    const documents = NAMES.map((name) => this.fileOf(name));
    const place = {
      directory,
      configName: "__tsnb_live.json",
      roots: [globals, ...documents],
      autoImports: true,
      language,
    };
    this.#connection = new LastingCompiler(place, onTrouble);
    this.#notebooks = new NotebookDeclarations(this.#connection, directory);
    this.#connection.write([
      { file: globals, text: GLOBALS },
      ...documents.map((file) => ({ file, text: "export {};", language: documentLanguage("typescript", language) })),
    ]);
  }

  /** The path of a document, as the compiler's answers name it. */
  fileOf(name: DocumentName): string {
    return this.#fileOf(`live_${name}`);
  }

  /** The tsconfig.json that applies. */
  get project(): string | undefined {
    return this.#connection.project;
  }

  /** The diagnostics of a document; undefined when the request was cancelled or the compiler cannot answer. */
  async diagnose(
    name: DocumentName,
    document: LiveDocument,
    signal?: AbortSignal,
  ): Promise<readonly ServerDiagnostic[] | undefined> {
    if (signal?.aborted) return undefined;
    this.write(name, document);
    return this.#connection.ask((server) => server.diagnostics(this.fileOf(name)), signal);
  }

  /** Writes a document that others import. */
  write(name: DocumentName, { text, language }: LiveDocument): void {
    const spoken = documentLanguage(language, this.#language);
    this.#connection.write([{ file: this.fileOf(name), text, language: spoken }]);
  }

  /**
   * Tells the compiler of changes in the files that cells import by path.
   *
   * @param code of the cells that are new or have changed since the last call.
   * @returns whether there were any: the errors of all cells may differ then.
   */
  async readFiles(code: string): Promise<boolean> {
    const hasProvided = this.#notebooks.provide(code, this.#directory);
    for (const [, , path = ""] of code.matchAll(MODULE)) {
      const file = findFile(resolve(this.#directory, path));
      if (file === undefined) this.#missing.add(path);
      else if (!isNotebook(file)) await this.#files.add(file, Date.now());
    }
    const events = await this.#files.changes();
    for (const path of this.#missing) {
      const file = findFile(resolve(this.#directory, path));
      if (file === undefined) continue;
      this.#missing.delete(path);
      events.push({ file, kind: "created" });
      if (!isNotebook(file)) await this.#files.add(file, Date.now());
    }
    if (events.length > 0) this.#connection.filesChanged(events);
    return hasProvided || events.length > 0;
  }

  /** Asks the compiler's server about a document. */
  async ask(
    name: DocumentName,
    document: LiveDocument,
    method: string,
    params: JsonObject,
  ): Promise<JsonValue | undefined> {
    this.write(name, document);
    return this.#connection.ask((server) => server.query(method, this.fileOf(name), params));
  }

  /** The text of a file as the compiler reads it; undefined for one on disk. */
  textOf(file: string): string | undefined {
    return this.#connection.textOf(file);
  }

  /** Lets the compiler look for packages and files again. */
  async lookAgain(): Promise<void> {
    this.#files.forget();
    await this.#connection.restart();
  }

  dispose(): Promise<void> {
    return this.#connection.dispose();
  }

  #fileOf(name: string): string {
    return join(this.#directory, `__tsnb_${name}.mts`);
  }
}
