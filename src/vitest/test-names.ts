import { headingsOf } from "../notebook/headings.ts";
import type { Cell } from "../notebook/types.ts";

/**
 * The names of the tests that run the code cells: the heading of their section, with a number where a section has several
 * cells; `cell 3` before the first heading, counted from 1 among all cells.
 */
export function testNames(cells: readonly Cell[]): readonly string[] {
  const headings = headingsOf(cells);
  const counts = new Map<string, number>();
  const isCode = (index: number): boolean => cells[index]?.cell_type === "code";
  for (const [index, heading] of headings.entries()) {
    if (heading !== undefined && isCode(index)) counts.set(heading, (counts.get(heading) ?? 0) + 1);
  }
  const seen = new Map<string, number>();
  return headings.map((heading, index) => {
    if (heading === undefined) return `cell ${index + 1}`;
    if (!isCode(index)) return heading;
    const number = (seen.get(heading) ?? 0) + 1;
    seen.set(heading, number);
    return counts.get(heading) === 1 ? heading : `${heading} (${number})`;
  });
}
