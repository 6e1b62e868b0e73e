import { type Extension } from "@codemirror/state";
import { type EditorView, ViewPlugin } from "@codemirror/view";
import { Signal } from "@lumino/signaling";

/** The editors on the screen, by the model of their cell or file. JupyterLab makes and drops them as one scrolls. */
export class Editors {
  readonly #views = new Map<object, Set<EditorView>>();
  /** Emitted with the model of an editor that has come. */
  readonly added = new Signal<this, object>(this);

  of(model: object): readonly EditorView[] {
    return [...(this.#views.get(model) ?? [])];
  }

  /** The part of an editor that makes it known. */
  extension(model: object): Extension {
    const add = (view: EditorView): void => {
      this.#views.set(model, (this.#views.get(model) ?? new Set()).add(view));
      // An editor cannot be changed while it is made.
      queueMicrotask(() => this.added.emit(model));
    };
    const remove = (view: EditorView): void => {
      const views = this.#views.get(model);
      views?.delete(view);
      if (views?.size === 0) this.#views.delete(model);
    };
    return ViewPlugin.define((view) => {
      add(view);
      return { destroy: () => remove(view) };
    });
  }
}
