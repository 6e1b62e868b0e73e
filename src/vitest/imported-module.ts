import { MagicString, SourceMap } from "magic-string";
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseSync } from "oxc-parser";
import { HELPERS } from "../kernel/cell/runtime-interface.ts";
import { assembleModule } from "../kernel/notebooks/assemble-module.ts";
import { findCircle, type Visit } from "../kernel/notebooks/imports/import-circle.ts";
import { NotebookCircleError } from "../kernel/notebooks/errors.ts";
import { importsBeforeReady, importsIn, importsOfRun } from "../kernel/notebooks/imports/local-imports.ts";
import { exportText } from "../kernel/notebooks/export-text.ts";
import {
  CELLS,
  moduleParts,
  type NotebookModule,
  notebookModule,
  PICKER,
} from "../kernel/notebooks/notebook-module.ts";
import { runFor, type WantedNames } from "../kernel/notebooks/needed-cells/cells-to-run.ts";
import { starNames } from "../kernel/notebooks/imports/star-names.ts";
import { findFile, isInstalled, isNotebook } from "../kernel/project/find-file.ts";
import { placesIn } from "./file-places.ts";
import { importedSpecifier, wantedBy } from "./imported-specifier.ts";
import { importOfRuntime } from "./runtime-file.ts";
import type { TestModule } from "./test-module.ts";

const CELLS_QUERY = "?tsnb-cells";

/** Makes a module of an imported notebook; undefined for other ids. */
export function importedModule(id: string): TestModule | undefined {
  const [file = id] = id.split("?");
  const wanted = wantedBy(id);
  if (wanted !== undefined) return { code: entryModule(file, wanted), map: '{ "mappings": "" }' };
  return id.includes(CELLS_QUERY) ? cellsModule(file) : undefined;
}

/** A file whose imports from notebooks say which names they take; undefined when it has none. */
export function withNames(code: string, file: string): TestModule | undefined {
  if (!code.includes(".ipynb") || !/\.[cm]?[jt]sx?$/.test(file)) return undefined;
  const { module, errors } = parseSync(file, code);
  if (errors.length > 0) return undefined;
  const text = new MagicString(code);
  for (const { specifier, keys, start, end } of importsIn(module)) {
    if (isNotebook(specifier)) text.update(start, end, JSON.stringify(importedSpecifier(specifier, keys)));
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const [, quote = "", specifier = ""] =
      /^(["'`])([^$]*)\1$/s.exec(code.slice(moduleRequest.start, moduleRequest.end)) ?? [];
    if (quote === "" || !isNotebook(specifier)) continue;
    text.update(moduleRequest.start, moduleRequest.end, JSON.stringify(importedSpecifier(specifier, ["*"])));
  }
  if (!text.hasChanged()) return undefined;
  return { code: text.toString(), map: text.generateMap({ source: file, hires: "boundary" }).toString() };
}

/** The module with the cells, which by itself runs none of them. */
function cellsModule(file: string): TestModule {
  const text = readFileSync(file, "utf8");
  const notebook = read(file, text);
  const head = [
    importOfRuntime({ helpers: HELPERS, picker: PICKER }),
    'import { createRequire as __tsnb_require__ } from "node:module";',
    ...(notebook.exports.has("require") ? [] : ["const require = __tsnb_require__(import.meta.url);"]),
  ];
  const locate = placesIn(text);
  const parts = moduleParts(notebook, head.join("\n"));
  const { code, mappings } = assembleModule(parts, (cell, from) => locate(notebook.cells[cell]?.index ?? 0, from));
  const map = new SourceMap({ file, sources: [file], sourcesContent: [text], names: [], mappings });
  return { code, map: map.toString() };
}

/** The module that runs what an import needs, and exports the names that it asks for. */
function entryModule(file: string, wanted: WantedNames): string {
  const circle = findCircle({ file, wanted }, visitsFrom);
  if (circle) throw new NotebookCircleError(circle);
  const { cells, names } = runFor(read(file, readFileSync(file, "utf8")), wanted, file);
  const from = JSON.stringify(`${file}${CELLS_QUERY}`);
  return [
    `import { ${CELLS} as cells } from ${from};`,
    importOfRuntime({ runCells: "run" }),
    `await run(cells, [${cells.join()}]);`,
    `export { ${names.map(exportText).join()} } from ${from};`,
  ].join("\n");
}

/** @param readers the notebooks that need the names of this one. */
function read(file: string, text: string, readers: readonly string[] = []): NotebookModule {
  const path = [...readers, file];
  const namesIn = (other: string): Iterable<string> =>
    path.includes(other) ? [] : read(other, readFileSync(other, "utf8"), path).exports.keys();
  return notebookModule(text, file, {
    load: ({ specifier, keys }) => `await import(${JSON.stringify(importedSpecifier(specifier, keys))})`,
    starNames: (specifier) => starNames(specifier, file, { find: foundFrom, namesIn }),
    settings: {},
  });
}

function foundFrom(specifier: string, importer: string): string | undefined {
  return specifier.startsWith(".") ? findFile(resolve(dirname(importer), specifier)) : undefined;
}

function visitsFrom({ file, wanted }: Visit): readonly Visit[] {
  try {
    const text = readFileSync(file, "utf8");
    const isScript = /\.[cm]?[jt]sx?$/.test(file);
    const imports = isNotebook(file)
      ? importsOfRun(read(file, text), wanted)
      : isScript
        ? importsBeforeReady(parseSync(file, text))
        : [];
    return imports.flatMap(({ specifier, keys }) => {
      const found = foundFrom(specifier, file);
      if (found === undefined || isInstalled(found)) return [];
      return [{ file: found, wanted: keys.length === 0 ? "whole" : keys.includes("*") ? "names" : keys }];
    });
  } catch {
    // Its own import reports what is wrong with it.
    return [];
  }
}
