/** The right answer, and common wrong ones. */
export type Answer = {
  readonly right: number | string;
  /** Wrong answers that tell what was misunderstood: the value, and a sentence about it. */
  readonly mistakes: readonly (readonly [value: number | string, why: string])[];
};

/** A question of a notebook that `check` can judge. */
export type Exercise = {
  readonly name: string;
  /** The notebook that asks, without its ending. */
  readonly notebook: string;
  /** How far a number may be off; 0 by default. */
  readonly tolerance?: number;
  /** A hint at what to look at again, without the answer. */
  readonly advice: string;
  /** Computed from the same tables that the learner has. */
  readonly answer: () => Promise<Answer>;
};
