import { inspect } from "node:util";
import { md } from "../../display/markup.ts";
import { DISPLAY, type Displayable, type MimeBundle } from "../../display/mime/mime.ts";

/** The MIME type of the result of an exercise, for programs that grade. */
export const CHECK_TYPE = "application/vnd.tsnb.check+json";

/** `right`; `wrong`: another value is the answer; `missing`: there is no value yet. */
export type Result = "right" | "wrong" | "missing";

/** The result of `check` for an answer. */
export class Verdict implements Displayable {
  readonly exercise: string;
  readonly result: Result;
  /** The mistake, without the answer; empty for a right or a missing answer. */
  readonly why: string;

  constructor(exercise: string, result: Result, why = "") {
    this.exercise = exercise;
    this.result = result;
    this.why = why;
  }

  toString(): string {
    if (this.result === "missing") return "No answer yet.";
    return this.result === "right" ? "Right." : `Not yet: ${this.why}`;
  }

  /** The form for notebooks. */
  [DISPLAY](): MimeBundle["data"] {
    const { exercise, result, why } = this;
    const shown = { right: "✓ **Right.**", wrong: `○ **Not yet:** ${why}`, missing: "○ **No answer yet.**" }[result];
    return { [CHECK_TYPE]: { exercise, result, why }, ...md(shown)[DISPLAY](), "text/plain": this.toString() };
  }

  /** The form for consoles. */
  [inspect.custom](): string {
    return this.toString();
  }
}
