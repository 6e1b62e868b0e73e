import { CodeMirrorEditor } from "@jupyterlab/codemirror";
import type { EditorView } from "@codemirror/view";
import type { NotebookPanel } from "@jupyterlab/notebook";
import type { NotebookSession } from "./live-notebook.ts";
import type { Sessions } from "./open-notebooks.ts";

/** Where the cursor is: in a cell of a notebook whose kernel answers. */
export type Cursor = {
  readonly session: NotebookSession;
  readonly view: EditorView;
  readonly cell: string;
  readonly start: number;
  readonly end: number;
  readonly offset: number;
};

/** The place of the cursor in the active cell; undefined where no kernel of tsnb answers. */
export function cursorIn(panel: NotebookPanel | null, sessions: Sessions): Cursor | undefined {
  const session = sessions.of(panel);
  const cell = panel?.content.activeCell;
  const editor = cell?.editor;
  if (!session?.isConnected || !cell || cell.model.type !== "code" || !(editor instanceof CodeMirrorEditor)) {
    return undefined;
  }
  const view = editor.editor;
  const { from, to, head } = view.state.selection.main;
  return { session, view, cell: cell.model.id, start: from, end: to, offset: head };
}
