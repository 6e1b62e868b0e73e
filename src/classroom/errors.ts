import { TsnbError } from "../util/error.ts";

/** A folder for a student set that already holds notebooks of the lesson. */
export class LessonFilesError extends TsnbError {
  override readonly name = "LessonFilesError";

  constructor(folder: string, names: readonly string[]) {
    super({
      doing: `Writing the lesson to ${folder}`,
      got: `${names.join(" and ")} would be replaced`,
      fix: "Choose another folder, or move the notebooks away first",
    });
  }
}

/** A folder to grade that does not hold a folder for each student. */
export class ClassFolderError extends TsnbError {
  override readonly name = "ClassFolderError";

  constructor(folder: string, got: string, options?: ErrorOptions) {
    const fix = "Name a folder that contains a folder for each student, with the student's notebooks";
    super({ doing: `Grading the class in ${folder}`, got, fix }, options);
  }
}
