import { type Diagnostic, setDiagnostics } from "@codemirror/lint";
import type { EditorView } from "@codemirror/view";
import type { LiveDiagnostic } from "../../../../src/kernel/live/messages.ts";
import type { Editors } from "../editors.ts";
import type { CellErrors, LiveNotebook } from "../notebook/live-notebook.ts";

const shown = new WeakMap<EditorView, CellErrors | undefined>();

/** Underlines errors in those cells of a notebook whose editors are on the screen. */
export function showErrors(notebook: LiveNotebook, editors: Editors, isOn: boolean): void {
  for (const cell of notebook.cells) {
    const errors = isOn ? notebook.errorsOf(cell.id) : undefined;
    for (const view of editors.of(cell)) underline(view, errors);
  }
}

function underline(view: EditorView, found: CellErrors | undefined): void {
  // Errors of an earlier source stay until the kernel has read the present one.
  if (found && found.source !== view.state.doc.toString()) return;
  const before = shown.get(view);
  if (isSame(before?.errors ?? [], found?.errors ?? []) && before?.source === found?.source) return;
  if ((before?.errors.length ?? 0) === 0 && (found?.errors.length ?? 0) === 0) return;
  shown.set(view, found);
  view.dispatch(setDiagnostics(view.state, (found?.errors ?? []).map(markerOf)));
}

/** Red for syntax errors, which prevent a run; amber for other errors, which may not. */
export function markerOf({ start, end, kind, code, message }: LiveDiagnostic): Diagnostic {
  return {
    from: start,
    to: end,
    severity: kind === "syntax" ? "error" : "warning",
    source: code,
    message,
    markClass: `tsnb-${kind}`,
  };
}

function isSame(some: readonly LiveDiagnostic[], others: readonly LiveDiagnostic[]): boolean {
  return JSON.stringify(some) === JSON.stringify(others);
}
