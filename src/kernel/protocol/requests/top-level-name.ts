import { parseCell } from "../../cell/parse.ts";
import { withoutMagics } from "../../magic/lines.ts";
import { isTooDeep } from "../../cell/nesting.ts";
import { referencesIn } from "../../cell/scope.ts";
import { declarationsIn } from "../../types/facts/declarations.ts";
import { surroundingsAt } from "./cursor.ts";

/** Whether the word that starts at an offset is a name of the notebook, and not of a function or block of the cell. */
export function isTopLevelName(cell: string, offset: number): boolean {
  if (isTooDeep(cell)) return false;
  const code = withoutMagics(cell);
  const found = parseCell(code);
  // What is being typed may not be TypeScript yet.
  if (!found) return surroundingsAt(cell, offset) === "code";
  const { body } = found.parsed.program;
  if (referencesIn(body).some(({ start }) => start === offset)) return true;
  const [word] = /^[\p{ID_Continue}$]*/u.exec(code.slice(offset)) ?? [];
  return declarationsIn(body, code).some(({ name }) => name === word);
}
