import type { NotebookPanel } from "@jupyterlab/notebook";
import { LiveNotebook } from "./live-notebook.ts";

/** A cell of an open notebook. */
export type OpenCell = { readonly notebook: LiveNotebook; readonly id: string };

/** The open notebooks. */
export class OpenNotebooks {
  readonly #notebooks = new Map<NotebookPanel, LiveNotebook>();

  open(panel: NotebookPanel): LiveNotebook {
    const notebook = new LiveNotebook(panel);
    this.#notebooks.set(panel, notebook);
    panel.disposed.connect(() => this.#notebooks.delete(panel));
    return notebook;
  }

  of(panel: NotebookPanel | null): LiveNotebook | undefined {
    return panel ? this.#notebooks.get(panel) : undefined;
  }

  /** The cell with this model, in a notebook whose kernel answers; undefined if there is none. */
  cellOf(model: object): OpenCell | undefined {
    for (const notebook of this.#notebooks.values()) {
      const cell = notebook.isConnected ? notebook.cells.find((one) => one === model) : undefined;
      if (cell) return { notebook, id: cell.id };
    }
    return undefined;
  }
}
