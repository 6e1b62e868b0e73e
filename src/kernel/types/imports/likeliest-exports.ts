import { isBuiltin } from "node:module";
import type { Importable } from "./importable.ts";

/** The names that an import at the cursor may bring: their start, and whether values or types are allowed there. */
export type WantedImport = {
  readonly start: string;
  /** True when the start is the whole name. */
  readonly isWhole: boolean;
  readonly isValue: boolean;
  readonly isType: boolean;
  /** The names that need no import. */
  readonly known: ReadonlySet<string>;
  /** The modules that the notebook imports. */
  readonly modules: ReadonlySet<string>;
};

const MOST = 40;
// Parts of packages that their authors do not mean for others: their own folders, and single files.
const INNER = /\/(?:dist|lib|src|build|esm|cjs|umd|out|internal|types\w*|\w*unstable|_[^/]*)(?:\/|$)|\/.*[/.]/;
const TYPES_WITH_VALUES: ReadonlySet<string> = new Set(["class", "enum", "module"]);

/**
 * The names to propose, the likeliest first. Of several modules of a package that export a name, only the first with
 * the shortest path is proposed.
 *
 * @param all exports of files and modules, whatever can stand at the cursor.
 * @param fitting exports of modules that can stand at the cursor.
 */
export function likeliestExports(
  all: readonly Importable[],
  fitting: readonly Importable[],
  wanted: WantedImport,
): Importable[] {
  const found = [...all.filter((one) => fitsPlace(one, wanted)), ...fitting.filter(({ module }) => !isPath(module))];
  const named = found.filter(({ name }) => fitsName(name, wanted) && !wanted.known.has(name));
  const inFiles = named.filter(({ module }) => isPath(module));
  const inPackages = named.filter(({ module }) => !isPath(module) && isPublic(module, wanted.modules));
  const rank = ({ name, module }: Importable): number =>
    (name.startsWith(wanted.start) ? 0 : 4) + (isPath(module) ? 0 : isBuiltin(module) ? 2 : 1);
  return [...inFiles, ...oneOfPackage(inPackages)]
    .toSorted((a, b) => rank(a) - rank(b) || compare(a.name, b.name))
    .slice(0, MOST);
}

function fitsName(name: string, { start, isWhole }: WantedImport): boolean {
  return isWhole ? name === start : name.toLowerCase().startsWith(start.toLowerCase());
}

function fitsPlace({ isType, kind }: Importable, wanted: WantedImport): boolean {
  return isType ? wanted.isType : wanted.isValue || (wanted.isType && TYPES_WITH_VALUES.has(kind));
}

// The compiler also proposes exports of the kernel's own documents, by path.
function isPath(module: string): boolean {
  return /^[./]/.test(module);
}

function isPublic(module: string, modules: ReadonlySet<string>): boolean {
  if (!isBuiltin(module)) return !module.startsWith("node:") && !INNER.test(module.slice(packageOf(module).length));
  const bare = module.replace(/^node:/, "");
  const usesBare = modules.has(bare) && !modules.has(`node:${bare}`);
  return module.startsWith("node:") !== usesBare;
}

function oneOfPackage(found: readonly Importable[]): Importable[] {
  const best = new Map<string, Importable>();
  const depth = ({ module }: Importable) => module.split("/").length;
  const order = ({ module, style }: Importable) => `${module} ${style === "default" ? 0 : 1}`;
  for (const one of found.toSorted((a, b) => depth(a) - depth(b) || compare(order(a), order(b)))) {
    const key = `${one.name} ${packageOf(one.module)}`;
    if (!best.has(key)) best.set(key, one);
  }
  return [...best.values()];
}

/**
 * The package of a module. Node's promise modules count as packages of their own: their functions have the same names
 * as others.
 */
function packageOf(module: string): string {
  if (isBuiltin(module)) return module.endsWith("/promises") ? module : (module.split("/", 1)[0] ?? module);
  return /^(?:@[^/]+\/)?[^/]+/.exec(module)?.[0] ?? module;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
