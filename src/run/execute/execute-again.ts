import { executeNotebook } from "./execute-notebook.ts";
import type { NotebookJob, NotebookOutcome } from "./job.ts";

/** Executes a notebook once more after its server was lost; the outputs of before are kept unless a cell runs again. */
export async function executeAgain(before: NotebookOutcome, job: NotebookJob): Promise<NotebookOutcome> {
  const again = await executeNotebook(job);
  if (again.failure === undefined || again.hasBegun) return again;
  if (before.hasBegun) await job.save(before.notebook);
  return { ...before, failure: again.failure };
}
