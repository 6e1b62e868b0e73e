import { type Extension, StateEffect, StateField } from "@codemirror/state";
import { type EditorView, keymap, showTooltip, type Tooltip, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import type { Signature } from "../../../../src/kernel/live/messages.ts";
import type { OpenNotebooks } from "../notebook/open-notebooks.ts";
import type { TooltipContent } from "./tooltip-content.ts";

const setSignature = StateEffect.define<Tooltip | null>();

const field = StateField.define<Tooltip | null>({
  create: () => null,
  update(tooltip, transaction) {
    for (const effect of transaction.effects) if (effect.is(setSignature)) return effect.value;
    return tooltip && transaction.docChanged ? { ...tooltip, pos: transaction.changes.mapPos(tooltip.pos) } : tooltip;
  },
  provide: (value) => showTooltip.from(value),
});

/** Shows the parameters of a call while its arguments are being typed, starting at `(` or `,`. */
export function signatureHelp(model: object, notebooks: OpenNotebooks, content: TooltipContent): Extension {
  const asking = ViewPlugin.define((view) => {
    let latest = 0;
    const ask = async (): Promise<void> => {
      latest += 1;
      const own = latest;
      const cell = notebooks.cellOf(model);
      const offset = view.state.selection.main.head;
      const answer = await cell?.notebook.ask(cell.id, "signature", { offset });
      const dom = answer && (await drawn(answer, content));
      if (own !== latest || !view.hasFocus) return;
      const tooltip = dom && { pos: offset, above: true, create: () => ({ dom }) };
      if (tooltip || view.state.field(field)) view.dispatch({ effects: setSignature.of(tooltip ?? null) });
    };
    return {
      update(update: ViewUpdate) {
        const isOpen = update.state.field(field) !== null;
        if (update.focusChanged && !view.hasFocus && isOpen) queueMicrotask(() => close(view));
        else if ((isOpen && (update.selectionSet || update.docChanged)) || begins(update))
          queueMicrotask(() => void ask());
      },
    };
  });
  return [field, asking, keymap.of([{ key: "Escape", run: close }])];
}

function begins(update: ViewUpdate): boolean {
  if (!update.docChanged || !update.transactions.some((one) => one.isUserEvent("input.type"))) return false;
  const { head } = update.state.selection.main;
  return /[(,]/.test(update.state.sliceDoc(Math.max(0, head - 1), head));
}

function close(view: EditorView): boolean {
  if (!view.state.field(field)) return false;
  view.dispatch({ effects: setSignature.of(null) });
  return true;
}

async function drawn({ label, active, documentation, of }: Signature, content: TooltipContent): Promise<HTMLElement> {
  const dom = await content.draw(documentation);
  const line = document.createElement("code");
  line.className = "tsnb-signature";
  const { start, end } = active ?? { start: label.length, end: label.length };
  const parameter = document.createElement("strong");
  parameter.textContent = label.slice(start, end);
  line.append(label.slice(0, start), parameter, label.slice(end), of > 1 ? `  (and ${of - 1} more)` : "");
  dom.prepend(line);
  return dom;
}
