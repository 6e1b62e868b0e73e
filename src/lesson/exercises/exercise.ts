/** The right answer, and common wrong ones. */
export type ExerciseAnswers = {
  readonly right: number | string;
  /** Wrong answers that reveal a misunderstanding: the value, and a sentence about it. */
  readonly mistakes: readonly (readonly [value: number | string, why: string])[];
};

/** A question of a notebook that `check` can judge. */
export type Exercise = {
  readonly name: string;
  /** The name of the notebook that asks, without its ending. */
  readonly notebook: string;
  /** The largest error allowed in a number; 0 by default. */
  readonly tolerance?: number;
  /** A hint at what to look at again, without the answer. */
  readonly advice: string;
  /** Computes the answer from the tables that the learner has. */
  readonly answer: () => Promise<ExerciseAnswers>;
};
