import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isJsonObject, type JsonObject } from "../../../jupyter/json.ts";
import type { CellRun, GraphCell } from "../../graph/cell-states.ts";
import type { NotebookSession } from "./notebook-session.ts";

/**
 * The notebook's cells and their dependencies, as a Mermaid picture and as text. They are in the order of the
 * notebook's file if the kernel knows it, otherwise in the order of their runs.
 *
 * @param path the notebook's path, as the server gives it to the kernel.
 * @returns undefined when no cell has run.
 */
export async function dependencyPicture(
  session: NotebookSession,
  folder: string,
  path: string | undefined,
): Promise<JsonObject | undefined> {
  const { runs } = session;
  const { cellNode } = await import("../../graph/cell-node.ts");
  const { dependencyGraph } = await import("../../graph/dependencies.ts");
  const { mermaidOf, graphText } = await import("../../graph/mermaid.ts");
  const document = await savedCells(folder, path, runs);
  const cells = session.cells(document).filter(({ source }) => !isOnlyPicture(source));
  if (cells.length === 0) return undefined;
  const graph = dependencyGraph(cells.map(({ source }) => cellNode(source)));
  const labels = cells.map(({ id }) => `[${runs.get(id)?.count ?? " "}]`);
  return { "text/vnd.mermaid": mermaidOf(graph, labels), "text/plain": graphText(graph, labels) };
}

/** The code cells of the notebook's file, with their sources as they ran; empty if none of them has run. */
async function savedCells(
  folder: string,
  path: string | undefined,
  runs: ReadonlyMap<string, CellRun>,
): Promise<readonly GraphCell[]> {
  const name = path?.split(/[\\/]/).at(-1);
  const text = name?.endsWith(".ipynb") ? await readFile(join(folder, name), "utf8").catch(() => "") : "";
  const cells = codeCellsIn(text);
  if (!cells.some(({ id }) => runs.has(id))) return [];
  return cells.map((cell) => ({ ...cell, source: runs.get(cell.id)?.source ?? cell.source }));
}

function codeCellsIn(text: string): GraphCell[] {
  try {
    const notebook: unknown = JSON.parse(text);
    const cells = isJsonObject(notebook) && Array.isArray(notebook["cells"]) ? notebook["cells"] : [];
    return cells.filter(isJsonObject).flatMap(({ id, cell_type: type, source }): GraphCell[] => {
      if (type !== "code" || typeof id !== "string") return [];
      return [{ id, source: Array.isArray(source) ? source.join("") : String(source) }];
    });
  } catch {
    return [];
  }
}

function isOnlyPicture(source: string): boolean {
  return source.trim() === "" || source.trim() === "%deps";
}
