import type { Element, Nodes, Parents } from "hast";
import { fromHtml } from "hast-util-from-html";
import type { ComparedTable } from "./table.ts";

/** The tables of an HTML output, and its markup without them. */
export type HtmlTables = { readonly tables: readonly ComparedTable[]; readonly rest: string };

/** Reads the tables of an HTML output; undefined when it has none. Styles and classes inside of tables do not count. */
export function htmlTables(html: string): HtmlTables | undefined {
  if (!/<table\b/i.test(html)) return undefined;
  const found = elementsIn(fromHtml(html, { fragment: true }), (name) => name === "table");
  const rest: string[] = [];
  let at = 0;
  for (const { position } of found) {
    rest.push(html.slice(at, position?.start.offset ?? at));
    at = position?.end.offset ?? at;
  }
  return { tables: found.map(gridOf), rest: withoutSorting([...rest, html.slice(at)].join("<table>")) };
}

/** The script that makes tables of `tsnb/display` sortable may change with the version; the rows that they carry count. */
function withoutSorting(html: string): string {
  return html
    .replaceAll(/\n<script class="tsnb">[^]*?<\/script>\n<\/div>/g, "")
    .replaceAll(/<div data-table='([^']*)'>\n/g, "$1");
}

function gridOf(table: Element): ComparedTable {
  const all = elementsIn(table, (name) => name === "tr").map((row) => elementsIn(row, isCell));
  const isHead = all[0]?.every(({ tagName }) => tagName === "th") ?? false;
  const caption = elementsIn(table, (name) => name === "caption").map((element) => ({
    place: "caption",
    cells: [contentOf(element)],
  }));
  const rows = (isHead ? all.slice(1) : all).map((cells, index) => ({
    place: `row ${index + 1}`,
    cells: cells.map(contentOf),
  }));
  return { header: isHead ? (all[0] ?? []).map(contentOf) : [], rows: [...caption, ...rows] };
}

function isCell(name: string): boolean {
  return name === "td" || name === "th";
}

/** The outermost elements of a kind below a node. */
function elementsIn(node: Parents, isWanted: (name: string) => boolean): Element[] {
  return node.children.flatMap((child) => {
    if (child.type !== "element") return [];
    return isWanted(child.tagName) ? [child] : elementsIn(child, isWanted);
  });
}

/** The content of a cell: its text, and the addresses of its links and pictures. */
function contentOf(cell: Element): string {
  return piecesOf(cell).join("").replaceAll(/\s+/g, " ").trim();
}

function piecesOf(node: Nodes): string[] {
  if (node.type === "text") return [node.value];
  if (!("children" in node)) return [];
  const { src, href } = node.type === "element" ? node.properties : {};
  const addresses = [src, href].flatMap((address) => (typeof address === "string" ? [`[${address}] `] : []));
  return [...addresses, ...node.children.flatMap(piecesOf)];
}
