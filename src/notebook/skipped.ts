import { type MarkedCell, nbvalMarks } from "./nbval.ts";
import { hasTag } from "./tags.ts";

/** True for a cell that must not run: it is tagged `skip-execution`, or marked so for nbval. */
export function isSkipped(cell: MarkedCell): boolean {
  return hasTag(cell.metadata, "skip-execution") || nbvalMarks(cell).skip;
}
