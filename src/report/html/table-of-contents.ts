import { escapeMarkup } from "../../display/escape.ts";
import { type Heading, headings } from "../../notebook/headings.ts";
import type { Notebook } from "../../notebook/types.ts";
import type { NotebookResult } from "../../run/results.ts";

const DEEPEST = 3;

/**
 * The headings of each notebook as links to their cells.
 *
 * @param idOf the id of a notebook's section, by its place in the list.
 */
export function contentsHtml(notebooks: readonly NotebookResult[], idOf: (index: number) => string): string {
  const items = notebooks.map(({ label, notebook }, index) => {
    const inside = notebook === undefined ? [] : links(notebook, idOf(index));
    const list = inside.length === 0 ? "" : `\n<ol>\n${inside.join("\n")}\n</ol>`;
    return `<li>${link(idOf(index), label)}${list}</li>`;
  });
  const list = `<ol>\n${items.join("\n")}\n</ol>`;
  return `<nav class="contents" aria-label="Contents">\n<details open><summary>Contents</summary>\n${list}\n</details>\n</nav>`;
}

function links({ cells }: Notebook, id: string): string[] {
  return cells.flatMap((cell) => {
    if (cell.cell_type !== "markdown") return [];
    const found = headings(cell.source).filter(({ level }) => level <= DEEPEST);
    return found.map((heading) => {
      return `<li class="level-${heading.level}">${link(`${id}-cell-${cell.id}`, plainText(heading))}</li>`;
    });
  });
}

function link(id: string, text: string): string {
  return `<a href="#${escapeMarkup(id)}">${escapeMarkup(text)}</a>`;
}

/** The text of a heading without the marks of emphasis, code and links. */
function plainText({ text }: Heading): string {
  return text.replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, "$1").replaceAll(/[`*]/g, "");
}
