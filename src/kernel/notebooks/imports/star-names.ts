import { readFileSync } from "node:fs";
import { parseSync } from "oxc-parser";
import { isTooDeep } from "../../cell/syntax/nesting.ts";
import { isInstalled, isNotebook } from "../../project/find-file.ts";
import { isPathSpecifier } from "./notebook-specifiers.ts";

/** The project's files that `export *` leads to. */
export type StarFiles = {
  /** Returns the file that a specifier stands for in a file; undefined if it is none of the project. */
  readonly find: (specifier: string, importer: string) => string | undefined;
  /** Returns the names that can be imported from a notebook. */
  readonly namesIn: (notebook: string) => Iterable<string>;
  /** Called with each file that is read. */
  readonly onFile?: (file: string) => void;
};

/** The names that `export *` adds to a module. */
export type StarNames = {
  /** The names that a file or notebook of the project exports, except `default`. */
  readonly names: readonly string[];
  /** The packages and built-in modules that it leads to. Their exports are known only when they run. */
  readonly packages: readonly string[];
};

/** The names that `export * from specifier` adds to a module. */
export function starNames(specifier: string, importer: string, files: StarFiles): StarNames {
  const names = new Set<string>();
  const packages = new Set<string>();
  const seen = new Set<string>();
  const visit = (next: string, from: string): void => {
    const file = files.find(next, from);
    if (file === undefined ? !isPathSpecifier(next) : isInstalled(file)) packages.add(next);
    if (file === undefined || isInstalled(file) || seen.has(file)) return;
    seen.add(file);
    files.onFile?.(file);
    try {
      if (isNotebook(file)) for (const name of files.namesIn(file)) names.add(name);
      else if (/\.[cm]?[jt]sx?$/.test(file)) addExports(file);
    } catch {
      // The import itself reports the error.
    }
  };
  const addExports = (file: string): void => {
    const text = readFileSync(file, "utf8");
    if (isTooDeep(text)) return;
    for (const { exportName, importName, moduleRequest, isType } of exportsIn(file, text)) {
      if (isType) continue;
      if (exportName.name !== null) names.add(exportName.name);
      else if (moduleRequest && String(importName.kind) === "AllButDefault") visit(moduleRequest.value, file);
    }
  };
  visit(specifier, importer);
  names.delete("default");
  return { names: [...names], packages: [...packages] };
}

function exportsIn(file: string, text: string) {
  return parseSync(file, text).module.staticExports.flatMap(({ entries }) => entries);
}
