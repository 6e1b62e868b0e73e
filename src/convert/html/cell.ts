import { tagsOf } from "../../notebook/tags.ts";
import { escapeMarkup } from "../../display/escape.ts";
import { isJsonObject } from "../../jupyter/json.ts";
import type { Cell, CodeCell, TextCell } from "../../notebook/types.ts";
import { codeHtml } from "./code.ts";
import type { PageContext } from "./context.ts";
import { markdownHtml } from "./markdown.ts";
import { outputHtml } from "./output.ts";

/** The surroundings of a cell on a page, such as its status and time. */
export type CellFrame = {
  /** A class for the cell's element. */
  readonly className?: string;
  /** HTML above the cell's content. */
  readonly before?: string;
  /** HTML below the cell's outputs. */
  readonly after?: string;
};

type Visibility = "shown" | "folded" | "removed";

/** A cell as HTML; "" for one whose tags remove it. */
export function cellHtml(cell: Cell, context: PageContext, frame: CellFrame = {}): string {
  const content = contentOf(cell, context);
  const { before = "", after = "", className = "" } = frame;
  if (content === "" && before === "" && after === "") return "";
  const classes = ["cell", `${cell.cell_type}-cell`, ...(className === "" ? [] : [className])]
    .map(escapeMarkup)
    .join(" ");
  const lines = [before, content, after].filter((html) => html !== "");
  return `<section class="${classes}" id="${context.idPrefix}cell-${cell.id}">\n${lines.join("\n")}\n</section>`;
}

function contentOf(cell: Cell, context: PageContext): string {
  const whole = visibility(cell, "cell");
  if (whole === "removed") return "";
  return folded(inner(cell, context), whole, "Cell");
}

function inner(cell: Cell, context: PageContext): string {
  if (cell.cell_type !== "code") return textHtml(cell, context);
  const source = part(sourceHtml(cell, context), visibility(cell, "input"), "Code");
  return [source, outputsHtml(cell, context)].filter((html) => html !== "").join("\n");
}

function textHtml(cell: TextCell, context: PageContext): string {
  if (cell.cell_type === "markdown") {
    return `<div class="prose">${markdownHtml(cell.source, context, cell.attachments)}</div>`;
  }
  return cell.source === "" ? "" : `<pre class="raw" tabindex="0">${escapeMarkup(cell.source)}</pre>`;
}

function sourceHtml(cell: CodeCell, context: PageContext): string {
  if (cell.source.trim() === "") return "";
  const count = cell.execution_count === null ? "" : `${cell.execution_count}`;
  const code = codeHtml(cell.source, context.language);
  return `<div class="source"><span class="count" aria-hidden="true">${count}</span><pre tabindex="0"><code>${code}</code></pre></div>`;
}

function outputsHtml(cell: CodeCell, context: PageContext): string {
  const outputs = cell.outputs.map((output) => outputHtml(output, context));
  const html = outputs.length === 0 ? "" : `<div class="outputs">\n${outputs.join("\n")}\n</div>`;
  return part(html, visibility(cell, "output"), "Output");
}

function part(html: string, shown: Visibility, name: string): string {
  return html === "" || shown === "removed" ? "" : folded(html, shown, name);
}

function folded(html: string, shown: Visibility, name: string): string {
  return shown === "folded" ? `<details><summary>${name}</summary>\n${html}\n</details>` : html;
}

/** The visibility of a part of the cell, from the tags of Jupyter Book and nbconvert and JupyterLab's metadata. */
function visibility({ metadata }: Cell, what: "cell" | "input" | "output"): Visibility {
  const tags = tagsOf(metadata);
  if (tags.includes(`remove-${what}`) || tags.includes(`remove_${what}`)) return "removed";
  const jupyter = isJsonObject(metadata["jupyter"]) ? metadata["jupyter"] : {};
  const hidden = { cell: false, input: jupyter["source_hidden"], output: jupyter["outputs_hidden"] }[what];
  const collapsed = what === "output" && metadata["collapsed"] === true;
  return hidden === true || collapsed || tags.includes(`hide-${what}`) ? "folded" : "shown";
}
