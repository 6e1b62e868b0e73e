import type { NotebookPanel } from "@jupyterlab/notebook";
import { NotebookSession } from "./live-notebook.ts";

/** A cell of an open notebook. */
export type SessionCell = { readonly session: NotebookSession; readonly id: string };

/** The open notebooks. */
export class Sessions {
  readonly #sessions = new Map<NotebookPanel, NotebookSession>();

  open(panel: NotebookPanel): NotebookSession {
    const session = new NotebookSession(panel);
    this.#sessions.set(panel, session);
    panel.disposed.connect(() => this.#sessions.delete(panel));
    return session;
  }

  of(panel: NotebookPanel | null): NotebookSession | undefined {
    return panel ? this.#sessions.get(panel) : undefined;
  }

  /** The cell with this model, of a notebook whose kernel answers. */
  cellOf(model: object): SessionCell | undefined {
    for (const session of this.#sessions.values()) {
      const cell = session.isConnected ? session.cells.find((one) => one === model) : undefined;
      if (cell) return { session, id: cell.id };
    }
    return undefined;
  }
}
