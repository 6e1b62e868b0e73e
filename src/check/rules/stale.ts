import { cellNode } from "../../kernel/graph/cell-node.ts";
import { type DependencyGraph, dependencyGraph } from "../../kernel/graph/dependencies.ts";
import { type CellFinding, numberedCellName } from "../findings/cell-finding.ts";
import type { SubjectCell } from "../subject.ts";

/** The cells whose outputs are not those of one run from top to bottom, as errors. */
export function staleCells(cells: readonly SubjectCell[]): CellFinding[] {
  const withCode = cells.filter(({ source }) => source.trim() !== "");
  const [first] = withCode;
  if (!first) return [];
  if (withCode.every(({ executionCount }) => executionCount === null)) {
    return [staleCell(first, "never-run", "No cell of this notebook has been run, so it has no outputs to trust")];
  }
  let graph: DependencyGraph | undefined;
  let latest: { readonly cell: SubjectCell; readonly count: number } | undefined;
  return withCode.flatMap((cell, at): CellFinding[] => {
    const { executionCount: count } = cell;
    if (count === null) return [staleCell(cell, "never-run", "This cell has not run since it was written or changed")];
    const before = latest;
    if (!before || count > before.count) latest = { cell, count };
    if (!before || count > before.count) return [];
    const order = `[${count}] is not after [${before.count}] of ${numberedCellName(before.cell)}`;
    graph ??= dependencyGraph(withCode.map(({ source }) => cellNode(source)));
    const effect = effectOf(at, withCode, graph);
    return [staleCell(cell, "out-of-order", `This cell ran out of order: ${order}. ${effect}`)];
  });
}

/** The names that a cell reads from cells that ran after it. */
function effectOf(at: number, cells: readonly SubjectCell[], { dependencies }: DependencyGraph): string {
  const countOf = (place: number): number => cells[place]?.executionCount ?? 0;
  const taken = dependencies.flatMap(({ from, to, names, isLater }) => {
    const maker = cells[from];
    const isNewer = to === at && from < at && !isLater && countOf(from) > countOf(at);
    return isNewer && maker ? [`${names.join(", ")} of ${numberedCellName(maker)}`] : [];
  });
  if (taken.length === 0) return "It reads no name that an earlier cell declared after it ran";
  return `It reads ${taken.join(" and ")}, which ran after it`;
}

function staleCell(cell: SubjectCell, rule: string, message: string): CellFinding {
  const start = cell.source.search(/\S/);
  const end = cell.source.indexOf("\n", start);
  return { cell, start, end: end < 0 ? cell.source.length : end, rule, severity: "error", message };
}
