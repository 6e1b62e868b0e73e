import type { LessonNotebook } from "../../src/classroom/lesson-notebooks.ts";
import type { Cell, CodeCell, Notebook } from "../../src/notebook/types.ts";

/** A cell of code. */
export function code(id: string, source: string): CodeCell {
  const grading = /^(?:answer|check)-/.test(id) ? { nbgrader: { grade_id: id } } : {};
  return { cell_type: "code", id, metadata: grading, source, outputs: [], execution_count: null };
}

/** A notebook for tsnb's kernel. */
export function notebookOf(cells: readonly Cell[]): Notebook {
  const kernelspec = { name: "tsnb", display_name: "TypeScript (tsnb)", language: "typescript" };
  return { nbformat: 4, nbformat_minor: 5, metadata: { kernelspec }, cells };
}

const asked = [
  ["size-column", "sizeColumn"],
  ["train-rows", "trainRows"],
  ["suspects-infer", "wrongAtInference"],
] as const;

const exercises = asked.map(([name, variable]) => ({
  name,
  answer: code(`answer-${name}`, `let ${variable};\n// Your answer goes here.`),
  check: code(`check-${name}`, `await check("${name}", ${variable});`),
}));

/** Three exercises of the lesson in a notebook of their own. */
export const lesson: LessonNotebook = {
  name: "lesson.ipynb",
  exercises,
  notebook: notebookOf([
    code("imports", 'import { check } from "tsnb/lesson";'),
    ...exercises.flatMap(({ answer, check }) => [answer, check]),
  ]),
};

/** The lesson's notebook with new sources for some cells, by id; null removes the cell. */
export function submitted(changes: Readonly<Record<string, string | null>>): Notebook {
  const cells = lesson.notebook.cells.flatMap((cell) => {
    const source = changes[cell.id];
    return source === null ? [] : [{ ...cell, source: source ?? cell.source }];
  });
  return notebookOf(cells);
}
