import { messageOf } from "../../util/error.ts";
import { findCompiler } from "./compiler.ts";
import { cellConfig } from "./config.ts";
import { RpcClosedError } from "./json-rpc.ts";
import { type Language, LanguageServer } from "./language-server.ts";

type Text = { readonly text: string; readonly language: Language };

// A compiler that dies this often in this time will not live.
const DEATHS = 3;
const DEATHS_MS = 60_000;

/**
 * A compiler that is always there: its documents are kept here, so that another can take over when it
 * dies. Documents need not exist as files, and none is written.
 */
export class Connection {
  readonly #directory: string;
  readonly #configFile: string;
  readonly #roots: readonly string[];
  readonly #onTrouble: (text: string) => void;
  readonly #texts = new Map<string, Text>();
  readonly #deaths: number[] = [];
  #server: Promise<LanguageServer | undefined> | undefined;
  #live: LanguageServer | undefined;
  #isDisposed = false;
  version: string | undefined;

  /**
   * @param configFile where the settings would be if they were a file.
   * @param roots the documents to check; those that they import follow.
   */
  constructor(directory: string, configFile: string, roots: readonly string[], onTrouble: (text: string) => void) {
    this.#directory = directory;
    this.#configFile = configFile;
    this.#roots = roots;
    this.#onTrouble = onTrouble;
  }

  /** Sets the text of a document, which is new when it comes with a language. */
  write(file: string, text: string, language?: Language): void {
    const known = this.#texts.get(file);
    if (known?.text === text) return;
    this.#texts.set(file, { text, language: language ?? known?.language ?? "typescript" });
    if (known) this.#live?.change(file, text);
    else this.#live?.open(file, text, language ?? "typescript");
  }

  /** The text of a document of the connection's own. */
  textOf(file: string): string | undefined {
    return this.#texts.get(file)?.text;
  }

  /** Asks the compiler; `undefined` when it cannot be started. What it was asked when it died is asked again. */
  async ask<T>(question: (server: LanguageServer) => Promise<T>): Promise<T | undefined> {
    for (;;) {
      const server = await this.#started();
      if (!server) return undefined;
      try {
        return await question(server);
      } catch (error) {
        if (!(error instanceof RpcClosedError)) throw error;
        if (this.#isDisposed) return undefined;
        // Its death is noticed before anything is asked anew.
        await server.ended;
      }
    }
  }

  /** Starts the compiler anew, without anything it knows about files and packages. */
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
    try {
      const compiler = findCompiler(this.#directory);
      this.version = compiler.version;
      const configName = this.#configFile.slice(this.#directory.length + 1);
      const server = new LanguageServer(compiler, this.#directory, configName);
      void server.ended.then((last) => this.#onEnd(server, last));
      const [config] = await Promise.all([
        cellConfig(compiler, this.#directory, [this.#configFile, ...this.#roots]),
        server.initialized,
      ]);
      if (config.trouble !== undefined) this.#onTrouble(config.trouble);
      server.open(this.#configFile, JSON.stringify(config.json), "json");
      for (const [file, { text, language }] of this.#texts) server.open(file, text, language);
      this.#live = server;
      return server;
    } catch (error) {
      if (!this.#isDisposed) this.#onTrouble(`types are not checked: ${messageOf(error)}`);
      return undefined;
    }
  }

  #onEnd(server: LanguageServer, last: string): void {
    if (this.#live !== server) return;
    this.#live = undefined;
    if (this.#isDisposed) return;
    const now = performance.now();
    this.#deaths.push(now);
    const recent = this.#deaths.filter((death) => now - death < DEATHS_MS);
    const isHopeless = recent.length >= DEATHS;
    this.#server = isHopeless ? Promise.resolve(undefined) : undefined;
    if (isHopeless) this.#onTrouble(`TypeScript's compiler keeps ending (${last}); types are no longer checked`);
    else if (recent.length === 1) this.#onTrouble(`TypeScript's compiler ended (${last}) and is started again`);
  }
}
