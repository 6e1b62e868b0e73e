import { escapeMarkup } from "../../display/escape.ts";
import type { Magic } from "./magic.ts";
import { compareNames, typeAndShapeOf } from "./type-and-shape.ts";

export const who: Magic = {
  name: "who",
  usage: "%who",
  help: "lists declared names with type, shape and cell",
  run(_call, { names, print, display }) {
    const rows = names()
      .toSorted(compareNames)
      .map((declared) => {
        const { type, shape } = typeAndShapeOf(declared);
        return [declared.name, type, shape, declared.cell];
      });
    if (rows.length === 0) print("The cells have declared no names yet.\n");
    else display({ "text/plain": textTable([HEAD, ...rows]), "text/html": htmlTable(rows) });
  },
};

const HEAD = ["name", "type", "shape", "declared in"];

function htmlTable(rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[], tag: "th" | "td"): string =>
    `<tr>${cells.map((cell) => `<${tag} style="text-align: left">${escapeMarkup(cell)}</${tag}>`).join("")}</tr>`;
  const body = rows.map((cells) => row(cells, "td")).join("");
  return `<table><thead>${row(HEAD, "th")}</thead><tbody>${body}</tbody></table>`;
}

function textTable(rows: readonly (readonly string[])[]): string {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return lines.join("\n");
}
