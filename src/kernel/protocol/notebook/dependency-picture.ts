import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isJsonObject, type JsonObject } from "../../../jupyter/json.ts";
import type { CellRun, GraphCell } from "../../graph/cell-states.ts";
import type { NotebookSession } from "./notebook-session.ts";

/**
 * The notebook's cells and their dependencies as a picture and as text. The order is that of the notebook's file, where
 * the kernel knows it, else that of the runs.
 *
 * @param path the notebook, as the server names it to its kernel.
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
  const { mermaidOf, textOf } = await import("../../graph/mermaid.ts");
  const document = await savedCells(folder, path, runs);
  const cells = session.cells(document).filter(({ source }) => !isOnlyPicture(source));
  if (cells.length === 0) return undefined;
  const graph = dependencyGraph(cells.map(({ source }) => cellNode(source)));
  const labels = cells.map(({ id }) => `[${runs.get(id)?.count ?? " "}]`);
  return { "text/vnd.mermaid": mermaidOf(graph, labels), "text/plain": textOf(graph, labels) };
}

/** The cells of code of the notebook's file, with their sources as they ran; none if it is another notebook's file. */
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
