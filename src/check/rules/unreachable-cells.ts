import type { Node } from "oxc-parser";
import { isTooDeep } from "../../kernel/cell/syntax/nesting.ts";
import { type CellFinding, numberedCellName } from "../findings/cell-finding.ts";
import type { SubjectCell } from "../subject.ts";
import { parseCell } from "../../kernel/cell/syntax/parse.ts";

const MAY_END = /\bthrow\b|\bprocess\s*\.\s*(?:exit|abort)\b/;

/** The cells after one that always ends the run, as a warning at the first of them. */
export function unreachableCells(cells: readonly SubjectCell[]): CellFinding[] {
  const at = cells.findIndex((cell) => !cell.mayFail && endsTheRun(cell));
  const [ending, first, ...others] =
    at < 0 ? [] : cells.slice(at).filter(({ code }, index) => index === 0 || hasCode(code));
  if (!ending || !first) return [];
  const more = others.length === 0 ? "" : `, nor ${others.length === 1 ? "the one" : `the ${others.length}`} after it`;
  const message = `This cell never runs${more}: ${numberedCellName(ending)} always ends the run`;
  const start = first.code.search(/\S/);
  const end = first.code.indexOf("\n", start);
  return [
    {
      cell: first,
      start,
      end: end < 0 ? first.code.length : end,
      rule: "unreachable-cell",
      severity: "warning",
      message,
    },
  ];
}

/** True for a cell that always ends the run: it throws, or ends the process, at its top level. */
export function endsTheRun({ code }: Pick<SubjectCell, "code">): boolean {
  if (!MAY_END.test(code) || isTooDeep(code)) return false;
  return parseCell(code)?.parsed.program.body.some(isEnd) ?? false;
}

function isEnd(node: Node): boolean {
  if (node.type === "ThrowStatement") return true;
  if (node.type === "BlockStatement") return node.body.some(isEnd);
  const call = node.type === "ExpressionStatement" ? node.expression : undefined;
  if (call?.type !== "CallExpression" || call.callee.type !== "MemberExpression") return false;
  const { object, property } = call.callee;
  const isProcess = object.type === "Identifier" && object.name === "process";
  return isProcess && property.type === "Identifier" && /^(?:exit|abort)$/.test(property.name);
}

function hasCode(code: string): boolean {
  return code.replaceAll(/\/\/.*|\/\*[^]*?\*\//g, "").trim() !== "";
}
