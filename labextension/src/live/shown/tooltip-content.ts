import { type IRenderMimeRegistry, MimeModel } from "@jupyterlab/rendermime";
import { Widget } from "@lumino/widgets";

/** Renders Markdown as JupyterLab does: sanitized, and with its syntax colours. */
export class TooltipContent {
  readonly #rendermime: IRenderMimeRegistry;

  constructor(rendermime: IRenderMimeRegistry) {
    this.#rendermime = rendermime;
  }

  async draw(markdown: string): Promise<HTMLElement> {
    const renderer = this.#rendermime.createRenderer("text/markdown");
    await renderer.renderModel(new MimeModel({ data: { "text/markdown": markdown }, trusted: false }));
    const dom = document.createElement("div");
    dom.className = "tsnb-tooltip";
    Widget.attach(renderer, document.body);
    dom.append(renderer.node);
    return dom;
  }
}

/** A declaration in TypeScript, with Markdown below it. */
export function declarationMarkdown(signature: string, documentation: string): string {
  const fence = "`".repeat(Math.max(3, ...Array.from(signature.matchAll(/`+/g), ([run]) => run.length + 1)));
  const code = signature === "" ? "" : `${fence}typescript\n${signature}\n${fence}`;
  return [code, documentation].filter((text) => text !== "").join("\n\n");
}
