import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, TsnbError } from "../util/error.ts";
import { readNotebook } from "../notebook/file/read.ts";
import type { Notebook } from "../notebook/types.ts";
import { ClassFolderError } from "./errors.ts";
import { gradeIdOf, type LessonNotebook } from "./lesson-notebooks.ts";

/** A notebook that a student handed in, or the reason why it cannot be read. */
type Submission = {
  readonly file: string;
  readonly content: Notebook | TsnbError;
};

/** A student's folder, and the file for each notebook of the lesson that was handed in. */
export type StudentFolder = {
  readonly student: string;
  readonly submissions: ReadonlyMap<LessonNotebook, Submission>;
};

type Found = Submission & { readonly name: string; readonly changedMs: number };

/**
 * The students of a class, sorted by name: one for each folder in it. A notebook is found by its name or, if it was
 * renamed, by its cells; of several, the one with the right name counts, else the latest.
 *
 * @throws {ClassFolderError} when there is no such folder, or no folder in it.
 */
export async function findStudents(
  folder: string,
  lesson: readonly LessonNotebook[],
): Promise<readonly StudentFolder[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new ClassFolderError(folder, messageOf(cause), { cause });
  });
  const students = entries.filter((entry) => entry.isDirectory() && !/^[._]|^node_modules$/.test(entry.name));
  if (students.length === 0) throw new ClassFolderError(folder, "it contains no folders");
  const names = students.map(({ name }) => name).toSorted();
  return Promise.all(
    names.map(async (student) => ({ student, submissions: await handedIn(join(folder, student), lesson) })),
  );
}

async function handedIn(
  folder: string,
  lesson: readonly LessonNotebook[],
): Promise<ReadonlyMap<LessonNotebook, Submission>> {
  const names = (await readdir(folder)).filter((name) => name.toLowerCase().endsWith(".ipynb"));
  const found = await Promise.all(names.map((name) => readSubmission(folder, name)));
  return new Map(
    lesson.flatMap((one) => {
      const candidates = found.filter((file) => isOf(file, one));
      const [best] = candidates.toSorted(
        (a, b) => Number(b.name === one.name) - Number(a.name === one.name) || b.changedMs - a.changedMs,
      );
      return best === undefined ? [] : [[one, best] as const];
    }),
  );
}

async function readSubmission(folder: string, name: string): Promise<Found> {
  const file = join(folder, name);
  const changedMs = (await stat(file)).mtimeMs;
  try {
    return { file, name, changedMs, content: await readNotebook(file, { label: name }) };
  } catch (error) {
    if (error instanceof TsnbError) return { file, name, changedMs, content: error };
    throw error;
  }
}

function isOf({ name, content }: Found, lesson: LessonNotebook): boolean {
  if (content instanceof TsnbError) return name === lesson.name;
  const ids = new Set(content.cells.map(gradeIdOf));
  return lesson.exercises.some(({ name: exercise }) => ids.has(`answer-${exercise}`) || ids.has(`check-${exercise}`));
}
