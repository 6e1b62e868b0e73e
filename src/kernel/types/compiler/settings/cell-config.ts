import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { JsonObject } from "../../../../jupyter/json.ts";
import type { CodeLanguage } from "../../../../notebook/code-language.ts";
import { nearestFolder } from "../../../../util/files/nearest-folder.ts";
import { codeRoot } from "../../../../util/package-root.ts";
import { isInstalled } from "../../../project/find-file.ts";
import { OWN_MODULES } from "../../../project/own-entries.ts";
import { type CompilerOptions, nearestTsconfig, readCompilerOptions } from "../../../project/tsconfig.ts";
import { libOf } from "./lib-of-node.ts";

/** The settings of the check as the content of a tsconfig.json, and the project's tsconfig.json that it extends. */
export type CellConfig = {
  readonly json: JsonObject;
  readonly project?: string;
  /** The parts of the language's library that come from the compiler; empty with `noLib` or `libReplacement`. */
  readonly lib: readonly string[];
  /** The names that JSX uses implicitly. */
  readonly jsxNames: readonly string[];
};

/** The names that JSX uses implicitly, whatever the settings. */
export const JSX_NAMES: readonly string[] = ["React"];

// Rules for published or compiled files do not apply to a notebook.
const CELLS: JsonObject = {
  noEmit: true,
  // Notebooks that others import are declared in files such as a.d.ipynb.ts.
  allowArbitraryExtensions: true,
  composite: false,
  incremental: false,
  declaration: false,
  declarationMap: false,
  emitDeclarationOnly: false,
  isolatedDeclarations: false,
  isolatedModules: false,
  verbatimModuleSyntax: false,
  erasableSyntaxOnly: false,
  noUnusedLocals: false,
  noUnusedParameters: false,
  allowUnreachableCode: true,
  allowUnusedLabels: true,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  moduleDetection: "force",
  skipLibCheck: true,
  target: "esnext",
};

// With noImplicitAny, the compiler gives a variable without a type the types of its values. In JavaScript, a missing
// type is not reported (see severityOf).
const JAVASCRIPT: JsonObject = { allowJs: true, checkJs: true, noImplicitAny: true, noImplicitThis: false };

const DEFAULTS: JsonObject = { strict: true, lib: libOf(process.versions.node), jsx: "react-jsx", ...bundling() };
// The library of cells when the project sets none.
const WHOLE_LIB = ["esnext.full"];

// Module systems with top-level await. Others are replaced, but only for cells.
const AWAITING = /^(node\d+|nodenext|es2022|esnext|preserve)$/i;
const REMOVED_RESOLUTION = /^(node|node10|classic)$/i;

/**
 * The settings for the cells of a notebook in a folder: those of the nearest tsconfig.json, else strict ones, with
 * additions for cells.
 *
 * @param files the files to check.
 */
export function cellConfig(
  directory: string,
  files: readonly string[],
  language: CodeLanguage = "typescript",
): CellConfig {
  const cells = language === "javascript" ? { ...CELLS, ...JAVASCRIPT } : CELLS;
  const base = { files: [...files], include: [], references: [] };
  const project = nearestTsconfig(directory);
  const types = nodeTypes(directory);
  if (project === undefined) {
    const compilerOptions = { ...DEFAULTS, ...cells, ...typesOption(undefined, types), ...pathsOption(directory, {}) };
    return { json: { ...base, compilerOptions }, lib: libOf(process.versions.node), jsxNames: JSX_NAMES };
  }
  const options = readCompilerOptions(project);
  const text = (name: string) => (typeof options[name] === "string" ? options[name] : "");
  const compilerOptions = {
    ...cells,
    ...(AWAITING.test(text("module")) ? {} : bundling()),
    ...(REMOVED_RESOLUTION.test(text("moduleResolution")) ? { moduleResolution: "bundler" } : {}),
    ...(options["jsx"] === undefined ? { jsx: "react-jsx" } : {}),
    ...typesOption(options["types"], types),
    ...pathsOption(directory, spelledPaths(options.paths)),
  };
  const json = { extends: project, ...base, compilerOptions };
  return { json, project, lib: libIn(options), jsxNames: jsxNamesIn(options) };
}

function libIn({ lib = WHOLE_LIB, noLib, libReplacement }: CompilerOptions): string[] {
  if (noLib === true || libReplacement === true || !Array.isArray(lib)) return [];
  return lib.filter((name) => typeof name === "string").map((name) => name.toLowerCase());
}

// A factory may be a member, as in `React.createElement`.
function jsxNamesIn(options: CompilerOptions): string[] {
  const factories = [options["reactNamespace"], options["jsxFactory"], options["jsxFragmentFactory"]];
  const names = factories.flatMap((factory) => (typeof factory === "string" ? factory.split(".", 1) : []));
  return [...JSX_NAMES, ...names];
}

function bundling(): JsonObject {
  return { module: "preserve", moduleResolution: "bundler", customConditions: ["node"] };
}

/** Node's types for the `types` option: `node` where the project has them, else the path of this package's copy. */
function nodeTypes(directory: string): string | undefined {
  if (nearestFolder(directory, join("node_modules", "@types", "node")) !== undefined) return "node";
  try {
    return dirname(createRequire(import.meta.url).resolve("@types/node/package.json"));
  } catch {
    return undefined;
  }
}

// Cells run in Node, whatever the project targets.
function typesOption(types: unknown, node: string | undefined): JsonObject {
  const wanted = Array.isArray(types) ? types.filter((name) => typeof name === "string") : [];
  if (wanted.includes("node") || wanted.includes("*")) return {};
  return { types: node === undefined ? wanted : [...wanted, node] };
}

/** The modules that the kernel offers to every notebook, installed or not. */
export const OFFERED: readonly string[] = ["nodejs-polars", "tslab", ...OWN_MODULES];
const POLARS_TYPES = join("bin", "index.d.ts");
const TSLAB_MODULE = join("kernel", "child", "api", "tslab-module");

function pathsOption(directory: string, paths: JsonObject): JsonObject {
  const missing = OFFERED.flatMap((name) => {
    const [folder = name] = name.split("/");
    if (paths[name] !== undefined || nearestFolder(directory, join("node_modules", folder)) !== undefined) return [];
    const file = offeredFile(name);
    return file === undefined ? [] : [[name, [file]] as const];
  });
  const all = { ...Object.fromEntries(missing), ...paths };
  return Object.keys(all).length > 0 ? { paths: all } : {};
}

/** The file with the types of a module that the kernel offers; undefined without one. */
export function offeredFile(name: string): string | undefined {
  if (name === "nodejs-polars") {
    try {
      return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), POLARS_TYPES);
    } catch {
      return undefined;
    }
  }
  const module = name === "tslab" ? TSLAB_MODULE : join(name.slice("tsnb/".length), "index");
  return [".d.ts", ".ts"].map((ending) => join(codeRoot(), module + ending)).find((file) => existsSync(file));
}

function spelledPaths(paths: CompilerOptions["paths"]): JsonObject {
  return Object.fromEntries(Object.entries(paths).map(([name, targets]) => [name, targets.flatMap(spelled)]));
}

// Cells may omit a file's extension, even if the project's module system requires it.
function spelled(target: string): string[] {
  return target.endsWith("*") ? ["", ".ts", ".tsx", "/index.ts"].map((ending) => target + ending) : [target];
}

/**
 * True when diagnostics in an imported file are shown: it is not from an installed package, is not a declaration
 * file, and has the same tsconfig.json, so that the same rules apply.
 */
export function isOwnFile(file: string, project: string | undefined): boolean {
  if (isInstalled(file) || !/\.(?:[cm]?[jt]sx?|ipynb)$/.test(file) || /\.d\.[cm]?ts$/.test(file)) return false;
  return nearestTsconfig(dirname(file)) === project;
}
