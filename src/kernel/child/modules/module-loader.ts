import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Sources } from "../error-reports/stacks/compiled-sources.ts";
import { addCompiled } from "../error-reports/stacks/add-compiled-file.ts";
import { withoutKernel } from "../error-reports/stacks/map-stacks.ts";
import type { ImportNotebook, NotebookScope } from "../entry-imports.ts";
import { withOriginals } from "../built-ins/original-builtins.ts";
import { importTagged } from "./imports/dynamic-import.ts";
import { LoadedPackages } from "./loaded-packages.ts";
import { rewordImport } from "./imports/reword-import.ts";
import { withoutTags } from "./imports/tagged-imports.ts";
import { type CompiledFile, ProjectModules } from "./project/project-modules.ts";
import { extendRequire } from "./commonjs/extend-require.ts";
import { hasSyncHooks, registerSyncHooks } from "./register-hooks.ts";
import type { HooksThread } from "./register-hooks-thread.ts";
import { loadTypeScriptInThreads } from "./typescript-in-threads.ts";
import { notebookRequire } from "./commonjs/notebook-require.ts";

type Exports = { readonly [key: string]: unknown };

/** Loads modules for the cells, as if the cells were a file of the project. */
export class ModuleLoader {
  readonly notebook: string;
  /** The folder from which imports are looked up. */
  readonly folder: string;
  readonly require: NodeJS.Require;
  readonly project: ProjectModules;
  readonly packages: LoadedPackages;
  readonly #sources: Sources;
  readonly #import: ImportNotebook;
  readonly #callSites = new WeakMap<object, Error>();
  #module: Promise<NotebookScope> | undefined;
  #thread: HooksThread | undefined;
  #meta: ImportMeta | undefined;

  constructor(notebook: string, sources: Sources, importNotebook: ImportNotebook) {
    this.#import = importNotebook;
    this.notebook = notebook;
    this.folder = dirname(fileURLToPath(notebook));
    this.packages = new LoadedPackages(this.folder);
    this.#sources = sources;
    sources.hide(notebook);
    sources.hide(fileURLToPath(notebook));
    this.project = new ProjectModules({
      notebook,
      onCompiled: (file) => this.#compiled(file),
      onStale: (paths) => {
        this.#forget(paths);
        this.#thread?.tell({ stale: paths });
      },
      onInstalled: (path) => this.packages.note(path),
    });
    this.require = notebookRequire(createRequire(notebook), {
      find: (specifier) => this.project.find(specifier),
      before: () => this.#beforeRequire(),
      after: () => this.project.trackRequired(this.require.cache),
      failed: (specifier, error, site) => this.#failed(specifier, error, site),
    });
  }

  /** Resolves when `load` and `meta` can be used. */
  ready(): Promise<NotebookScope> {
    this.#module ??= this.#start();
    return this.#module;
  }

  meta(): ImportMeta {
    if (!this.#meta) throw new Error("import.meta is not ready");
    return this.#meta;
  }

  /** @param names the names that a static import takes from a notebook. */
  async load(specifier: string, attributes?: ImportAttributes, names?: readonly string[]): Promise<Exports> {
    // V8 formats the stack only when it is read.
    const site = new Error("import");
    try {
      const { load } = await this.ready();
      // The hooks' thread does not see files that other files require.
      if (this.#thread) this.project.refresh();
      const options = attributes && Object.keys(attributes).length > 0 ? { with: attributes } : undefined;
      const rules = this.project.configs.of(this.folder).interop;
      return await importTagged({ rules, load, names }, specifier, options);
    } catch (error) {
      this.#failed(specifier, error, site);
      throw error;
    } finally {
      this.#thread?.receive();
      if (this.#thread) this.project.trackRequired(this.require.cache);
    }
  }

  #failed(specifier: string, error: unknown, site: Error): void {
    if (typeof error === "object" && error !== null) this.#callSites.set(error, site);
    const failure = { specifier, stack: stackOf(error) };
    this.project.failed(failure);
    this.#thread?.tell({ failure });
    withOriginals(() => {
      withoutKernel(error, failure.stack);
      unmark(error);
      rewordImport(error, specifier, fileURLToPath(this.notebook));
    });
  }

  // Files that were edited since they were required are read again.
  #beforeRequire(): void {
    if (!this.#module) void this.ready();
    this.project.refresh();
  }

  /** The stack at the import that failed with an error: Node's loader errors have none. Undefined for other errors. */
  importStack(error: unknown): string | undefined {
    return typeof error === "object" && error !== null ? this.#callSites.get(error)?.stack : undefined;
  }

  async #start(): Promise<NotebookScope> {
    extendRequire(this.project);
    loadTypeScriptInThreads(createRequire(this.notebook));
    if (hasSyncHooks) registerSyncHooks(this.project);
    else await this.#startThread();
    const module = await this.#import(this.notebook);
    this.#meta = module.meta;
    return module;
  }

  async #startThread(): Promise<void> {
    const { registerThread } = await import("./register-hooks-thread.ts");
    const thread = registerThread(this.notebook, {
      onCompiled: (file) => this.#compiled(file),
      onStale: (paths) => this.#forget(paths),
      onInstalled: (path) => this.packages.note(path),
    });
    this.#thread = thread;
    this.#sources.refreshWith(thread.receive);
  }

  #compiled(file: CompiledFile): void {
    this.project.track(file.path, file.requires);
    addCompiled(this.#sources, file);
  }

  #forget(paths: readonly string[]): void {
    for (const path of paths) delete this.require.cache[path];
  }
}

function unmark(error: unknown): void {
  if (error instanceof Error && error.message.includes("tsnb:")) error.message = withoutTags(error.message);
}

function stackOf(error: unknown): string {
  try {
    return error instanceof Error ? String(error.stack) : "";
  } catch {
    // A getter may throw.
    return "";
  }
}
