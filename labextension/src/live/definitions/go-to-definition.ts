import type { IDocumentManager } from "@jupyterlab/docmanager";
import type { Cursor } from "../cursor.ts";
import { jumpTo } from "./jump.ts";
import { say } from "../say.ts";

/** Goes to the declaration of the name at a place. */
export async function goToDefinition(
  { notebook, cell, offset, view }: Pick<Cursor, "notebook" | "cell" | "offset" | "view">,
  documents: IDocumentManager,
): Promise<void> {
  const [place] = (await notebook.ask(cell, "definition", { offset })) ?? [];
  if (place) return jumpTo(place, notebook, documents);
  view.focus();
  say("No declaration of this name was found");
}
