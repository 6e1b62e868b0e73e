import { join, parse } from "node:path";
import { messageOf } from "../../util/error.ts";
import { findCompiler } from "./compiler.ts";
import { cellConfig } from "./config.ts";
import { RpcClosedError } from "./json-rpc.ts";
import { type Language, LanguageServer } from "./language-server.ts";

/** Where a connection's documents are: none of them is a file. */
export type Place = {
  readonly directory: string;
  /** The name of the documents with settings. */
  readonly configName: string;
  /** The documents to check; those that they import follow. */
  readonly roots: readonly string[];
};

/** The new text of a document; with a language when the document is new. */
export type Write = { readonly file: string; readonly text: string; readonly language?: Language };

type Text = { readonly text: string; readonly language: Language };

// A compiler that dies this often in this time will not live.
const DEATHS = 3;
const DEATHS_MS = 60_000;

/**
 * A compiler that is always there: its documents are kept here, so that another can take over when it
 * dies. Documents need not exist as files, and none is written.
 */
export class Connection {
  readonly #place: Place;
  readonly #onTrouble: (text: string) => void;
  readonly #texts = new Map<string, Text>();
  readonly #deaths: number[] = [];
  #server: Promise<LanguageServer | undefined> | undefined;
  #live: LanguageServer | undefined;
  #isDisposed = false;
  version: string | undefined;

  constructor(place: Place, onTrouble: (text: string) => void) {
    this.#place = place;
    this.#onTrouble = onTrouble;
  }

  /** Sets the texts of documents. */
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
    const { directory, configName, roots } = this.#place;
    try {
      const compiler = findCompiler(directory);
      this.version = compiler.version;
      const server = new LanguageServer(compiler, directory, configName);
      void server.ended.then((last) => this.#onEnd(server, last));
      const configFile = join(directory, configName);
      const [config] = await Promise.all([cellConfig(compiler, directory, [configFile, ...roots]), server.initialized]);
      if (config.trouble !== undefined) this.#onTrouble(config.trouble);
      this.#expect(server, [...this.#texts.keys()]);
      server.write(configFile, JSON.stringify(config.json), "json");
      for (const [file, { text, language }] of this.#texts) server.write(file, text, language);
      this.#live = server;
      return server;
    } catch (error) {
      if (!this.#isDisposed) this.#onTrouble(`types are not checked: ${messageOf(error)}`);
      return undefined;
    }
  }

  // The compiler looks for the project of a document that nothing imports yet in all folders above, and
  // loads what it finds there. Settings at the top, for no more than such documents, end the search at once.
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
    const isHopeless = recent.length >= DEATHS;
    this.#server = isHopeless ? Promise.resolve(undefined) : undefined;
    if (isHopeless) this.#onTrouble(`TypeScript's compiler keeps ending (${last}); types are no longer checked`);
    else if (recent.length === 1) this.#onTrouble(`TypeScript's compiler ended (${last}) and is started again`);
  }
}
