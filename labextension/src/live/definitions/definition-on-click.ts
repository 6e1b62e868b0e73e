import { Prec, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import type { IDocumentManager } from "@jupyterlab/docmanager";
import { goToDefinition } from "./go-to-definition.ts";
import type { OpenNotebooks } from "../notebook/open-notebooks.ts";

/** Ctrl-click, or Cmd-click on a Mac, goes to the definition. */
export function definitionOnClick(model: object, notebooks: OpenNotebooks, documents: IDocumentManager): Extension {
  const isMac = navigator.platform.startsWith("Mac");
  const handler = EditorView.domEventHandlers({
    mousedown(event, view) {
      const isAsked = event.button === 0 && (isMac ? event.metaKey : event.ctrlKey) && !event.shiftKey && !event.altKey;
      const offset = isAsked ? view.posAtCoords({ x: event.clientX, y: event.clientY }) : null;
      const cell = offset === null ? undefined : notebooks.cellOf(model);
      if (offset === null || !cell) return false;
      event.preventDefault();
      void goToDefinition({ notebook: cell.notebook, cell: cell.id, offset, view }, documents);
      return true;
    },
  });
  return Prec.highest(handler);
}
