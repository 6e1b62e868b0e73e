import { readCell } from "../../kernel/types/facts/cell-facts.ts";
import { hasNoCheck } from "../../kernel/cell/syntax/no-check.ts";
import { beforeDeclaration } from "./check-cell-by-cell.ts";
import type { CellFinding } from "../findings/cell-finding.ts";
import type { SubjectCell } from "../subject.ts";
import { firstCellOf, type KnownName } from "../known-names.ts";

// Without types and across cells these are no mistakes: names declared anew, implicit types.
const TOLERATED = new Set(["TS2300", "TS2393", "TS2403", "TS2451", "TS7005", "TS7006", "TS7019", "TS7031", "TS7034"]);
const USED_EARLY = new Set(["TS2448", "TS2449", "TS2454"]);

/** The compiler's errors that count in cells of JavaScript read as one module. */
export function javascriptFindings(
  found: readonly CellFinding[],
  cells: readonly SubjectCell[],
  names: ReadonlyMap<string, KnownName>,
): CellFinding[] {
  const early = names.size === 0 ? [] : cells.flatMap((cell) => usedEarly(cell, names));
  const kept = found.filter(({ cell, rule, message }) => {
    if (cell.isMuted || cell.mayFail || TOLERATED.has(rule) || hasNoCheck(cell.code)) return false;
    if (rule === "TS2307" && message.includes(".ipynb'")) return false;
    const name = USED_EARLY.has(rule) ? /'([^']+)'/.exec(message)?.[1] : undefined;
    return name === undefined || (names.get(name)?.declarations.length ?? 0) < 2;
  });
  const isTold = ({ cell, start }: CellFinding) => early.some((one) => one.cell === cell && one.start === start);
  return [...kept.filter((finding) => !isTold(finding)), ...early];
}

function usedEarly(cell: SubjectCell, names: ReadonlyMap<string, KnownName>): CellFinding[] {
  if (cell.isMuted || cell.mayFail) return [];
  return (readCell(cell.code)?.direct ?? []).flatMap(({ name, kind, start, end }): CellFinding[] => {
    const later = kind === "read" ? firstCellOf(names, name) : undefined;
    if (!later || later.index <= cell.index) return [];
    return [{ cell, start, end, ...beforeDeclaration(name, later) }];
  });
}
