import { parseSync } from "oxc-parser";
import { isTooDeep } from "../cell/nesting.ts";
import type { NotebookModule } from "./module.ts";
import { runFor, type Wanted } from "./run.ts";

/** An import or re-export, and the exports that it takes: `default`, and `*` for all of them; none in `import "x"`. */
export type Import = { readonly specifier: string; readonly keys: readonly string[] };

/** The static imports of values in a file of TypeScript or JavaScript. */
export function importsIn(file: string, text: string): Import[] {
  if (isTooDeep(text)) return [];
  const { staticImports, staticExports } = parseSync(file, text).module;
  const imports = staticImports.flatMap(({ moduleRequest, entries }): Import[] => {
    const values = entries.filter(({ isType }) => !isType);
    if (entries.length > 0 && values.length === 0) return [];
    const keys = values.map(({ importName: { kind, name } }) => {
      return String(kind) === "NamespaceObject" ? "*" : String(kind) === "Default" ? "default" : (name ?? "");
    });
    return [{ specifier: moduleRequest.value, keys }];
  });
  const exports = staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, importName: { kind, name }, isType }): Import[] => {
      if (!moduleRequest || isType) return [];
      return [{ specifier: moduleRequest.value, keys: [String(kind) === "Name" ? (name ?? "") : "*"] }];
    }),
  );
  return [...imports, ...exports];
}

/** The imports of the cells that an import of a notebook runs. */
export function importsOfRun(module: NotebookModule, wanted: Wanted): Import[] {
  const { cells } = runFor(module, wanted, module.file);
  return cells.flatMap((at) => module.cells[at]?.body?.imports ?? []);
}
