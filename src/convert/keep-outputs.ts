import type { Cell, Notebook } from "../notebook/types.ts";

/**
 * A notebook with the outputs that another version of it has, in the cells whose id and code are the same, and with the
 * layout of that version's file: indentation and line ends.
 */
export function withOutputsOf(notebook: Notebook, earlier: Notebook): Notebook {
  const known = new Map(earlier.cells.map((cell) => [cell.id, cell]));
  const cells = notebook.cells.map((cell): Cell => {
    const twin = known.get(cell.id);
    const isSame = cell.cell_type === "code" && twin?.cell_type === "code" && cell.source === twin.source;
    return isSame ? { ...cell, outputs: twin.outputs, execution_count: twin.execution_count } : cell;
  });
  const { layout } = earlier;
  if (layout === undefined) return { ...notebook, cells };
  const { numbers = new Map<string, string>() } = notebook.layout ?? {};
  return { ...notebook, cells, layout: { ...layout, numbers } };
}
