/** An error in the form that Jupyter shows. */
export type ErrorReport = {
  /** The error's name, such as `TypeError`. */
  readonly ename: string;
  /** The error's message. */
  readonly evalue: string;
  /** The text that is shown: each item is one or more lines, coloured with ANSI. */
  readonly traceback: readonly string[];
};
