import { join, parse } from "node:path";
import type { CodeLanguage } from "../../../notebook/code-language.ts";
import { messageOf } from "../../../util/error.ts";
import { type Compiler, findCompiler } from "./find-compiler.ts";
import { settingsFiles } from "../../project/tsconfig.ts";
import { cellConfig, JSX_NAMES } from "./settings/cell-config.ts";
import { RpcClosedError, RpcError } from "./rpc/json-rpc.ts";
import { joinLibrary } from "./settings/join-library.ts";
import { configTroubles } from "./settings/config-troubles.ts";
import { type FileEvent, type DocumentLanguage, LanguageServer } from "./language-server.ts";
import type { Diagnostic } from "../service-interface.ts";

/** The paths of a connection's documents, which need not be files. */
export type DocumentPaths = {
  readonly directory: string;
  /** The file name of the document with the settings. */
  readonly configName: string;
  /** The documents to check; their imports are found from them. */
  readonly roots: readonly string[];
  /** True when the compiler proposes missing imports. Default: false. */
  readonly autoImports?: boolean;
  readonly language?: CodeLanguage;
};

/** The new text of a document, with its language when it is new. */
export type Write = { readonly file: string; readonly text: string; readonly language?: DocumentLanguage };

type Text = { readonly text: string; readonly language: DocumentLanguage };

// A compiler that dies this often within this time is not started again.
const MOST_DEATHS = 3;
const DEATHS_MS = 60_000;
// Longer than a slow machine takes to read the types of the largest packages.
const PATIENCE_MS = 20_000;
// The compiler checks for cancellation now and then, but not within one type.
const STOPPING_MS = 1_000;

/**
 * A compiler that is always available: the connection keeps its documents, so that a new process can take over
 * when one dies. Documents need not exist as files.
 */
export class LastingCompiler {
  readonly #place: DocumentPaths;
  readonly #onTrouble: (text: string) => void;
  readonly #texts = new Map<string, Text>();
  readonly #deaths: number[] = [];
  #library: ReadonlyMap<string, string> = new Map();
  #server: Promise<LanguageServer | undefined> | undefined;
  #live: LanguageServer | undefined;
  #isDisposed = false;
  #review: Promise<readonly Diagnostic[]> = Promise.resolve([]);
  version: string | undefined;
  /** The path of the tsconfig.json that applies; undefined without one, and until the compiler has started. */
  project: string | undefined;
  /** The files with the project's settings, and the missing files that would replace them; none until it has started. */
  settingsFiles: readonly string[] = [];
  /** The names that JSX uses implicitly. */
  jsxNames = JSX_NAMES;

  constructor(place: DocumentPaths, onTrouble: (text: string) => void) {
    this.#place = place;
    this.#onTrouble = onTrouble;
  }

  /** Writes documents. */
  write(writes: readonly Write[]): void {
    const server = this.#live;
    const added = writes.filter(({ file }) => !this.#texts.has(file));
    if (server && added.length > 0)
      this.#expect(
        server,
        added.map(({ file }) => file),
      );
    for (const { file, text, language } of writes) {
      const known = this.#texts.get(file);
      if (known?.text === text) continue;
      const written = { text, language: language ?? known?.language ?? "typescript" };
      this.#texts.set(file, written);
      server?.write(file, text, written.language);
    }
  }

  /** Reports changes on disk to the running compiler; one that starts later sees them anyway. */
  filesChanged(events: readonly FileEvent[]): void {
    this.#live?.filesChanged(events);
  }

  /** The text of a document of the connection or of the joined library; undefined for other files. */
  textOf(file: string): string | undefined {
    return this.#texts.get(file)?.text ?? this.#library.get(file);
  }

  /**
   * Asks the compiler; `undefined` when it cannot start, cannot answer or the signal aborts, which also ends its search
   * for diagnostics. If the compiler dies on a question, the question is asked again.
   */
  async ask<T>(question: (server: LanguageServer) => Promise<T>, signal?: AbortSignal): Promise<T | undefined> {
    for (;;) {
      const server = await this.#started();
      if (!server || signal?.aborted) return undefined;
      try {
        return await this.#within(server, question(server), signal);
      } catch (error) {
        if (this.#isDisposed) return undefined;
        if (error instanceof RpcClosedError) {
          // The next question must not go to the dead process.
          await server.ended;
          continue;
        }
        if (!(error instanceof RpcError)) throw error;
        if (!error.isCancelled) this.#onTrouble(`TypeScript could not answer: ${error.message}`);
        return undefined;
      }
    }
  }

  /** The answer. A stuck compiler is restarted; a caller that cancels does not wait. */
  #within<T>(server: LanguageServer, answer: Promise<T>, signal: AbortSignal | undefined): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const giveUp = (why: string) => {
        if (this.#live === server) void this.restart();
        this.#onTrouble(`${why}, and is started again`);
        resolve(undefined);
      };
      let timer = setTimeout(giveUp, PATIENCE_MS, `TypeScript did not answer within ${PATIENCE_MS / 1000} s`).unref();
      const stop = () => {
        server.cancelDiagnostics();
        clearTimeout(timer);
        timer = setTimeout(giveUp, STOPPING_MS, "TypeScript did not stop when told to").unref();
        resolve(undefined);
      };
      signal?.addEventListener("abort", stop, { once: true });
      const settled = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", stop);
      };
      answer.finally(settled).then(resolve, reject);
    });
  }

  /** Resolves when the project's settings are known, or when no compiler can start. */
  async started(): Promise<void> {
    await this.#started();
  }

  /** Ends the compiler; the next question starts one that reads files and packages again. */
  async restart(): Promise<void> {
    const old = this.#live;
    this.#live = undefined;
    this.#server = undefined;
    await old?.end();
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await (await this.#server)?.end();
    this.#server = Promise.resolve(undefined);
  }

  #started(): Promise<LanguageServer | undefined> {
    this.#server ??= this.#isDisposed ? Promise.resolve(undefined) : this.#start();
    return this.#server;
  }

  async #start(): Promise<LanguageServer | undefined> {
    const { directory, configName, roots, autoImports = false, language: spoken } = this.#place;
    try {
      const compiler = findCompiler(directory);
      this.version = compiler.version;
      const server = new LanguageServer(compiler, directory, { configName, autoImports });
      void server.ended.then((last) => this.#onEnd(server, last));
      const configFile = join(directory, configName);
      const config = cellConfig(directory, [configFile, ...roots], spoken);
      await server.initialized;
      this.project = config.project;
      this.settingsFiles = settingsFiles(directory);
      this.jsxNames = config.jsxNames;
      if (config.project !== undefined) this.#review = this.#reviewed(compiler, config.project);
      const library = joinLibrary(compiler, config.lib);
      this.#library = new Map(library.map(({ file, text }) => [file, text]));
      this.#expect(server, [...this.#library.keys(), ...this.#texts.keys()]);
      for (const { file, text } of library) server.write(file, text, "typescript");
      server.write(configFile, JSON.stringify(config.json), "json");
      for (const [file, { text, language }] of this.#texts) server.write(file, text, language);
      this.#live = server;
      return server;
    } catch (error) {
      if (!this.#isDisposed) this.#onTrouble(`types are not checked: ${messageOf(error)}`);
      return undefined;
    }
  }

  /** The errors in the project's settings, returned once for each time that they are read. */
  async takeTroubles(): Promise<readonly Diagnostic[]> {
    const review = this.#review;
    this.#review = Promise.resolve([]);
    return review;
  }

  async #reviewed(compiler: Compiler, project: string): Promise<readonly Diagnostic[]> {
    try {
      return await configTroubles(compiler, project);
    } catch (error) {
      this.#onTrouble(`${project} could not be reviewed: ${messageOf(error)}`);
      return [];
    }
  }

  // For a document that nothing imports yet, the compiler searches all folders above for a project and loads it.
  // Settings in the top folder, for such documents only, end the search at once.
  #expect(server: LanguageServer, files: readonly string[]): void {
    const { directory, configName, roots } = this.#place;
    const { root } = parse(directory);
    if (directory === root) return;
    const configFile = join(root, configName);
    const compilerOptions = { noLib: true, noResolve: true, types: [], resolveJsonModule: true, module: "preserve" };
    const spares = files.filter((file) => !roots.includes(file));
    server.write(configFile, JSON.stringify({ files: [configFile, ...spares], include: [], compilerOptions }), "json");
  }

  #onEnd(server: LanguageServer, last: string): void {
    if (this.#live !== server) return;
    this.#live = undefined;
    if (this.#isDisposed) return;
    const now = performance.now();
    this.#deaths.push(now);
    const recent = this.#deaths.filter((death) => now - death < DEATHS_MS);
    const isHopeless = recent.length >= MOST_DEATHS;
    this.#server = isHopeless ? Promise.resolve(undefined) : undefined;
    if (isHopeless) this.#onTrouble(`TypeScript's compiler keeps ending (${last}); types are no longer checked`);
    else if (recent.length === 1) this.#onTrouble(`TypeScript's compiler ended (${last}) and is started again`);
  }
}
