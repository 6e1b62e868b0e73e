import { type Extension } from "@codemirror/state";
import { type EditorView, ViewPlugin } from "@codemirror/view";
import { Signal } from "@lumino/signaling";

/** The editors on the screen, by the model of their cell or file. JupyterLab creates and removes them on scrolling. */
export class Editors {
  readonly #views = new Map<object, Set<EditorView>>();
  /** Emitted with the model of each new editor. */
  readonly added = new Signal<this, object>(this);

  of(model: object): readonly EditorView[] {
    return [...(this.#views.get(model) ?? [])];
  }

  /** The extension that registers an editor. */
  extension(model: object): Extension {
    const add = (view: EditorView): void => {
      this.#views.set(model, (this.#views.get(model) ?? new Set()).add(view));
      // An editor cannot be changed while it is being created.
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
