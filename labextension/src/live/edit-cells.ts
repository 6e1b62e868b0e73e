import type { LiveEdit } from "../../../src/kernel/live/messages.ts";
import type { LiveNotebook } from "./notebook/live-notebook.ts";

/** Changes cells, with one undo step in each. */
export function editCells(edits: readonly LiveEdit[], notebook: LiveNotebook): void {
  for (const { id, sharedModel } of notebook.cells) {
    // From the end, so that earlier offsets stay valid.
    const own = edits.filter(({ cell }) => cell === id).toSorted((a, b) => b.start - a.start || b.end - a.end);
    if (own.length === 0) continue;
    sharedModel.transact(() => {
      for (const { start, end, text } of own) sharedModel.updateSource(start, end, text);
    });
  }
}
