import { readdir } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { findNotebooks } from "../notebook/find.ts";
import { LabNotebookError } from "./errors.ts";

/** The path, from the project, of the first notebook by name in it or its folder `notebooks`; undefined without one. */
export async function firstNotebook(project: string): Promise<string | undefined> {
  for (const folder of [project, join(project, "notebooks")]) {
    const names = await readdir(folder).catch(() => []);
    const [first] = names.filter((name) => name.endsWith(".ipynb")).toSorted();
    if (first !== undefined) return relative(project, join(folder, first));
  }
  return undefined;
}

/**
 * A notebook's path from the project's folder.
 *
 * @throws {NotebookPathError} when it does not exist or is not a notebook.
 * @throws {LabNotebookError} when it is not in the project, or matches several notebooks.
 */
export async function notebookIn(project: string, path: string): Promise<string> {
  const [found, ...others] = await findNotebooks([path]);
  if (found === undefined || others.length > 0) throw new LabNotebookError(path, "it matches several notebooks");
  const short = relative(project, resolve(path));
  if (short.startsWith("..")) throw new LabNotebookError(path, `it is not in ${project}`);
  return short;
}
