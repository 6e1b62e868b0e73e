import { parseSync } from "oxc-parser";
import { withoutMagics } from "../cell/magics.ts";
import { isTooDeep } from "../cell/nesting.ts";
import { referencesIn } from "../cell/scope.ts";
import { declarationsIn } from "../types/declarations.ts";
import { surroundingsAt } from "./cursor.ts";

const DECLARING = /\b(?:class|const|enum|function\*?|import|let|namespace|var)\s+$/;

/** Whether the word that starts at an offset is the use of a name that comes from outside of the cell. */
export function isOuterUse(cell: string, offset: number): boolean {
  if (isTooDeep(cell)) return false;
  const code = withoutMagics(cell);
  for (const lang of ["ts", "tsx"] as const) {
    const { program, errors } = parseSync(`cell.${lang}`, code, { lang, sourceType: "module" });
    if (errors.length > 0) continue;
    const references = referencesIn(program.body);
    const used = references.find(({ start }) => start === offset);
    const hoisted = references.flatMap(({ name, kind }) => (kind === "declare" ? [name] : []));
    const declared = new Set([...declarationsIn(program.body, code).map(({ name }) => name), ...hoisted]);
    return used !== undefined && !declared.has(used.name);
  }
  // What is being typed may not be TypeScript yet.
  return surroundingsAt(cell, offset) === "code" && !DECLARING.test(code.slice(0, offset));
}
