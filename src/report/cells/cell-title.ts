import { cellName } from "../../run/cell-numbers.ts";
import type { CellPosition } from "../../run/results.ts";

/** The name by which readers find a cell: `cell 3`, or with the heading above it `cell 3 (Load the data)`. */
export function cellTitle({ number, heading }: Pick<CellPosition, "number" | "heading">): string {
  return heading === undefined ? cellName(number) : `${cellName(number)} (${heading})`;
}
