import type { Extension } from "@codemirror/state";
import { hoverTooltip } from "@codemirror/view";
import type { OpenNotebooks } from "../notebook/open-notebooks.ts";
import { declarationMarkdown, type TooltipContent } from "./tooltip-content.ts";

/** Shows the type and documentation of the name under the mouse. */
export function hover(model: object, notebooks: OpenNotebooks, content: TooltipContent): Extension {
  return hoverTooltip(
    async (_view, offset) => {
      const cell = notebooks.cellOf(model);
      const answer = await cell?.notebook.ask(cell.id, "hover", { offset });
      if (!answer) return null;
      const dom = await content.draw(declarationMarkdown(answer.signature, answer.documentation));
      return { pos: answer.start, end: answer.end, above: true, create: () => ({ dom }) };
    },
    { hideOnChange: true },
  );
}
