import { parseSync } from "oxc-parser";
import { withoutMagics } from "../../magic/lines.ts";
import { isTooDeep } from "../../cell/nesting.ts";
import { referencesIn } from "../../cell/scope.ts";
import { declarationsIn } from "../../types/facts/declarations.ts";
import { surroundingsAt } from "./cursor.ts";

/** Whether the word that starts at an offset is a name of the notebook, and not of a function or block of the cell. */
export function isTopLevelName(cell: string, offset: number): boolean {
  if (isTooDeep(cell)) return false;
  const code = withoutMagics(cell);
  for (const lang of ["ts", "tsx"] as const) {
    const { program, errors } = parseSync(`cell.${lang}`, code, { lang, sourceType: "module" });
    if (errors.length > 0) continue;
    if (referencesIn(program.body).some(({ start }) => start === offset)) return true;
    const [word] = /^[\p{ID_Continue}$]*/u.exec(code.slice(offset)) ?? [];
    return declarationsIn(program.body, code).some(({ name }) => name === word);
  }
  // What is being typed may not be TypeScript yet.
  return surroundingsAt(cell, offset) === "code";
}
