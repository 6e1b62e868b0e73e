import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { beforeAll, expect, inject, test } from "vitest";
import { stub, studentNotebook } from "../../scripts/student-notebook.ts";
import type { Cell, Notebook } from "../../src/notebook/types.ts";
import { formatNotebook } from "../../src/notebook/file/write.ts";
import { notebookIn } from "../support/notebooks.ts";
import { run } from "./support/command.ts";
import { labDir, root } from "./support/paths.ts";
import { inVenv } from "./support/venv.ts";

const course = join(labDir, "nbgrader");
const exercises = ["size-column", "train-rows"];

/** Two exercises of the lesson with their solutions, and the cells that they need. */
const solved = excerpt(notebookIn(root, "notebooks", "solutions", "01-picking-the-best-model.ipynb"));

function excerpt({ cells, ...rest }: Notebook): Notebook {
  const imports: Cell = {
    cell_type: "code",
    id: "imports",
    metadata: {},
    source: 'import { check, getData } from "tsnb/lesson";',
    outputs: [],
    execution_count: null,
  };
  const kept = new Set(exercises.flatMap((name) => [`exercise-${name}`, `answer-${name}`, `check-${name}`]));
  return { ...rest, cells: [imports, ...cells.filter(({ id }) => kept.has(id))] };
}

function answered(notebook: Notebook, answers: Record<string, string>): Notebook {
  const cells = notebook.cells.map((cell) => ({ ...cell, source: answers[cell.id] ?? cell.source }));
  return { ...notebook, cells };
}

function contents({ cells }: Notebook) {
  return cells.map(({ id, cell_type, source }) => ({ id, cell_type, source }));
}

function write(notebook: Notebook, ...path: string[]): void {
  mkdirSync(join(course, ...path), { recursive: true });
  writeFileSync(join(course, ...path, "lesson.ipynb"), formatNotebook(notebook));
}

function nbgrader(...args: string[]): Promise<string> {
  const bin = join(inVenv(inject("venv"), "nbgrader"), "..");
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}` };
  return run(inVenv(inject("venv"), "nbgrader"), [...args, `--CourseDirectory.root=${course}`], env);
}

beforeAll(async () => {
  rmSync(course, { recursive: true, force: true });
  write(solved, "source", "lesson");
  // As in docs/teaching.md.
  const config = `c = get_config()\nc.ClearSolutions.code_stub = {"typescript": "${stub}"}\n`;
  writeFileSync(join(course, "nbgrader_config.py"), config);
  await nbgrader("generate_assignment", "lesson", `--config=${join(course, "nbgrader_config.py")}`);
});

test("nbgrader turns the solutions into the students' notebooks", () => {
  const released = notebookIn(course, "release", "lesson", "lesson.ipynb");
  expect(contents(released)).toEqual(contents(studentNotebook(solved)));
});

test("nbgrader scores right answers, wrong ones, and none; a type error in an answer costs nothing", async () => {
  const released = notebookIn(course, "release", "lesson", "lesson.ipynb");
  const typeError = 'const unused: number = "a";\nlet sizeColumn = "img_size";';
  write(solved, "submitted", "ada", "lesson");
  write(released, "submitted", "ben", "lesson");
  write(
    answered(released, { "answer-size-column": typeError, "answer-train-rows": "let trainRows = 165;" }),
    "submitted",
    "cem",
    "lesson",
  );
  await nbgrader("autograde", "lesson");
  const grades = join(course, "grades.csv");
  await nbgrader("export", `--to=${grades}`);
  const [header = "", ...rows] = readFileSync(grades, "utf8").trim().split(/\r?\n/);
  const columns = header.split(",");
  const scores = rows.map((row) => {
    const cells = row.split(",");
    return ["student_id", "score", "max_score"].map((name) => cells[columns.indexOf(name)]).join(" ");
  });
  expect(scores.toSorted()).toEqual(["ada 2.0 2.0", "ben 0.0 2.0", "cem 1.0 2.0"]);
}, 300_000);
