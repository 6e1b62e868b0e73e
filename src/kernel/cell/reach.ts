import { member, type Runtime } from "./runtime.ts";

/** The code by which a cell reaches what it needs to run. */
export type Reach = {
  readonly runtime: (key: keyof Runtime) => string;
  /** The variable that says of each name of the cell whether its declaration ran. */
  readonly marks: string;
  /** The names that patterns and heads of loops declare, to assign to. */
  readonly targets: string;
};

export const REACH: Reach = { runtime: member, marks: "__tsnb_marks__", targets: "__tsnb_targets__" };
