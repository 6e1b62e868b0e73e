import { CodeMirrorEditor } from "@jupyterlab/codemirror";
import type { EditorView } from "@codemirror/view";
import type { NotebookPanel } from "@jupyterlab/notebook";
import type { LiveNotebook } from "./notebook/live-notebook.ts";
import type { OpenNotebooks } from "./notebook/open-notebooks.ts";

/** The position of the cursor, in a cell of a notebook whose kernel answers. */
export type Cursor = {
  readonly notebook: LiveNotebook;
  readonly view: EditorView;
  readonly cell: string;
  readonly start: number;
  readonly end: number;
  readonly offset: number;
};

/** The position of the cursor in the active cell; undefined when no kernel of tsnb answers. */
export function cursorIn(panel: NotebookPanel | null, notebooks: OpenNotebooks): Cursor | undefined {
  const notebook = notebooks.of(panel);
  const cell = panel?.content.activeCell;
  const editor = cell?.editor;
  if (!notebook?.isConnected || !cell || cell.model.type !== "code" || !(editor instanceof CodeMirrorEditor)) {
    return undefined;
  }
  const view = editor.editor;
  const { from, to, head } = view.state.selection.main;
  return { notebook, view, cell: cell.model.id, start: from, end: to, offset: head };
}
