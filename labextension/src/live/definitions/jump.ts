import { CodeMirrorEditor } from "@jupyterlab/codemirror";
import type { CodeEditor } from "@jupyterlab/codeeditor";
import { PathExt } from "@jupyterlab/coreutils";
import type { IDocumentManager } from "@jupyterlab/docmanager";
import { Notification } from "@jupyterlab/apputils";
import type { LivePlace } from "../../../../src/kernel/live/messages.ts";
import type { LiveNotebook } from "../notebook/live-notebook.ts";

/** Goes to a place in a cell or in a file, and selects it. */
export async function jumpTo(place: LivePlace, notebook: LiveNotebook, documents: IDocumentManager): Promise<void> {
  if ("cell" in place) await jumpToCell(place, notebook);
  else await jumpToFile(place, notebook, documents);
}

async function jumpToCell({ cell: id, start, end }: Extract<LivePlace, { cell: string }>, { panel }: LiveNotebook) {
  const { content } = panel;
  const index = content.widgets.findIndex(({ model }) => model.id === id);
  const cell = content.widgets[index];
  if (!cell) return;
  content.activeCellIndex = index;
  await content.scrollToItem(index, "smart");
  await cell.ready;
  content.mode = "edit";
  const { editor } = cell;
  if (!editor) return;
  select(editor, editor.getPositionAt(start), editor.getPositionAt(end));
}

async function jumpToFile(
  { file, line, column }: Extract<LivePlace, { file: string }>,
  { panel }: LiveNotebook,
  documents: IDocumentManager,
): Promise<void> {
  const { path } = panel.context;
  const drive = /^[^/:]+:/.exec(path)?.[0] ?? "";
  const target = PathExt.join(PathExt.dirname(path.slice(drive.length)), file);
  if (target.startsWith("..") || target.startsWith("/")) {
    Notification.info(`The definition is outside the folder that JupyterLab shows: ${file}, line ${line + 1}`);
    return;
  }
  const widget = documents.openOrReveal(drive + target);
  if (!widget) return;
  await widget.context.ready;
  const { content } = widget;
  const editor = "editor" in content ? content.editor : undefined;
  if (editor instanceof CodeMirrorEditor) select(editor, { line, column }, { line, column });
}

function select(editor: CodeEditor.IEditor, start: CodeEditor.IPosition | undefined, end = start): void {
  if (!start || !end) return;
  editor.setSelection({ start, end });
  editor.revealPosition(start);
  editor.focus();
}

/** The description of a place in a list: the cell's number and line, or the file and its line. */
export function describePlace(place: LivePlace, { cells }: LiveNotebook): string {
  if ("file" in place) return `${place.file}, line ${place.line + 1}`;
  const index = cells.findIndex(({ id }) => id === place.cell);
  const source = cells[index]?.sharedModel.getSource() ?? "";
  const start = source.lastIndexOf("\n", place.start - 1) + 1;
  const line = source.slice(start).split("\n", 1)[0] ?? "";
  return `Cell ${index + 1}: ${line.trim()}`;
}
