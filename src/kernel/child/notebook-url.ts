import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Where the cells pretend to be: the notebook's own file where the server says which, else one in the folder. */
export function notebookUrl(folder: string, sessionName: string | undefined): string {
  const name = sessionName?.split(/[\\/]/).at(-1);
  return pathToFileURL(join(folder, name?.endsWith(".ipynb") ? name : "notebook.ipynb")).href;
}
