import type { CodeCell, Notebook } from "../notebook/types.ts";
import { gradeIdOf, type LessonNotebook } from "./lesson-notebooks.ts";

/**
 * A student's notebook with the lesson's own checks in the place of the student's; checks that were deleted come at
 * the end.
 */
export function withLessonChecks(submitted: Notebook, { exercises }: LessonNotebook): Notebook {
  const checks = new Map(exercises.map(({ check }) => [gradeIdOf(check), lessonCheck(check)]));
  const cells = submitted.cells.map((cell) => checks.get(gradeIdOf(cell)) ?? cell);
  const present = new Set(cells.map(gradeIdOf));
  const deleted = [...checks].flatMap(([id, check]) => (present.has(id) ? [] : [check]));
  return { ...submitted, cells: [...cells, ...deleted] };
}

/** The check as the lesson imports it, whatever the student's notebook calls `check`. */
function lessonCheck(cell: CodeCell): CodeCell {
  const source = `{\n  const { check } = await import("tsnb/lesson");\n  ${cell.source}\n}`;
  return { ...cell, source, outputs: [] };
}

/** True when the answer's cell is missing, or unchanged since the student got it. */
export function isUntouched(submitted: Notebook, { answer }: LessonNotebook["exercises"][number]): boolean {
  const own = submitted.cells.find((cell) => gradeIdOf(cell) === gradeIdOf(answer));
  return own === undefined || own.source.trim() === answer.source.trim();
}
