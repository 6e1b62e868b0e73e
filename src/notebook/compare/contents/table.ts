import type { Change } from "../differences.ts";
import { isTextClose } from "./numbers.ts";
import { differing } from "./text.ts";
import type { Tolerance } from "../tolerance.ts";

/** A table as the strings of its cells. */
export type ComparedTable = {
  /** The names of the columns; empty without any. */
  readonly header: readonly string[];
  /** The rows below the header, each with the place by which people know it. */
  readonly rows: readonly { readonly place: string; readonly cells: readonly string[] }[];
};

/** The cells in which two tables differ, the rows that only one of them has, and a difference in size. */
export function* tableChanges(expected: ComparedTable, actual: ComparedTable, tolerance: Tolerance): Generator<Change> {
  const isSame = (a: string, b: string) => isTextClose(a, b, tolerance);
  const headers = differing(expected.header, actual.header, isSame);
  if (headers.gone.length > 0 || headers.come.length > 0) {
    yield { place: "columns", expected: listed(headers.gone), actual: listed(headers.come) };
  }
  if (expected.rows.length !== actual.rows.length) {
    yield { place: "rows", expected: `${expected.rows.length}`, actual: `${actual.rows.length}` };
  }
  const { gone, come } = differing(expected.rows, actual.rows, (a, b) => {
    return a.cells.length === b.cells.length && a.cells.every((cell, index) => isSame(cell, b.cells[index] ?? ""));
  });
  for (let index = 0; index < Math.max(gone.length, come.length); index++) {
    const [old, now] = [gone[index], come[index]];
    const place = (old ?? now)?.place ?? "";
    if (old === undefined || now === undefined || old.cells.length !== now.cells.length) {
      yield { place, expected: old && listed(old.cells), actual: now && listed(now.cells) };
      continue;
    }
    for (const [column, cell] of old.cells.entries()) {
      const other = now.cells[column] ?? "";
      if (isSame(cell, other)) continue;
      yield { place: `${place}, ${columnName(expected, column)}`, expected: cell, actual: other };
    }
  }
}

function columnName({ header }: ComparedTable, column: number): string {
  return header[column] ? JSON.stringify(header[column]) : `column ${column + 1}`;
}

function listed(cells: readonly string[]): string | undefined {
  return cells.length === 0 ? undefined : cells.join(" | ");
}
