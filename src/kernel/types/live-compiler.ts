import { join, resolve } from "node:path";
import type { JsonObject, JsonValue } from "../../jupyter/json.ts";
import type { CodeLanguage } from "../../notebook/code-language.ts";
import { findFile, isNotebook } from "../project/find-file.ts";
import { LastingCompiler } from "./compiler/lasting-compiler.ts";
import { type CellLanguage, documentLanguage } from "./compiler/document-language.ts";
import type { ServerDiagnostic } from "./compiler/replies/read-replies.ts";
import { NotebookDeclarations } from "./notebook-declarations.ts";
import { GLOBALS } from "./modules/kernel-globals.ts";
import { WatchedFiles } from "./modules/watched-files.ts";

/** A document that is not a file. */
export type LiveDocument = { readonly text: string; readonly language: CellLanguage };

/**
 * `live`: all cells. `draft`: a cell that cannot be read, preceded by the cells before it. `cell`: a single cell.
 * `part`: some cells, which import the names of the others from `rest`. `imports`: a single cell for which imports are
 * sought.
 */
export type DocumentName = (typeof NAMES)[number];

const NAMES = ["live", "draft", "cell", "part", "rest", "imports"] as const;

const MODULE = /(?:\bfrom|\bimport|\brequire|\bimport\s*\(|\brequire\s*\()\s*(["'])(\.{1,2}\/[^"'\n]+)\1/g;

/**
 * A compiler for cells that are being typed, separate from the one that checks cells before they run: typing never
 * keeps a running cell waiting, and global declarations of a cell being typed do not reach the cells that run.
 */
export class LiveCompiler {
  readonly #directory: string;
  readonly #language: CodeLanguage;
  readonly #connection: LastingCompiler;
  readonly #files = new WatchedFiles();
  /** The paths of imported modules for which no file exists. */
  readonly #missing = new Set<string>();
  readonly #notebooks: NotebookDeclarations;

  /** @param notebook the notebook's folder and language. */
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

  /** The path of a document, as it appears in the compiler's answers. */
  fileOf(name: DocumentName): string {
    return this.#fileOf(`live_${name}`);
  }

  /** The path of the tsconfig.json that applies; undefined without one. */
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
   * Reports changes in the files that cells import by path to the compiler.
   *
   * @param code the code of the cells that are new or have changed since the last call.
   * @returns true when a file has changed: then the errors of all cells may differ.
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

  /** Asks the compiler's server about a document; undefined when it cannot answer. */
  async ask(
    name: DocumentName,
    document: LiveDocument,
    method: string,
    params: JsonObject,
  ): Promise<JsonValue | undefined> {
    this.write(name, document);
    return this.#connection.ask((server) => server.query(method, this.fileOf(name), params));
  }

  /** The text of a document or library file in the compiler's memory; undefined for a file on disk. */
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
