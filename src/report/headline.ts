import type { RunResult } from "../run/results.ts";

/** The outcome of a run, in one line. */
export function headlineOf({ notebooks, types }: Pick<RunResult, "notebooks" | "types">): string {
  const bad = notebooks.filter(({ status }) => status !== "passed").length;
  const all = counted(notebooks.length, "notebook");
  const ending = bad === 0 ? `${all} passed` : `${bad} of ${all} did not pass`;
  const errors = types?.isFailure ? types.check.errors : 0;
  return errors === 0 ? ending : `${ending}, ${bad === 0 ? "but" : "and"} there ${are(errors)}`;
}

function are(errors: number): string {
  return `${errors === 1 ? "is" : "are"} ${counted(errors, "type error")}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
