import type { EcmaScriptModule, ParseResult } from "oxc-parser";
import { loadsIn } from "./import-calls.ts";
import type { NotebookModule } from "../notebook-module.ts";
import { runFor, type WantedNames } from "../needed-cells/cells-to-run.ts";

/** An import or re-export, and the exports that it takes: `default`, `*` for all of them; none in `import "x"`. */
export type Import = { readonly specifier: string; readonly keys: readonly string[] };

/** An import in a file, and the range of its specifier, including the quotes. */
type PlacedImport = Import & { readonly start: number; readonly end: number };

/** The static imports of values in a module of TypeScript or JavaScript. */
export function importsIn({ staticImports, staticExports }: EcmaScriptModule): PlacedImport[] {
  const imports = staticImports.flatMap(({ moduleRequest, entries }): PlacedImport[] => {
    const values = entries.filter(({ isType }) => !isType);
    if (entries.length > 0 && values.length === 0) return [];
    const keys = values.map(({ importName: { kind, name } }) => {
      return String(kind) === "NamespaceObject" ? "*" : String(kind) === "Default" ? "default" : (name ?? "");
    });
    return [{ specifier: moduleRequest.value, keys, start: moduleRequest.start, end: moduleRequest.end }];
  });
  const exports = staticExports.flatMap(({ entries }) => {
    const keys = entries.flatMap(({ isType, importName: { kind, name } }) => {
      return isType ? [] : [String(kind) === "Name" ? (name ?? "") : "*"];
    });
    const request = entries[0]?.moduleRequest;
    if (!request || keys.length === 0) return [];
    return [{ specifier: request.value, keys, start: request.start, end: request.end }];
  });
  return [...imports, ...exports];
}

/**
 * The imports that finish before a module of TypeScript or JavaScript is ready: static imports of values, and the
 * `import()` calls outside functions, for which modules may wait.
 */
export function importsBeforeReady({ module, program }: ParseResult): Import[] {
  const loads = module.dynamicImports.length > 0 ? program.body.flatMap(loadsIn) : [];
  return [...importsIn(module), ...loads.map(loadOf)];
}

function loadOf(specifier: string): Import {
  return { specifier, keys: ["*"] };
}

/** The imports of the cells that an import of a notebook runs. */
export function importsOfRun(module: NotebookModule, wanted: WantedNames): Import[] {
  const { cells } = runFor(module, wanted, module.file);
  return cells.flatMap((at) => {
    const { imports = [], loads = [] } = module.cells[at]?.body ?? {};
    return [...imports, ...loads.map(loadOf)];
  });
}
