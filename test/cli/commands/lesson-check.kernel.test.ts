import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { writeNotebook } from "../../../src/notebook/file/write.ts";
import { packageRoot } from "../../../src/util/package-root.ts";
import { notebookIn, outputsOf } from "../../support/notebooks.ts";
import { tsnb } from "../../support/processes.ts";

const FIRST = "01-picking-the-best-model.ipynb";
const root = packageRoot();

/** Writes answers, by cell id, into a student's notebook; resolves to its text. */
async function answer(file: string, answers: ReadonlyMap<string, string>): Promise<string> {
  const notebook = notebookIn(file);
  const cells = notebook.cells.map((cell) => ({ ...cell, source: answers.get(cell.id) ?? cell.source }));
  await writeNotebook(file, { ...notebook, cells });
  return readFileSync(file, "utf8");
}

it("tsnb lesson check grades what two students answered, as CSV and as a page", async () => {
  // The folder is inside the package, so that cells find it.
  const cwd = join(root, "out", "test-lesson-check");
  rmSync(cwd, { recursive: true, force: true });
  mkdirSync(cwd, { recursive: true });
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true, maxRetries: 5 }));
  for (const student of ["ada", "ben"]) {
    expect((await tsnb(["lesson", "new", join("class", student)], { cwd })).code).toBe(0);
    rmSync(join(cwd, "class", student, "02-accuracy-vs-speed.ipynb"));
  }
  const [adas, bens] = ["ada", "ben"].map((student) => join(cwd, "class", student, FIRST));
  if (adas === undefined || bens === undefined) throw new Error("No students");
  const solved = notebookIn(root, "notebooks", "solutions", FIRST).cells.map(({ id, source }) => [id, source] as const);
  const handedIn = [
    await answer(adas, new Map(solved.filter(([id]) => id.startsWith("answer-")))),
    await answer(
      bens,
      new Map([
        ["answer-size-column", "let sizeColumn = ;"],
        ["answer-train-rows", "let trainRows = 165;"],
        ["answer-suspects-infer", "let wrongAtInference = 0;"],
      ]),
    ),
  ];

  const { code, stdout, stderr } = await tsnb(["lesson", "check", "class", "--out", "grades"], { cwd });
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: `Graded 2 students: ${join("grades", "grades.csv")} and ${join("grades", "index.html")}\n`,
  });
  expect(stderr.split("\n").filter(Boolean).toSorted()).toEqual([
    `ada, ${FIRST}: 6 right`,
    "ada, 02-accuracy-vs-speed.ipynb: 5 missing",
    `ben, ${FIRST}: 1 right, 1 wrong, 3 missing, 1 crashed`,
    "ben, 02-accuracy-vs-speed.ipynb: 5 missing",
  ]);
  expect(readFileSync(join(cwd, "grades", "grades.csv"), "utf8").split("\r\n")).toEqual([
    "\ufeffstudent,right,of,size-column,train-rows,only-inference,suspects-infer,subset-384,frontier-transformers," +
      "i9-rows,margin-v2,small-and-quick,most-gain,frontier-2-ms",
    `ada,6,11${",right".repeat(6)}${",missing".repeat(5)}`,
    `ben,1,11,crashed,wrong,missing,right,missing,missing${",missing".repeat(5)}`,
    "",
  ]);
  const page = readFileSync(join(cwd, "grades", "index.html"), "utf8");
  expect(page).toContain("<h1>Grades of 2 students</h1>");
  expect(page).toContain('<h2>ada: 6 of 11</h2><p>As executed: <a href="notebooks/ada/01-');
  expect(page).toContain(
    '<strong>train-rows</strong> <span class="wrong">wrong</span>: That is the table of inference.',
  );
  expect(page).toMatch(/<strong>size-column<\/strong> <span class="crashed">crashed<\/span>: SyntaxError: /);
  expect(outputsOf(notebookIn(cwd, "grades", "notebooks", "ada", FIRST)).flat().length).toBeGreaterThan(20);
  expect(existsSync(join(cwd, "grades", "notebooks", "ben", FIRST))).toBe(true);
  expect([adas, bens].map((file) => readFileSync(file, "utf8"))).toEqual(handedIn);
});
