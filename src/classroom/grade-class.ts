import { join, resolve } from "node:path";
import { inTurn, possibleJobs } from "../run/parallel-tasks.ts";
import { localTransport } from "../run/transport/local-transport.ts";
import { TsnbError } from "../util/error.ts";
import { writeAtomic } from "../util/files/write-atomic.ts";
import { gradeNotebook, type GradingLimits } from "./grade-notebook.ts";
import type { Grade, StudentGrades } from "./grades.ts";
import { gradesCsv } from "./grades-csv.ts";
import { gradesPage } from "./grades-page.ts";
import { type LessonNotebook, lessonNotebooks } from "./lesson-notebooks.ts";
import { findStudents, type StudentFolder } from "./submissions.ts";

/** Options for grading a class. */
export type GradingOptions = {
  /** The folder for the grades and the executed notebooks. */
  readonly out: string;
  readonly limits: GradingLimits;
  /** The number of notebooks that run at once; 0 for as many as the machine can run. */
  readonly jobs: number;
  readonly signal: AbortSignal | undefined;
  /** Called when a student's notebook has been graded. */
  readonly onGraded: (student: string, notebook: string, grades: readonly Grade[]) => void;
};

/** The grades of a class, and the two files that hold them. */
export type ClassGrades = {
  readonly students: readonly StudentGrades[];
  readonly csv: string;
  readonly page: string;
};

type Task = { readonly folder: StudentFolder; readonly lesson: LessonNotebook };
type Graded = Task & { readonly grades: readonly Grade[]; readonly target: string | undefined };

/**
 * Grades the notebooks of a class, a folder for each student, and writes `grades.csv`, `index.html` and the executed
 * notebooks.
 *
 * @throws {ClassFolderError} when the folder holds no folder for a student.
 * @throws {WriteError} when a file cannot be written.
 */
export async function gradeClass(folder: string, options: GradingOptions): Promise<ClassGrades> {
  const lesson = (await lessonNotebooks()).filter(({ exercises }) => exercises.length > 0);
  const folders = await findStudents(resolve(folder), lesson);
  const tasks = folders.flatMap((one) => lesson.map((notebook): Task => ({ folder: one, lesson: notebook })));
  const graded = await inTurn(
    tasks.map((task) => ({
      prepare: () => {},
      run: async () => {
        const done = await gradeOne(task, options);
        options.onGraded(task.folder.student, task.lesson.name, done.grades);
        return done;
      },
    })),
    options.jobs === 0 ? possibleJobs() : options.jobs,
  );
  const students = folders.map(({ student }): StudentGrades => {
    const own = graded.filter(({ folder: of }) => of.student === student);
    return {
      student,
      grades: own.flatMap(({ grades }) => grades),
      notebooks: own.flatMap(({ target }) => target ?? []),
    };
  });
  const csv = join(options.out, "grades.csv");
  const page = join(options.out, "index.html");
  const exercises = lesson.flatMap((notebook) => notebook.exercises.map(({ name }) => name));
  await writeAtomic(csv, gradesCsv(students, exercises));
  await writeAtomic(page, gradesPage(students, lesson, options.out));
  return { students, csv, page };
}

async function gradeOne(task: Task, { out, limits, signal }: GradingOptions): Promise<Graded> {
  const { folder, lesson } = task;
  const submission = folder.submissions.get(lesson);
  const all = (result: Grade["result"], why: string) =>
    lesson.exercises.map(({ name }): Grade => ({ exercise: name, result, why }));
  if (submission === undefined) {
    return { ...task, grades: all("missing", "The notebook was not handed in."), target: undefined };
  }
  const { file, content } = submission;
  if (content instanceof TsnbError) {
    return { ...task, grades: all("crashed", `The notebook cannot be read: ${content.message}`), target: undefined };
  }
  const target = join(out, "notebooks", folder.student, lesson.name);
  const transport = localTransport();
  const grades = await gradeNotebook({ file, submitted: content, lesson, limits, transport, target, signal });
  return { ...task, grades, target };
}
