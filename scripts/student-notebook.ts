import type { Cell, Notebook } from "../src/notebook/types.ts";

/** The stub in place of a solution; nbgrader is configured to write the same (docs/teaching.md). */
export const stub = "// Your answer goes here.";

const solution = /^([ \t]*)[^\n]*BEGIN SOLUTION[^]*?END SOLUTION[^\n]*$/gm;

/** The version for students of a notebook with solutions; nbgrader's `generate_assignment` makes the same. */
export function studentNotebook(notebook: Notebook): Notebook {
  return { ...notebook, cells: notebook.cells.map(studentCell) };
}

function studentCell(cell: Cell): Cell {
  return { ...cell, source: cell.source.replace(solution, `$1${stub}`) };
}
