/**
 * The result of an exercise: `missing` means that there is no answer; `crashed` that the answer, or code that it needs,
 * could not be run.
 */
export type GradeResult = "right" | "wrong" | "missing" | "crashed";

/** One exercise of one student. */
export type Grade = {
  readonly exercise: string;
  readonly result: GradeResult;
  /** The reason why it is not right, in a sentence; empty if it is right. */
  readonly why: string;
};

/** A student's exercises, in the order of the lesson, and the executed notebooks. */
export type StudentGrades = {
  readonly student: string;
  readonly grades: readonly Grade[];
  readonly notebooks: readonly string[];
};

/** The number of right exercises. */
export function rightOf({ grades }: StudentGrades): number {
  return grades.filter(({ result }) => result === "right").length;
}
