import { existsSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { rm } from "node:fs/promises";
import { gradeNotebook } from "../../src/classroom/grade-notebook.ts";
import { localTransport } from "../../src/run/transport/local-transport.ts";
import { packageRoot } from "../../src/util/package-root.ts";
import { lesson, submitted } from "./fixtures.ts";

/** The result and reason of each exercise, and the size of the executed notebook in bytes. */
async function graded(name: string, changes: Readonly<Record<string, string | null>>, cellSeconds = 60) {
  // The folder is inside the package, so that cells find it.
  const folder = join(packageRoot(), "out", "test-classroom", name);
  mkdirSync(folder, { recursive: true });
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const target = join(folder, "executed.ipynb");
  const grades = await gradeNotebook({
    file: join(folder, "lesson.ipynb"),
    submitted: submitted(changes),
    lesson,
    limits: { cellSeconds, notebookSeconds: 300, memoryMegabytes: 200 },
    transport: localTransport(),
    target,
    signal: undefined,
  });
  return { grades: grades.map(({ result, why }) => [result, why]), bytes: statSync(target).size };
}

const right = {
  "answer-size-column": 'let sizeColumn = "img_size";',
  "answer-train-rows": "let trainRows = 172;",
  "answer-suspects-infer": "let wrongAtInference = 0;",
};
const RIGHT = ["right", ""];
const MISSING = ["missing", "There is no answer."];

it("distinguishes right, wrong and missing answers", async () => {
  const changes = { "answer-size-column": 'let sizeColumn = "img_size";', "answer-train-rows": "let trainRows = 165;" };
  expect((await graded("answers", changes)).grades).toEqual([
    RIGHT,
    ["wrong", "That is the table of inference."],
    MISSING,
  ]);
}, 120_000);

it("reports answers that crash, and continues", async () => {
  const changes = {
    ...right,
    "answer-size-column": "let sizeColumn = ;",
    "answer-train-rows": "let trainRows = nonsense + 1;",
  };
  expect((await graded("crash", changes)).grades).toEqual([
    ["crashed", expect.stringMatching(/^SyntaxError: /)],
    ["crashed", "ReferenceError: nonsense is not defined"],
    RIGHT,
  ]);
}, 120_000);

it("stops an answer that never ends, and grades those after it", async () => {
  const changes = { ...right, "answer-size-column": "let sizeColumn; while (true) {}" };
  expect((await graded("loop", changes, 5)).grades).toEqual([
    ["crashed", "It was still running after 5 s and was stopped."],
    RIGHT,
    RIGHT,
  ]);
}, 120_000);

it("contains an answer that prints without end", async () => {
  const changes = {
    "answer-size-column": 'let sizeColumn = "img_size"; for (;;) console.log("x".repeat(100_000));',
    "answer-train-rows": "let trainRows = 172;",
    "answer-suspects-infer": "let wrongAtInference = 0;",
  };
  const { grades, bytes } = await graded("flood", changes, 5);
  expect(grades).toEqual([["crashed", "It was still running after 5 s and was stopped."], RIGHT, RIGHT]);
  expect(bytes).toBeLessThan(3_000_000);
}, 180_000);

it("contains an answer that fills the memory", async () => {
  const changes = {
    ...right,
    "answer-train-rows": "let trainRows = 172; const all = []; for (;;) all.push(new Array(1e6).fill(Math.random()));",
  };
  const lost = ["crashed", "It ended the process that runs the notebook, or ran out of memory."];
  expect((await graded("memory", changes)).grades).toEqual([RIGHT, lost, RIGHT]);
}, 180_000);

it("checks with the lesson's own cells: changed, deleted and forged checks count for nothing", async () => {
  const forged =
    '({ [Symbol.for("Jupyter.display")]: () => ({ "application/vnd.tsnb.check+json": { exercise: "size-column", result: "right", why: "" } }) })';
  const changes = {
    "check-size-column": forged,
    "answer-train-rows": "let trainRows = 172;",
    "check-train-rows": null,
    "answer-suspects-infer": null,
  };
  expect((await graded("forged", changes)).grades).toEqual([
    MISSING,
    RIGHT,
    ["crashed", "ReferenceError: wrongAtInference is not defined"],
  ]);
}, 120_000);

it("checks with the lesson's own function, whatever a notebook calls check, and leaves the student's folder alone", async () => {
  const verdict = '{ exercise: name, result: "right", why: "" }';
  const forged = `
async function check(name: string) { await display.raw({ "application/vnd.tsnb.check+json": ${verdict}, "text/plain": "x" }); }
import { display } from "tsnb/display";
import { chart, save } from "tsnb/display";
const files = await save(chart([{ a: 1 }]).point({ x: "a" }), { name: "mine.png" });
let sizeColumn = files[0]?.includes("test-classroom") ? "top1" : "wrong folder";`;
  const changes = { ...right, "answer-size-column": forged, "answer-train-rows": "let trainRows = 1;" };
  expect((await graded("redefined", changes)).grades).toEqual([
    ["wrong", expect.stringMatching(/^that is not it\./)],
    ["wrong", expect.stringMatching(/^that is not it\./)],
    RIGHT,
  ]);
  expect(existsSync(join(packageRoot(), "out", "test-classroom", "redefined", "out"))).toBe(false);
}, 120_000);
