import { member, type Runtime } from "../runtime-interface.ts";

/** The expressions by which a cell reaches its runtime. */
export type Reach = {
  readonly runtime: (key: keyof Runtime) => string;
  /** The variable that holds the marks of the declarations that have run. */
  readonly marks: string;
  /** The object whose properties are the names that patterns and heads of loops declare. */
  readonly targets: string;
};

export const REACH: Reach = { runtime: member, marks: "__tsnb_marks__", targets: "__tsnb_targets__" };
