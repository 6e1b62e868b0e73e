import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { ImportDeclaration } from "oxc-parser";
import { READING_FS, STATELESS } from "../../kernel/cell/restoring/allowed-apis.ts";
import { type ModuleProblem, moduleProblem } from "../../kernel/cell/restoring/restorable.ts";
import { parseCell } from "../../kernel/cell/syntax/parse.ts";
import { findFile } from "../../kernel/project/find-file.ts";

const FS = /^(?:node:)?fs(?:\/promises)?$/;

/**
 * Finds the reason why cells with a given import cannot be restored: a module may keep state that its functions change.
 *
 * @param folder the notebook's folder, which relative imports of cells start from.
 * @param stateless packages that the notebook declares to have no state.
 */
export function moduleProblemIn(folder: string, stateless: readonly string[]): ModuleProblem {
  const known = new Map<string, string | undefined>();
  const problemIn = (from: string): ModuleProblem => {
    return (declaration) => {
      const { source, importKind, specifiers } = declaration;
      if (importKind === "type") return undefined;
      const name = source.value;
      if (FS.test(name)) return fsProblem(declaration);
      if (!/^\.{0,2}\//.test(name)) {
        if (STATELESS.has(name) || stateless.includes(packageOf(name))) return undefined;
        return `it imports "${name}", which may keep state of its own`;
      }
      if (specifiers.length === 0) return `it imports "${name}" for its side effects`;
      const file = findFile(resolve(from, name));
      const problem = file === undefined ? "it was not found" : problemOf(file);
      return problem === undefined ? undefined : `it imports "${name}": ${problem}`;
    };
  };
  const problemOf = (file: string): string | undefined => {
    if (known.has(file)) return known.get(file);
    // In an import cycle, this file is assumed restorable until its own check ends.
    known.set(file, undefined);
    const problem = /\.[cm]?tsx?$/.test(file) ? problemInFile(file, problemIn(dirname(file))) : "it is not TypeScript";
    known.set(file, problem);
    return problem;
  };
  return problemIn(folder);
}

function problemInFile(file: string, ofImport: ModuleProblem): string | undefined {
  const parsed = parseCell(readFileSync(file, "utf8"));
  return parsed === undefined ? "it has errors" : moduleProblem(parsed.parsed.program, ofImport);
}

function fsProblem({ source, specifiers }: ImportDeclaration): string | undefined {
  const other = specifiers.find((one) => {
    return one.type !== "ImportSpecifier" || one.imported.type !== "Identifier" || !READING_FS.has(one.imported.name);
  });
  return other === undefined ? undefined : `it imports ${other.local.name} from "${source.value}"`;
}

function packageOf(name: string): string {
  return /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name;
}
