import { existsSync } from "node:fs";
import { join } from "node:path";
import { clearOutputs } from "../convert/clear.ts";
import { writeNotebook } from "../notebook/file/write.ts";
import { LessonFilesError } from "./errors.ts";
import { lessonNotebooks } from "./lesson-notebooks.ts";

/**
 * Writes the lesson's notebooks without outputs into a folder, which is created if missing.
 *
 * @returns the paths of the files written.
 * @throws {LessonFilesError} when the folder holds one of them; then nothing is written.
 * @throws {WriteError} when a file cannot be written.
 */
export async function newStudentSet(folder: string): Promise<readonly string[]> {
  const lesson = await lessonNotebooks();
  const present = lesson.filter(({ name }) => existsSync(join(folder, name)));
  if (present.length > 0) {
    throw new LessonFilesError(
      folder,
      present.map(({ name }) => name),
    );
  }
  const files = lesson.map(({ name, notebook }) => ({ file: join(folder, name), notebook: clearOutputs(notebook) }));
  for (const { file, notebook } of files) await writeNotebook(file, notebook);
  return files.map(({ file }) => file);
}
