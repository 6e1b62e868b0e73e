import { type Extension, RangeSet, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, WidgetType } from "@codemirror/view";
import type { Hint } from "../../../../src/kernel/live/messages.ts";

const setHints = StateEffect.define<readonly Hint[]>();

class HintWidget extends WidgetType {
  readonly #text: string;

  constructor(text: string) {
    super();
    this.#text = text;
  }

  override eq(other: HintWidget): boolean {
    return other.#text === this.#text;
  }

  override toDOM(): HTMLElement {
    const dom = document.createElement("span");
    dom.className = "tsnb-hint";
    dom.textContent = this.#text;
    return dom;
  }
}

const field = StateField.define<DecorationSet>({
  create: () => RangeSet.empty,
  update(hints, transaction) {
    for (const effect of transaction.effects) if (effect.is(setHints)) return decorations(effect.value);
    return hints.map(transaction.changes);
  },
  provide: (value) => EditorView.decorations.from(value),
});

/** The editor extension that shows hints between the code. */
export const inlayHints: Extension = field;

/** Shows these hints and no others. */
export function showHints(view: EditorView, hints: readonly Hint[]): void {
  if (hints.length === 0 && view.state.field(field).size === 0) return;
  const known = hints.filter(({ offset }) => offset <= view.state.doc.length);
  view.dispatch({ effects: setHints.of(known) });
}

function decorations(hints: readonly Hint[]): DecorationSet {
  const ranges = hints.map(({ offset, text }) =>
    Decoration.widget({ widget: new HintWidget(text), side: 1 }).range(offset),
  );
  return RangeSet.of(ranges, true);
}
