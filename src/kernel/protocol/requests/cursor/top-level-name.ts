import { parseCell } from "../../../cell/syntax/parse.ts";
import { withoutMagics } from "../../../magic/lines/magic-lines.ts";
import { isTooDeep } from "../../../cell/syntax/nesting.ts";
import { referencesIn } from "../../../cell/syntax/scope.ts";
import { declarationsIn } from "../../../types/facts/declarations.ts";
import { surroundingsAt } from "./cursor-context.ts";

/** True when the word at an offset is a name of the notebook, not one local to a function or block of the cell. */
export function isTopLevelName(cell: string, offset: number): boolean {
  if (isTooDeep(cell)) return false;
  const code = withoutMagics(cell);
  const found = parseCell(code);
  // Code that is being typed may not be valid TypeScript yet.
  if (!found) return surroundingsAt(cell, offset) === "code";
  const { body } = found.parsed.program;
  if (referencesIn(body).some(({ start }) => start === offset)) return true;
  const [word] = /^[\p{ID_Continue}$]*/u.exec(code.slice(offset)) ?? [];
  return declarationsIn(body, code).some(({ name }) => name === word);
}
