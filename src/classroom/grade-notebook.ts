import { dirname, join } from "node:path";
import * as v from "valibot";
import { CHECK_TYPE } from "../lesson/exercises/verdict.ts";
import type { Notebook, Output } from "../notebook/types.ts";
import { writeNotebook } from "../notebook/file/write.ts";
import { type PlannedCell, planCells } from "../run/plan/plan-cells.ts";
import { CellTimeoutError, InputRequestedError, KernelDeathError } from "../run/errors/cell-errors.ts";
import { NotebookTimeoutError } from "../run/errors/notebook-errors.ts";
import { executeNotebook } from "../run/execute/execute-notebook.ts";
import type { NotebookOutcome } from "../run/execute/job.ts";
import type { CellResult } from "../run/results.ts";
import { redactorOf } from "../run/secrets/redact-secrets.ts";
import { KernelSession } from "../run/execute/session/kernel-session.ts";
import type { Transport } from "../run/transport/transport.ts";
import { messageOf } from "../util/error.ts";
import { isUntouched, withLessonChecks } from "./graded-notebook.ts";
import type { Grade } from "./grades.ts";
import { type AskedExercise, gradeIdOf, type LessonNotebook } from "./lesson-notebooks.ts";

/** The limits of a student's notebook. */
export type GradingLimits = {
  /** Seconds for a cell. */
  readonly cellSeconds: number;
  /** Seconds for a notebook, all attempts together. */
  readonly notebookSeconds: number;
  /** Megabytes of JavaScript values. */
  readonly memoryMegabytes: number;
};

/** A notebook to grade, and the settings for grading it. */
export type GradingJob = {
  /** The student's file, whose folder is the kernel's working directory. */
  readonly file: string;
  readonly submitted: Notebook;
  readonly lesson: LessonNotebook;
  readonly limits: GradingLimits;
  readonly transport: Transport;
  /** The path of the executed notebook. */
  readonly target: string;
  readonly signal: AbortSignal | undefined;
};

const OUTPUT_LIMITS = {
  cell: { bytes: 1_000_000, count: 1000 },
  notebook: { bytes: 10_000_000, count: 10_000 },
};
const STARTUP_SECONDS = 60;
/** The error with which tsnb's kernel reports that a cell has ended the process of the cells. */
const PROCESS_DIED = "ProcessDied";
const LOST = "It ended the process that runs the notebook, or ran out of memory.";

const Checked = v.object({
  exercise: v.string(),
  result: v.picklist(["right", "wrong", "missing"]),
  why: v.string(),
});

/**
 * Runs a student's notebook with the lesson's own checks in it, on a kernel of its own, and returns the result of each
 * exercise. A failed cell does not stop the run. A cell that takes too long or ends its kernel is left out in the next
 * attempt, so that the exercises after it still count.
 */
export async function gradeNotebook(job: GradingJob): Promise<readonly Grade[]> {
  const notebook = withLessonChecks(job.submitted, job.lesson);
  const planned = planCells(notebook, job.file, { from: undefined, until: undefined });
  const until = performance.now() + job.limits.notebookSeconds * 1000;
  const stopped = new Map<string, string>();
  for (;;) {
    const seconds = Math.max(1, (until - performance.now()) / 1000);
    const outcome = await attempt(job, { notebook, planned, stopped, seconds });
    const ended = endedIn(outcome, stopped);
    if (ended !== undefined) stopped.set(ended.id, ended.reason);
    if (ended !== undefined && performance.now() < until && !job.signal?.aborted) continue;
    const reason = outcome.failure === undefined ? undefined : reasonOf(outcome.failure);
    return job.lesson.exercises.map((exercise) => gradeOf(exercise, { job, outcome, stopped, reason }));
  }
}

/** The first cell that ended an attempt, or the process of the cells, whose variables are lost then. */
function endedIn({ cells, failure }: NotebookOutcome, stopped: ReadonlyMap<string, string>) {
  const died = cells.find(({ id, outputs }) => !stopped.has(id) && errorIn(outputs)?.startsWith(`${PROCESS_DIED}:`));
  if (died !== undefined) return { id: died.id, reason: LOST };
  const failed = failure === undefined ? undefined : cells.find(({ status }) => status === "failed");
  return failed === undefined ? undefined : { id: failed.id, reason: reasonOf(failure) };
}

type Attempt = {
  readonly notebook: Notebook;
  readonly planned: readonly PlannedCell[];
  readonly stopped: ReadonlyMap<string, string>;
  readonly seconds: number;
};

async function attempt(job: GradingJob, { notebook, planned, stopped, seconds }: Attempt): Promise<NotebookOutcome> {
  const { file, limits, transport, target, signal } = job;
  const session = KernelSession.start(transport, {
    name: "tsnb",
    path: dirname(file),
    // The charts that a notebook saves go beside its executed copy, not into the student's folder.
    env: {
      TSNB_CHECK: "off",
      TSNB_CHARTS: join(dirname(target), "charts"),
      NODE_OPTIONS: `--max-old-space-size=${limits.memoryMegabytes}`,
    },
  });
  session.catch(() => {});
  return executeNotebook({
    file,
    notebook,
    cells: planned.map((cell) => (stopped.has(cell.cell.id) ? { ...cell, action: "skip" } : cell)),
    kernel: "tsnb",
    session,
    times: { cell: limits.cellSeconds, notebook: seconds, startup: STARTUP_SECONDS },
    outputs: OUTPUT_LIMITS,
    errors: { allowErrors: true, strictRaises: false },
    redactor: redactorOf([], {}),
    signal,
    onReady: () => {},
    onCellStarted: () => {},
    onCellFinished: () => {},
    onSilent: () => {},
    onNotice: () => {},
    onOutput: () => {},
    save: (executed) => writeNotebook(target, executed),
  });
}

type Run = {
  readonly job: GradingJob;
  readonly outcome: NotebookOutcome;
  readonly stopped: ReadonlyMap<string, string>;
  readonly reason: string | undefined;
};

function gradeOf(exercise: AskedExercise, { job, outcome, stopped, reason }: Run): Grade {
  const { name } = exercise;
  const [answer, check] = [exercise.answer, exercise.check].map((cell) =>
    cellOf(outcome.cells, gradeIdOf(cell), outcome),
  );
  const verdict = check?.outputs.flatMap((output) => verdictIn(output, name))[0];
  const stop = answer === undefined ? undefined : stopped.get(answer.id);
  const failed = stop ?? errorIn(answer?.outputs ?? []);
  if (verdict !== undefined && verdict.result !== "missing") return { exercise: name, ...verdict };
  if (failed !== undefined) return { exercise: name, result: "crashed", why: failed };
  const isMissing = verdict !== undefined || isUntouched(job.submitted, exercise);
  const why = errorIn(check?.outputs ?? []) ?? reason;
  if (verdict === undefined && why !== undefined) return { exercise: name, result: "crashed", why };
  if (isMissing) return { exercise: name, result: "missing", why: "There is no answer." };
  return { exercise: name, result: "crashed", why: "The cell that checks it did not run." };
}

function cellOf(cells: readonly CellResult[], gradeId: string, { notebook }: NotebookOutcome): CellResult | undefined {
  return cells.find(({ index }) => {
    const cell = notebook.cells[index];
    return cell !== undefined && gradeIdOf(cell) === gradeId;
  });
}

function verdictIn(output: Output, exercise: string) {
  const value = "data" in output ? output.data[CHECK_TYPE] : undefined;
  return v.is(Checked, value) && value.exercise === exercise ? [{ result: value.result, why: value.why }] : [];
}

const LONGEST_ERROR = 300;

function errorIn(outputs: readonly Output[]): string | undefined {
  const error = outputs.find((output) => output.output_type === "error");
  return error === undefined ? undefined : `${error.ename}: ${error.evalue}`.slice(0, LONGEST_ERROR);
}

function reasonOf(failure: unknown): string {
  if (failure instanceof CellTimeoutError) return `It was still running after ${failure.seconds} s and was stopped.`;
  if (failure instanceof NotebookTimeoutError) return "The notebook exceeded its time limit and was stopped.";
  if (failure instanceof KernelDeathError) return LOST;
  if (failure instanceof InputRequestedError) return "It asks for input, but nobody is there to answer.";
  return messageOf(failure);
}
