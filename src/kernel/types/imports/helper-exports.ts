import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { glob } from "tinyglobby";
import { foldersUpward } from "../../../util/files/nearest-folder.ts";
import { slashed } from "../../../util/files/slashed.ts";
import { jsonWithComments } from "../../project/json-with-comments.ts";
import { nearestTsconfig, readCompilerOptions } from "../../project/tsconfig.ts";
import type { ExportingFiles } from "./exporting-files.ts";
import type { Importable } from "./importable.ts";
import { renewedAfter } from "./renewed-after.ts";

const SOURCES = "*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}";
const SKIPPED = ["node_modules", "dist", "build", "out", "coverage", ".*"];
// Nobody imports these in a notebook.
const OTHERS = ["*.d.{ts,mts,cts}", "*.{test,spec,config}.*", "__tsnb_*"];
const MOST_FILES = 1000;
const LIST_AGE_MS = 2000;
const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** The names that the files of the notebook's project export. */
export class HelperExports {
  readonly #directory: string;
  readonly #exports: ExportingFiles;
  readonly #files: () => Promise<readonly string[]>;

  /** @param directory the notebook's folder. */
  constructor(directory: string, exports: ExportingFiles) {
    this.#directory = directory;
    this.#exports = exports;
    this.#files = renewedAfter(LIST_AGE_MS, () => helperFiles(directory));
  }

  /**
   * The exports of all files as they are now, in the order of their distance from the notebook.
   *
   * @param spelled returns the module's name in an import for the path of a file, relative to the notebook.
   */
  async all(spelled: (path: string) => string): Promise<Importable[]> {
    const files = await this.#files();
    const exported = await this.#exports.of(files);
    const found: Importable[] = [];
    const origins = new Set<string>();
    for (const file of files) {
      const path = slashed(relative(this.#directory, file));
      const module = spelled(path.startsWith("../") ? path : `./${path}`);
      for (const { name = nameFrom(file), isDefault, kind, isType, origin } of exported.get(file) ?? []) {
        if (!NAME.test(name) || origins.has(`${origin} ${name}`)) continue;
        origins.add(`${origin} ${name}`);
        found.push({ name, kind, module, isType, style: isDefault ? "default" : "named" });
      }
    }
    return found;
  }
}

/** The source files from which a notebook in this folder may import, the nearest first. */
async function helperFiles(directory: string): Promise<string[]> {
  const root = projectRoot(directory);
  const isProject = root !== undefined && !isPackage(root);
  const cwd = isProject ? root : directory;
  const skipped = [...SKIPPED, ...outputFolders(cwd)].map((name) => `**/${name}/**`);
  const others = OTHERS.map((name) => `**/${name}`);
  const pattern = root === undefined ? SOURCES : `**/${SOURCES}`;
  const found = await glob(pattern, {
    cwd,
    absolute: true,
    ignore: [...skipped, ...others],
    followSymbolicLinks: false,
  });
  const far = (file: string): number => relative(directory, file).split(sep).length;
  return found
    .map((file) => resolve(file))
    .toSorted((a, b) => far(a) - far(b) || rank(a) - rank(b) || (a < b ? -1 : 1))
    .slice(0, MOST_FILES);
}

// The index of a folder stands for its other files.
function rank(file: string): number {
  return basename(file).startsWith("index.") ? 0 : 1;
}

/** The nearest folder with a package.json or tsconfig.json; undefined outside a project. */
function projectRoot(directory: string): string | undefined {
  const folders = foldersUpward(directory);
  const home = folders.indexOf(homedir());
  return (home < 0 ? folders : folders.slice(0, home)).find((folder) =>
    ["package.json", "tsconfig.json"].some((name) => existsSync(join(folder, name))),
  );
}

/** True for a folder whose files others import through the `exports` of its package.json. */
function isPackage(root: string): boolean {
  const manifest = join(root, "package.json");
  if (!existsSync(manifest)) return false;
  const content: unknown = jsonWithComments(readFileSync(manifest, "utf8"));
  return typeof content === "object" && content !== null && "exports" in content;
}

function outputFolders(root: string): string[] {
  const project = nearestTsconfig(root);
  const outDir = project === undefined ? undefined : readCompilerOptions(project)["outDir"];
  return typeof outDir === "string" ? [basename(outDir)] : [];
}

/** A name for a default export without one, from its file: `rain-table.ts` gives `rainTable`. */
function nameFrom(file: string): string {
  const stem = basename(file).replace(/\..*$/, "");
  const of = stem === "index" ? basename(dirname(file)) : stem;
  return of.replaceAll(/[-_. ]+(.)?/g, (_, next: string | undefined) => next?.toUpperCase() ?? "");
}
