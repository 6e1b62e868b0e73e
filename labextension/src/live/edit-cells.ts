import type { LiveEdit } from "../../../src/kernel/live/messages.ts";
import type { NotebookSession } from "./live-notebook.ts";

/** Changes cells: one step to undo in each. */
export function editCells(edits: readonly LiveEdit[], session: NotebookSession): void {
  for (const { id, sharedModel } of session.cells) {
    // From the end, so that earlier offsets hold.
    const own = edits.filter(({ cell }) => cell === id).toSorted((a, b) => b.start - a.start || b.end - a.end);
    if (own.length === 0) continue;
    sharedModel.transact(() => {
      for (const { start, end, text } of own) sharedModel.updateSource(start, end, text);
    });
  }
}
