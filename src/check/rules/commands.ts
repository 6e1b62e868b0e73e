import { findMagics, mayHaveMagics } from "../../kernel/magic/lines/magic-lines.ts";
import { refusalOf } from "../../kernel/magic/advice/refusal.ts";
import type { CellFinding } from "../findings/cell-finding.ts";
import type { SubjectCell } from "../subject.ts";

/** The commands to the kernel that do not exist, such as those of IPython: their cells always fail. */
export function unknownCommands(cell: SubjectCell): CellFinding[] {
  if (cell.mayFail || !mayHaveMagics(cell.source)) return [];
  return findMagics(cell.source).flatMap((line): CellFinding[] => {
    const message = refusalOf(line);
    if (message === undefined) return [];
    const indent = cell.source.slice(line.start).search(/\S/);
    const start = line.start + Math.max(indent, 0);
    const word = /^\S+/.exec(cell.source.slice(start))?.[0] ?? "";
    return [{ cell, start, end: start + word.length, rule: "unknown-command", severity: "error", message }];
  });
}
