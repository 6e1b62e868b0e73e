import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { findFile, isInstalled } from "../../../kernel/project/find-file.ts";
import { parseNotebook } from "../../../notebook/file/read.ts";
import { TsnbError } from "../../../util/error.ts";
import { foldersUpward, nearestFolder } from "../../../util/files/nearest-folder.ts";
import { packageRoot } from "../../../util/package-root.ts";
import { filesMatching } from "../cache-metadata.ts";
import { digestOf, digestOfFiles, digestOfPath, MOST_FILES, statOf } from "../digest.ts";
import { modulesIn, patternsIn, quotedIn, waysUpIn } from "./code-mentions.ts";
import type { Settings } from "./tsconfig-settings.ts";

const CODE = /\.(?:[cm]?[jt]sx?|ipynb)$/;

/** Everything that code reaches: files and folders with digests, and installed packages with versions. */
export class ReachedFiles {
  /** The digests of files and folders, by absolute path. */
  readonly files = new Map<string, string>();
  /** The versions of packages, by name; for a linked package, a digest of its files instead. */
  readonly packages = new Map<string, string>();
  /** The code of the cells and files. */
  readonly code: string[] = [];
  readonly #folder: string;
  readonly #settings: Settings | undefined;
  readonly #installed = new Map<string, ReadonlySet<string>>();

  /** True once a tsconfig.json was found but `settings` was not given. */
  lacksSettings = false;

  /**
   * @param folder the folder in which cells run, and which relative paths start from.
   * @param settings a reader for tsconfig.json, which takes a while to load.
   */
  constructor(folder: string, settings?: Settings) {
    this.#folder = folder;
    this.#settings = settings;
  }

  /** Adds the files that the code of cells reaches, directly or through files that it names. */
  addCells(code: string): void {
    this.addPath(join(this.#folder, ".env"));
    this.#addCode(code, this.#folder);
  }

  /** Adds a file or folder, and everything that the code in a file reaches; ignores paths that do not exist. */
  addPath(path: string): void {
    if (this.files.has(path) || isInstalled(path)) return;
    // The notebook writes into its own folder and those above it.
    if (`${this.#folder}/`.startsWith(`${path}/`)) return;
    const digest = CODE.test(path) ? this.#digestOfCode(path) : digestOfPath(path);
    if (digest !== undefined) this.files.set(path, digest);
  }

  /** The digest of a file's code; the outputs of a notebook do not count. */
  #digestOfCode(path: string): string | undefined {
    if (statOf(path)?.isFile() !== true) return digestOfPath(path);
    const text = textOf(path);
    if (text === undefined) return digestOfPath(path);
    const code = path.endsWith(".ipynb") ? codeOf(text, path) : text;
    const digest = digestOf(code);
    // Set before the code is followed: a file may import itself through others.
    this.files.set(path, digest);
    this.#addCode(code, dirname(path));
    return digest;
  }

  #addCode(code: string, folder: string): void {
    this.code.push(code);
    this.#addConfigs(folder);
    for (const name of modulesIn(code)) this.#addModule(name, folder);
    const quoted = [...quotedIn(code)];
    for (const path of quoted) this.#addQuoted(path, folder);
    const bases = [...new Set([folder, this.#folder])];
    const patterns = [...patternsIn(code)];
    if (patterns.length > 0) for (const base of bases) this.#addMatching(patterns, base);
    // The parts of a path may be in separate strings: join("..", "data", "a.csv").
    const above = [...waysUpIn(code)].flatMap((way) => bases.map((base) => resolve(base, way)));
    for (const parent of above) this.#addBelow(parent, quoted);
    for (const path of quoted.map((part) => resolve(this.#folder, part))) {
      if (this.files.has(path)) this.#addBelow(path, quoted);
    }
  }

  #addBelow(parent: string, paths: readonly string[]): void {
    for (const path of paths) if (!isAbsolute(path)) this.addPath(join(parent, path));
  }

  #addMatching(patterns: readonly string[], folder: string): void {
    const paths = filesMatching(patterns, folder);
    if (paths.length <= MOST_FILES) for (const path of paths) this.addPath(path);
    else if (patterns.length > 1) for (const pattern of patterns) this.#addMatching([pattern], folder);
    else this.files.set(resolve(folder, ...patterns), digestOfFiles(paths, folder));
  }

  #addQuoted(path: string, folder: string): void {
    if (path.startsWith("file:")) {
      if (URL.canParse(path)) this.addPath(fileURLToPath(path));
      return;
    }
    if (/^[a-z][\w+.-]+:/i.test(path)) return;
    for (const base of new Set([folder, this.#folder])) {
      const at = resolve(base, path);
      this.addPath(/^\.{1,2}[\\/]/.test(path) ? (codeAt(at) ?? at) : at);
      // `process.cwd() + "/a.csv"` is `a.csv`.
      if (/^[\\/]/.test(path)) this.addPath(join(base, path));
    }
  }

  #addModule(name: string, folder: string): void {
    if (/^(?:node:|data:|https?:)/.test(name)) return;
    if (/^(?:\.{1,2}(?:[\\/]|$)|[\\/]|file:)/.test(name)) return this.#addQuoted(name, folder);
    for (const { pattern, targets } of this.#settings?.pathsOf(folder) ?? []) {
      const [before = "", after] = pattern.split("*");
      const isMeant = after === undefined ? name === pattern : name.startsWith(before) && name.endsWith(after);
      if (!isMeant) continue;
      const rest = after === undefined ? "" : name.slice(before.length, name.length - after.length);
      for (const target of targets) {
        const found = codeAt(target.replace("*", () => rest));
        if (found !== undefined) this.addPath(found);
      }
    }
    if (name.startsWith("#")) this.#addOwnImport(name, folder);
    else this.#addPackage(/^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name, folder);
  }

  // The project's package.json defines `#name`.
  #addOwnImport(name: string, folder: string): void {
    try {
      this.addPath(createRequire(join(folder, "any.js")).resolve(name));
    } catch {
      // The run reports an import that cannot be found.
    }
  }

  #addPackage(name: string, folder: string): void {
    const found = this.#folderOf(name, folder);
    if (found === undefined || this.packages.has(name)) return;
    const real = realpathSync(found);
    if (real === realpathSync(packageRoot())) return;
    this.packages.set(name, isInstalled(real) ? versionIn(real) : (digestOfPath(real) ?? ""));
  }

  #folderOf(name: string, from: string): string | undefined {
    const folders = foldersUpward(from).map((at) => join(at, "node_modules"));
    const modules = folders.find(
      (each) => this.#packagesIn(each).has(name.split("/")[0] ?? "") && existsSync(join(each, name)),
    );
    return modules === undefined ? undefined : join(modules, name);
  }

  #packagesIn(modules: string): ReadonlySet<string> {
    const known = this.#installed.get(modules);
    if (known !== undefined) return known;
    const names = new Set(existsSync(modules) ? readdirSync(modules) : []);
    this.#installed.set(modules, names);
    return names;
  }

  #addConfigs(folder: string): void {
    if (this.#settings === undefined) {
      this.lacksSettings ||= nearestFolder(folder, "tsconfig.json") !== undefined;
      return;
    }
    for (const path of this.#settings.filesOf(folder)) {
      const digest = this.files.has(path) ? undefined : digestOfPath(path);
      if (digest !== undefined) this.files.set(path, digest);
    }
  }
}

// Imports may omit extensions and the names of index files.
function codeAt(path: string): string | undefined {
  try {
    return findFile(path);
  } catch {
    // The path leads through a file, or is closed to this user.
    return undefined;
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // The run reports a file that cannot be read.
    return undefined;
  }
}

function versionIn(folder: string): string {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const isNamed = typeof manifest === "object" && manifest !== null && "version" in manifest;
    return isNamed ? String(manifest.version) : "unknown";
  } catch {
    // The run reports a package that cannot be read.
    return "unknown";
  }
}

function codeOf(text: string, path: string): string {
  try {
    const { cells } = parseNotebook(text, path);
    return cells.flatMap(({ cell_type, source }) => (cell_type === "code" ? [source] : [])).join("\n");
  } catch (error) {
    if (error instanceof TsnbError) return text;
    throw error;
  }
}
