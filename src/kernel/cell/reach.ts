/** The parameter through which a cell's code reaches its runtime (see runtime.ts of the child). */
export const RUNTIME = "__tsnb__";

/** What the compiler calls its own functions by. */
export const HELPERS = "babelHelpers";

/** The names by which a cell's code reaches what it needs to run. */
export type Reach = {
  readonly runtime: string;
  /** What says of each name that the cell declares whether the declaration ran. */
  readonly marks: string;
  /** The names that patterns and heads of loops declare, to assign to. */
  readonly targets: string;
};

export const REACH: Reach = { runtime: RUNTIME, marks: "__tsnb_marks__", targets: "__tsnb_targets__" };
