import { type ChildProcess, spawn } from "node:child_process";
import { pathToFileURL } from "node:url";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../jupyter/json.ts";
import type { Compiler } from "./find-compiler.ts";
import { JsonRpc } from "./rpc/json-rpc.ts";
import * as reply from "./replies/read-replies.ts";
import { initializeParams, type LanguageServerSettings } from "./settings/server-settings.ts";

/** A position in a document: lines and UTF-16 columns from 0. */
export type DocumentPosition = { readonly line: number; readonly character: number };

/** A change of a file on disk. */
export type FileEvent = { readonly file: string; readonly kind: "created" | "changed" | "deleted" };

/** The language of a document, whatever its file name. */
export type DocumentLanguage = "typescript" | "typescriptreact" | "javascript" | "javascriptreact" | "json";

// Longer than the time between two keys.
const QUIET_MS = 800;

const DIAGNOSTIC = "textDocument/diagnostic";
const FILE_EVENTS = { created: 1, changed: 2, deleted: 3 } as const;

const LAST_WORDS_CHARACTERS = 2000;
const END_GRACE_MS = 500;

/**
 * TypeScript's compiler as a language server: a process that keeps documents in memory and answers questions about
 * them. Only this file, ./server-settings.ts and the readers of its replies depend on the version of the server.
 */
export class LanguageServer {
  readonly #process: ChildProcess;
  readonly #rpc: JsonRpc;
  readonly #documents = new Map<string, { readonly uri: string; version: number }>();
  #quiet: NodeJS.Timeout | undefined;
  /** Resolves when the process has ended, with the end of its stderr. */
  readonly ended: Promise<string>;

  constructor(compiler: Compiler, directory: string, settings: LanguageServerSettings) {
    // In its own process group, it survives Ctrl-C in the server's terminal, and ends when its stdin ends.
    const detached = process.platform !== "win32";
    // Go's collector takes a fifth of a start: it runs each time that the small heap has doubled.
    const env = { GOGC: "200", ...process.env };
    const child = spawn(compiler.program, ["--lsp", "--stdio"], { cwd: directory, detached, windowsHide: true, env });
    this.#process = child;
    this.#rpc = new JsonRpc(child.stdout, child.stdin, answerServer);
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-LAST_WORDS_CHARACTERS);
    });
    this.ended = new Promise((resolve) => {
      child.once("error", (error) => resolve(error.message));
      child.once("close", (code, signal) => resolve(said.trim() || `it ended with ${signal ?? code}`));
    });
    void this.ended.then(() => this.#rpc.close());
    this.initialized = this.#initialize(directory, settings);
    // Callers handle the rejection; without a caller it is not an error.
    this.initialized.catch(() => undefined);
  }

  readonly initialized: Promise<void>;

  /** Sets the text of a document, and opens it first if necessary. */
  write(file: string, text: string, languageId: DocumentLanguage): void {
    const document = this.#documents.get(file) ?? { uri: uriOf(file), version: 0 };
    this.#documents.set(file, document);
    const { uri } = document;
    const version = (document.version += 1);
    if (version === 1) this.#rpc.notify("textDocument/didOpen", { textDocument: { uri, languageId, version, text } });
    else this.#rpc.notify("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [{ text }] });
  }

  filesChanged(events: readonly FileEvent[]): void {
    const changes = events.map(({ file, kind }) => ({ uri: uriOf(file), type: FILE_EVENTS[kind] }));
    this.#rpc.notify("workspace/didChangeWatchedFiles", { changes });
  }

  async diagnostics(file: string): Promise<reply.ServerDiagnostic[]> {
    this.#tidyWhenQuiet();
    return reply.diagnosticsOf(await this.#rpc.request(DIAGNOSTIC, { textDocument: this.#named(file) }));
  }

  /** Cancels the compiler's search for diagnostics. */
  cancelDiagnostics(): void {
    this.#rpc.cancel(DIAGNOSTIC);
  }

  async completion(file: string, place: DocumentPosition): Promise<reply.ServerCompletion[]> {
    return reply.completionsOf(await this.#at("textDocument/completion", file, place));
  }

  async hover(file: string, place: DocumentPosition): Promise<string | undefined> {
    return reply.hoverOf(await this.#at("textDocument/hover", file, place));
  }

  async definition(file: string, place: DocumentPosition): Promise<reply.Definition[]> {
    return reply.definitionsOf(await this.#at("textDocument/definition", file, place));
  }

  async signatureHelp(file: string, place: DocumentPosition): Promise<reply.ServerSignature | undefined> {
    return reply.signatureHelpIn(await this.#at("textDocument/signatureHelp", file, place));
  }

  /** Sends any other request of the protocol about a document, and returns the raw reply. */
  query(method: string, file: string, params: JsonObject): Promise<JsonValue> {
    this.#tidyWhenQuiet();
    return this.#rpc.request(method, { textDocument: this.#named(file), ...params });
  }

  /** Resolves when the server has processed all changes so far, so that the next answer is quick. */
  async settle(file: string): Promise<void> {
    await this.#at("textDocument/hover", file, { line: 0, character: 0 });
  }

  async end(): Promise<void> {
    clearTimeout(this.#quiet);
    this.#process.stdin?.end();
    this.#rpc.close();
    const slow = setTimeout(() => this.#process.kill("SIGKILL"), END_GRACE_MS);
    await this.ended;
    clearTimeout(slow);
  }

  #at(method: string, file: string, position: DocumentPosition): Promise<JsonValue> {
    this.#tidyWhenQuiet();
    return this.#rpc.request(method, { textDocument: this.#named(file), position });
  }

  #named(file: string): { uri: string } {
    return { uri: this.#documents.get(file)?.uri ?? uriOf(file) };
  }

  // Left alone, the compiler collects garbage while someone waits for an answer, and lets more of it pile up.
  #tidyWhenQuiet(): void {
    clearTimeout(this.#quiet);
    const collect = () => this.#rpc.request("custom/runGC");
    // Go keeps the memory that it needed before the last collection; a second one returns that too. A compiler without
    // this request, or one that has ended, rejects; nothing depends on it.
    const tidy = (): void =>
      void collect()
        .then(collect)
        .catch(() => undefined);
    this.#quiet = setTimeout(tidy, QUIET_MS).unref();
  }

  async #initialize(directory: string, settings: LanguageServerSettings): Promise<void> {
    await this.#rpc.request("initialize", initializeParams(directory, settings));
    this.#rpc.notify("initialized", {});
    // The preferences apply from the first request on, but not to documents opened before it.
    await this.#rpc.request("workspace/symbol", { query: " " });
  }
}

function uriOf(file: string): string {
  return pathToFileURL(file).href;
}

// The server requests settings and registers watchers, but works without both.
function answerServer(method: string, params: JsonValue): JsonValue {
  if (method !== "workspace/configuration" || !isJsonObject(params)) return null;
  const { items }: JsonObject = params;
  return Array.isArray(items) ? items.map(() => null) : [];
}
