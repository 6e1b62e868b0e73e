import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** The URL of the cells as a module: the notebook's file if the server names it, otherwise a file in the folder. */
export function notebookUrl(folder: string, sessionName: string | undefined): string {
  const name = sessionName?.split(/[\\/]/).at(-1);
  return pathToFileURL(join(folder, name?.endsWith(".ipynb") ? name : "notebook.ipynb")).href;
}
