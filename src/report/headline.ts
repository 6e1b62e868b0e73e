import type { NotebookResult } from "../run/results.ts";

/** How a run went, in a line. */
export function headlineOf(notebooks: readonly Pick<NotebookResult, "status">[]): string {
  const bad = notebooks.filter(({ status }) => status !== "passed").length;
  const all = `${notebooks.length} ${notebooks.length === 1 ? "notebook" : "notebooks"}`;
  return bad === 0 ? `${all} passed` : `${bad} of ${all} did not pass`;
}
