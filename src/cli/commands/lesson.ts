import { resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import type { Grade } from "../../classroom/grades.ts";
import { labelOf } from "../../notebook/find.ts";
import { EXIT_CODE } from "../../util/programs/exit-codes.ts";

type CheckFlags = {
  readonly out: string;
  readonly timeout: number;
  readonly notebookTimeout: number;
  readonly memory: number;
  readonly jobs: number;
};

/** `tsnb lesson`: prepares the lesson for a class, and grades the submissions. */
export function command(): Command {
  return new Command("lesson").addCommand(newSet()).addCommand(checkClass());
}

function newSet(): Command {
  return new Command("new")
    .summary("copy the lesson for students")
    .description("Write the lesson's notebooks into a folder, without outputs and without answers.")
    .argument("<folder>", "the folder, created if missing")
    .action(async (folder: string) => {
      const { newStudentSet } = await import("../../classroom/new-set.ts");
      const files = await newStudentSet(resolve(folder));
      process.stdout.write(files.map((file) => `Wrote ${labelOf(file)}\n`).join(""));
    });
}

function checkClass(): Command {
  return new Command("check")
    .summary("grade the notebooks of a class")
    .description(
      "Run the notebooks of a class and check their exercises. The folder holds a folder for each student.\n" +
        "Their code runs on this machine as your user: grade strangers' work in a container.",
    )
    .argument("<folder>", "the folder with the students' folders")
    .option("-o, --out <folder>", "where grades.csv, index.html and the executed notebooks go", "out/lesson")
    .option("-t, --timeout <seconds>", "how long a cell may run", amount, 60)
    .option("--notebook-timeout <seconds>", "how long a notebook may take", amount, 600)
    .option("--memory <megabytes>", "how much memory the values of a notebook may take", amount, 2000)
    .option("-j, --jobs <count>", "how many notebooks run at once; 0 for as many as the machine can handle", count, 0)
    .action(async (folder: string, { out, timeout, notebookTimeout, memory, jobs }: CheckFlags) => {
      const { gradeClass } = await import("../../classroom/grade-class.ts");
      const stop = new AbortController();
      const onSignal = () => stop.abort();
      process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
      const { students, csv, page } = await gradeClass(folder, {
        out: resolve(out),
        limits: { cellSeconds: timeout, notebookSeconds: notebookTimeout, memoryMegabytes: memory },
        jobs,
        signal: stop.signal,
        onGraded: (student, notebook, grades) => process.stderr.write(`${gradedLine(student, notebook, grades)}\n`),
      });
      const of = students.length === 1 ? "one student" : `${students.length} students`;
      process.stdout.write(`Graded ${of}: ${labelOf(csv)} and ${labelOf(page)}\n`);
      if (stop.signal.aborted) process.exitCode = EXIT_CODE.failed;
    });
}

function gradedLine(student: string, notebook: string, grades: readonly Grade[]): string {
  const counts = (["right", "wrong", "missing", "crashed"] as const).flatMap((result) => {
    const found = grades.filter((grade) => grade.result === result).length;
    return found === 0 ? [] : [`${found} ${result}`];
  });
  return `${student}, ${notebook}: ${counts.join(", ")}`;
}

function amount(text: string): number {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value)) throw new InvalidArgumentError("It must be a number above 0.");
  return value;
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError("It must be a whole number, 0 or more.");
  return value;
}
