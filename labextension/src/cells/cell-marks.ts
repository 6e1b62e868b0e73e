import type { Cell } from "@jupyterlab/cells";
import type { Notebook } from "@jupyterlab/notebook";
import type { CellStateMessage } from "../../../src/kernel/protocol/notebook/messages.ts";

/** Marks the cells that are not fresh: the style draws an edge, and the prompt gives the reason. */
export function markCells(notebook: Notebook, states: readonly CellStateMessage[]): void {
  const byId = new Map(states.map((one) => [one.id, one]));
  for (const cell of notebook.widgets) {
    const found = byId.get(cell.model.id);
    // Otherwise all cells of a newly opened notebook would be marked.
    const isShown = found && found.state !== "fresh" && (found.state !== "never-run" || hasRunBefore(cell));
    mark(cell, isShown ? found : undefined);
  }
}

/** Removes the marks. */
export function unmarkCells(notebook: Notebook): void {
  for (const cell of notebook.widgets) mark(cell, undefined);
}

function mark(cell: Cell, state: CellStateMessage | undefined): void {
  const { node } = cell;
  const prompt = cell.inputArea?.promptNode;
  if (state) node.dataset["tsnbState"] = state.state;
  else delete node.dataset["tsnbState"];
  if (!prompt) return;
  if (state) prompt.title = state.why;
  else prompt.removeAttribute("title");
}

function hasRunBefore({ model }: Cell): boolean {
  const { execution_count: count } = model.toJSON();
  return typeof count === "number";
}
