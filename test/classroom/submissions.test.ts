import { utimesSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ClassFolderError } from "../../src/classroom/errors.ts";
import { findStudents } from "../../src/classroom/submissions.ts";
import { formatNotebook } from "../../src/notebook/file/write.ts";
import { scratch } from "../support/scratch.ts";
import { code, lesson, notebookOf, submitted } from "./fixtures.ts";

const text = formatNotebook(submitted({}));
const other = formatNotebook(notebookOf([code("a", "1")]));

async function found(files: Record<string, string>) {
  const students = await findStudents(scratch(files), [lesson]);
  return students.map(({ student, submissions }) => [student, submissions.get(lesson)?.file.split(/[\\/]/).at(-1)]);
}

describe("findStudents", () => {
  it("finds a student for each folder, by name", async () => {
    expect(await found({ "ben/lesson.ipynb": text, "ada/lesson.ipynb": text, ".git/lesson.ipynb": text })).toEqual([
      ["ada", "lesson.ipynb"],
      ["ben", "lesson.ipynb"],
    ]);
  });

  it("recognises a renamed notebook by its cells, and no other notebook", async () => {
    expect(await found({ "ada/lesson (1).ipynb": text, "ben/other.ipynb": other, "cem/notes.txt": "" })).toEqual([
      ["ada", "lesson (1).ipynb"],
      ["ben", undefined],
      ["cem", undefined],
    ]);
  });

  it("prefers the right name, else the latest", async () => {
    expect(await found({ "ada/lesson.ipynb": text, "ada/lesson (1).ipynb": text })).toEqual([["ada", "lesson.ipynb"]]);
    const folder = scratch({ "ada/a.ipynb": text, "ada/b.ipynb": text });
    utimesSync(join(folder, "ada", "b.ipynb"), 1, 1);
    const [student] = await findStudents(folder, [lesson]);
    expect(student?.submissions.get(lesson)?.file).toBe(join(folder, "ada", "a.ipynb"));
  });

  it("keeps the reason why a notebook cannot be read", async () => {
    const [student] = await findStudents(scratch({ "ada/lesson.ipynb": "{" }), [lesson]);
    expect(student?.submissions.get(lesson)?.content).toMatchObject({ name: "NotebookJsonError" });
  });

  it("reports a missing or empty folder", async () => {
    await expect(findStudents(join(scratch(), "absent"), [lesson])).rejects.toThrow(ClassFolderError);
    await expect(findStudents(scratch({ "lesson.ipynb": text }), [lesson])).rejects.toThrow(
      /it contains no folders\. Name a folder that contains a folder for each student/,
    );
  });
});
