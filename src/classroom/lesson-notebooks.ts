import { readdir } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { readNotebook } from "../notebook/file/read.ts";
import type { Cell, CodeCell, Notebook } from "../notebook/types.ts";
import { packageRoot } from "../util/package-root.ts";

/** A notebook of the lesson as students get it. */
export type LessonNotebook = {
  /** The name of its file. */
  readonly name: string;
  readonly notebook: Notebook;
  /** The exercises, in order. */
  readonly exercises: readonly AskedExercise[];
};

/** The two cells of an exercise: the learner's, and the one that checks it. */
export type AskedExercise = { readonly name: string; readonly answer: CodeCell; readonly check: CodeCell };

const Graded = v.object({ nbgrader: v.object({ grade_id: v.string() }) });

/** The notebooks of the lesson, in their order. */
export async function lessonNotebooks(): Promise<readonly LessonNotebook[]> {
  const folder = join(packageRoot(), "notebooks");
  const names = (await readdir(folder)).filter((file) => file.endsWith(".ipynb")).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const notebook = await readNotebook(join(folder, name));
      return { name, notebook, exercises: exercisesIn(notebook) };
    }),
  );
}

/** The identity of an exercise's cell: the id that nbgrader gives it, else the cell's own id. */
export function gradeIdOf({ id, metadata }: Cell): string {
  return v.is(Graded, metadata) ? metadata.nbgrader.grade_id : id;
}

function exercisesIn({ cells }: Notebook): readonly AskedExercise[] {
  const code = new Map(cells.flatMap((cell) => (cell.cell_type === "code" ? [[gradeIdOf(cell), cell] as const] : [])));
  return [...code].flatMap(([id, check]) => {
    const name = /^check-(.+)$/.exec(id)?.[1];
    const answer = name === undefined ? undefined : code.get(`answer-${name}`);
    return name === undefined || answer === undefined ? [] : [{ name, answer, check }];
  });
}
