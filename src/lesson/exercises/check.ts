import { show } from "../../display/show.ts";
import { TsnbError } from "../../util/error.ts";
import type { Exercise } from "./exercise.ts";
import { judge } from "./judge.ts";
import { pickingExercises } from "./picking.ts";
import { speedExercises } from "./speed.ts";

/** All exercises of the lesson, in order. */
export const exercises: readonly Exercise[] = [...pickingExercises, ...speedExercises];

/** An exercise that does not exist. */
export class ExerciseNameError extends TsnbError {
  override readonly name = "ExerciseNameError";

  constructor(exercise: string) {
    super({
      doing: `Checking the exercise ${JSON.stringify(exercise)}`,
      got: "the lesson has no exercise of this name",
      fix: `Use one of: ${exercises.map(({ name }) => name).join(", ")}`,
    });
  }
}

/** An answer that is not right, thrown for graders that expect an error. */
export class NotYetError extends TsnbError {
  override readonly name = "NotYetError";

  constructor({ exercise, why }: { readonly exercise: string; readonly why: string }) {
    super({
      doing: `Checking the exercise "${exercise}"`,
      got: why === "" ? "there is no answer" : why.replace(/\.$/, ""),
      fix: "Change the answer",
    });
  }
}

/**
 * Judges an answer to an exercise of the lesson and, if it is not right, says what to look at again. It
 * never gives the answer away. The answer is computed from the tables that the notebook reads.
 *
 * Shows `✓ Right.`, `○ Not yet:` and the reason, or `○ No answer yet.` as the output of the cell. Under nbgrader, whose
 * cells count as passed unless they fail, an answer that is not right also throws.
 *
 * @param name the exercise, as the notebook names it.
 * @param value the answer; undefined or null for none yet.
 * @returns a promise that resolves when the result is shown.
 * @throws {ExerciseNameError} when no exercise has this name.
 * @throws {NotYetError} when the answer is not right and the variable `NBGRADER_EXECUTION` is set.
 * @example
 * await check("train-rows", 165); // ○ Not yet: That is the table of inference.
 */
export async function check(name: string, value: unknown): Promise<void> {
  const exercise = exercises.find((known) => known.name === name);
  if (exercise === undefined) throw new ExerciseNameError(name);
  const verdict = await judge(exercise, value);
  await show(verdict);
  if (verdict.result !== "right" && process.env["NBGRADER_EXECUTION"]) throw new NotYetError(verdict);
}
