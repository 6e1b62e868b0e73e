import { createRequire } from "node:module";
import { basename, dirname, join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { codeRoot } from "../../../../util/package-root.ts";
import { findFile, isInstalled, isNotebook, isTypeScript, pathOf } from "../../../project/find-file.ts";
import { ownEntryOf } from "../../../project/own-entries.ts";
import { facadeSource, facadeUrl, isOpen, readFacade } from "../commonjs/facades.ts";
import { isCommonJs } from "../commonjs/formats.ts";
import type { InteropRules } from "../commonjs/interop.ts";
import { compileTypeScript, type JavaScript, readModule } from "./compile-file.ts";
import { type CellLines, ImportedNotebooks, isNotebookUrl } from "../imported-notebooks.ts";
import { type ImportTag, NAMESPACE, tagImports, WHOLE } from "../imports/tagged-imports.ts";
import { ProjectConfigs } from "./project-config.ts";
import { FileVersions } from "./file-versions.ts";
import { TSLAB_URL, tslabSource } from "../tslab-url.ts";

/** A compiled file, with the data that its errors need. */
export type CompiledFile = {
  readonly url: string;
  readonly path: string;
  readonly text: string;
  readonly mappings: readonly string[];
  /** The project's files that it requires. */
  readonly requires: readonly string[];
  /** The cells of a notebook, whose sources make up the text. */
  readonly cells?: readonly CellLines[];
};

export type ProjectModulesOptions = {
  /** The URL of the cells as a module: its imports give them `import.meta` and `import()`. */
  readonly notebook: string;
  readonly onCompiled: (file: CompiledFile) => void;
  /** Called with files that were edited, and those that import them. */
  readonly onStale: (paths: readonly string[]) => void;
  /** Called when a file of an installed package is loaded. */
  readonly onInstalled: (path: string) => void;
};

/** A load from a cell that failed. */
export type FailedLoad = { readonly specifier: string; readonly stack: string };

type Loaded = { readonly format: JavaScript["format"]; readonly source: string };

/** Converts an ES module to CommonJS, given the files that its imports stand for. */
type Convert = (
  source: string,
  rules: InteropRules,
  find: (specifier: string) => string | undefined,
) => { readonly code: string; readonly mappings: string };

const KERNEL_FOLDER = join(codeRoot(), sep);
const KERNEL = pathToFileURL(KERNEL_FOLDER).href;

/** Resolves and compiles imports of the project's own files; its only effect is reading files. */
export class ProjectModules {
  readonly configs = new ProjectConfigs();
  readonly #versions = new FileVersions();
  readonly #options: ProjectModulesOptions;
  readonly #notebooks = new ImportedNotebooks({
    settingsOf: (path) => this.configs.of(dirname(path)).settings,
    rulesOf: (path) => this.rulesOf(path),
    find: (specifier, importer) => this.#find(specifier, pathToFileURL(importer).href),
  });

  constructor(options: ProjectModulesOptions) {
    this.#options = options;
  }

  /** The URL of the module that a specifier stands for; undefined leaves it to Node. */
  resolve(specifier: string, parent: string | undefined): string | undefined {
    if (specifier === this.#options.notebook) return specifier;
    if (parent === undefined || parent.startsWith(KERNEL) || !parent.startsWith("file:")) return undefined;
    if (parent === this.#options.notebook) this.refresh();
    const importer = pathOf(parent);
    if (isInstalled(importer)) return undefined;
    if (specifier === "tslab") return TSLAB_URL;
    const path = this.#find(specifier, parent);
    return path === undefined ? undefined : this.#versioned(path, parent);
  }

  /** The URL that Node resolved to; that of a project file gets its version. */
  resolved(url: string, parent: string | undefined): string {
    if (!url.startsWith("file:") || !parent?.startsWith("file:") || parent.startsWith(KERNEL)) return url;
    if (url.startsWith(KERNEL) || url.includes("?") || url === this.#options.notebook) return url;
    const path = fileURLToPath(url);
    return isInstalled(path) || isInstalled(pathOf(parent)) ? url : this.#versioned(path, parent);
  }

  /**
   * The URL for a resolved, tagged import: a facade for CommonJS, for notebooks and for the namespace of any module.
   */
  facade({ rules, names, specifier }: ImportTag, url: string): string {
    // An import without names gets the namespace, which has all of them.
    const imported = names.length > 0 ? names : [{ key: NAMESPACE, isOptional: false }];
    if (isNotebookUrl(url)) return facadeUrl({ kind: "notebook", rules, names: imported, specifier, url });
    const kind = this.#isCommonJs(url) ? "commonjs" : "module";
    const isWhole = names.some(({ key }) => key === NAMESPACE);
    if (kind === "module" && !isWhole) return url;
    return facadeUrl({ kind, rules, names: imported, specifier, url });
  }

  /** The URL for an import without a tag: one of a notebook, which names no exports, runs the whole notebook. */
  wholeNotebook(url: string, parent: string | undefined): string {
    if (!isNotebookUrl(url) || url === this.#options.notebook || parent?.startsWith("tsnb:")) return url;
    const names = [{ key: WHOLE, isOptional: true }];
    return facadeUrl({ kind: "notebook", rules: "types", names, specifier: basename(pathOf(url)), url });
  }

  /** The URL of the file that `require` finds for a specifier where Node's import finds none, if it exists. */
  found(specifier: string, parent: string | undefined, error: unknown): string | undefined {
    if (parent === undefined || !parent.startsWith("file:") || parent.startsWith(KERNEL)) return undefined;
    const path = lookedUp(specifier, parent, error);
    return path === undefined ? undefined : this.resolved(pathToFileURL(path).href, parent);
  }

  /** The URL of tsnb's own entry or its Polars, for a project that imports them without having installed them. */
  ownEntry(specifier: string): string | undefined {
    if (specifier === "nodejs-polars") return pathToFileURL(createRequire(KERNEL).resolve(specifier)).href;
    const entry = ownEntryOf(specifier);
    return entry === undefined ? undefined : new URL(`${entry}/index.js`, KERNEL).href;
  }

  /** A module's source; undefined when Node can read it itself. */
  load(url: string, keysOf: (path: string) => readonly string[]): Loaded | undefined {
    if (url === this.#options.notebook) {
      const source = "export const meta = import.meta;\nexport const load = (name, options) => import(name, options);";
      return { format: "module", source };
    }
    if (url === TSLAB_URL) return { format: "module", source: tslabSource };
    const facade = readFacade(url);
    if (facade?.kind === "notebook") return { format: "module", source: this.#notebooks.entry(facade) };
    if (facade) {
      const keys = isOpen(facade) ? keysOf(pathOf(facade.url)) : [];
      return { format: "module", source: facadeSource(facade, keys) };
    }
    if (!url.startsWith("file:")) return undefined;
    const path = pathOf(url);
    if (isInstalled(path)) this.#options.onInstalled(path);
    const notebook = isNotebook(path) ? this.#notebooks.module(path) : undefined;
    const file = notebook ?? this.#read(path);
    if (!file) return undefined;
    const tagged = this.#tagged(path, file);
    this.#tell(url, path, tagged, notebook?.cells);
    return { format: tagged.format, source: tagged.code };
  }

  /** The CommonJS file that must run before this module can be loaded, because the module has the same exports. */
  runFirst(url: string): string | undefined {
    const facade = readFacade(url);
    return facade && isOpen(facade) ? pathOf(facade.url) : undefined;
  }

  /** The rules by which a project file imports CommonJS: Node's for JavaScript, or those of its tsconfig.json. */
  rulesOf(path: string): InteropRules {
    return isTypeScript(path) || isNotebook(path) ? this.configs.of(dirname(path)).interop : "node";
  }

  #tagged(path: string, file: JavaScript): JavaScript {
    const { code, mappings } = tagImports(file.code, this.rulesOf(path), file.format);
    return { ...file, code, mappings: [...mappings, ...file.mappings] };
  }

  #isCommonJs(url: string): boolean {
    if (!url.startsWith("file:") || url.startsWith(KERNEL)) return false;
    const path = pathOf(url);
    try {
      return isTypeScript(path) ? this.#read(path)?.format === "commonjs" : isCommonJs(path);
    } catch {
      // Loading the file reports the error.
      return false;
    }
  }

  /** Records the files that `require` loaded: Node asks no hook for a file that another file of its folder required. */
  trackRequired(cache: NodeJS.Require["cache"]): void {
    for (const [path, module] of Object.entries(cache)) {
      if (isInstalled(path)) this.#options.onInstalled(path);
      if (!isOwn(path)) continue;
      this.#versions.track(path, undefined);
      // The filename of an imported module is undefined here.
      for (const child of module?.children ?? []) {
        const filename: unknown = child.filename;
        if (typeof filename === "string" && !isInstalled(filename)) this.#versions.track(filename, path);
      }
    }
  }

  /** The source of a file for `require`; undefined when Node can read it itself. */
  forRequire(path: string, convert?: Convert): Loaded | undefined {
    const read = this.#read(path);
    if (!read) return undefined;
    // An ES module is required through an import of it, unless it is converted.
    const file = read.format === "commonjs" ? this.#tagged(path, read) : read;
    const parent = pathToFileURL(path).href;
    const find = (specifier: string): string | undefined => this.#find(specifier, parent);
    const converted = file.format === "module" ? convert?.(file.code, this.rulesOf(path), find) : undefined;
    this.#tell(path, path, converted ? { ...file, mappings: [converted.mappings, ...file.mappings] } : file);
    return converted ? { format: "commonjs", source: converted.code } : { format: file.format, source: file.code };
  }

  /** Makes files and their importers load again, as if they had been edited. */
  expire(paths: readonly string[]): void {
    this.#versions.expire(paths);
  }

  /** Makes the file named in a failed load's stack load again: Node would repeat the same error for ever. */
  failed({ specifier, stack }: FailedLoad): void {
    const path = this.#versions.namedLast(stack) ?? this.find(specifier);
    if (path !== undefined) this.#versions.expire([path]);
  }

  /** The file of the project that a specifier stands for in a cell; undefined for other specifiers. */
  find(specifier: string): string | undefined {
    return this.#find(specifier, this.#options.notebook);
  }

  /** Records the files that a file requires, for loads that neither a hook nor a cache reports. */
  track(path: string, requires: readonly string[]): void {
    for (const required of requires) this.#versions.track(required, path);
  }

  #read(path: string): JavaScript | undefined {
    if (isTypeScript(path)) return compileTypeScript(path, this.configs.of(dirname(path)));
    return isOwn(path) ? readModule(path) : undefined;
  }

  #tell(url: string, path: string, { code, text, mappings }: JavaScript, cells?: readonly CellLines[]): void {
    const requires = requestsIn(code).flatMap((specifier) => this.#find(specifier, pathToFileURL(path).href) ?? []);
    this.track(path, requires);
    this.#options.onCompiled({ url, path, text, mappings, requires, ...(cells ? { cells } : {}) });
  }

  #find(specifier: string, parent: string): string | undefined {
    if (/^(\.{1,2}(\/|$)|\/|file:)/.test(specifier)) {
      const url = new URL(specifier, parent);
      return url.search === "" ? findFile(fileURLToPath(url)) : undefined;
    }
    return this.#findMapped(specifier, dirname(pathOf(parent)));
  }

  #findMapped(specifier: string, folder: string): string | undefined {
    if (/^(node:|data:)/.test(specifier)) return undefined;
    for (const { pattern, targets } of this.configs.of(folder).paths) {
      const rest = matched(pattern, specifier);
      if (rest === undefined) continue;
      for (const target of targets) {
        const found = findFile(target.replace("*", rest));
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  #versioned(path: string, parent: string): string {
    const importer = parent === this.#options.notebook ? undefined : pathOf(parent);
    const url = pathToFileURL(path);
    const version = isInstalled(path) ? 0 : this.#versions.track(path, importer);
    if (version > 0) url.search = `tsnb=${version}`;
    return url.href;
  }

  /** Looks for edited files, so that their next import loads them again. */
  refresh(): void {
    const stale = this.#versions.refresh();
    if (stale.length > 0) this.#options.onStale(stale);
  }
}

const UNRESOLVED = new Set(["ERR_MODULE_NOT_FOUND", "ERR_UNSUPPORTED_DIR_IMPORT", "ERR_PACKAGE_PATH_NOT_EXPORTED"]);

// As TypeScript and bundlers do, `require` tries endings, folders and the exports that a package has only for it.
function lookedUp(specifier: string, parent: string, error: unknown): string | undefined {
  if (!(error instanceof Error && "code" in error && UNRESOLVED.has(String(error.code)))) return undefined;
  try {
    return createRequire(pathOf(parent)).resolve(specifier);
  } catch {
    // The first error is the one that users need.
    return undefined;
  }
}

function matched(pattern: string, specifier: string): string | undefined {
  const [before = "", after] = pattern.split("*");
  if (after === undefined) return specifier === pattern ? "" : undefined;
  const fits = specifier.startsWith(before) && specifier.endsWith(after) && specifier.length >= pattern.length - 1;
  return fits ? specifier.slice(before.length, specifier.length - after.length) : undefined;
}

function requestsIn(code: string): string[] {
  return Array.from(code.matchAll(/\brequire\s*\(\s*["']([^"']+)["']\s*\)/g), ([, specifier = ""]) => specifier);
}

function isOwn(path: string): boolean {
  return !isInstalled(path) && !path.startsWith(KERNEL_FOLDER);
}
