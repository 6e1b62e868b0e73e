import { InputDialog } from "@jupyterlab/apputils";
import type { Cursor } from "./cursor.ts";
import { editCells } from "./edit-cells.ts";
import { isCurrent } from "./is-current.ts";
import { say } from "./say.ts";

/** Asks for a new name, and renames the name at the cursor in all cells. */
export async function rename({ notebook, cell, offset, view }: Cursor): Promise<void> {
  const asked = await notebook.ask(cell, "renamable", { offset });
  if (!asked) return;
  if ("problem" in asked) return say(asked.problem);
  const { version } = notebook;
  const { value: name } = await InputDialog.getText({
    title: `Rename ${asked.name}`,
    label: "In all cells:",
    text: asked.name,
    okLabel: "Rename",
    selectionRange: asked.name.length,
  });
  view.focus();
  if (name === null || name === asked.name || !isCurrent(notebook, version)) return;
  const answer = await notebook.ask(cell, "rename", { offset: asked.start, name });
  if (!answer) return say("The name was not renamed: the kernel does not answer, or the cells have changed");
  if ("problem" in answer) return say(answer.problem);
  editCells(answer.edits, notebook);
}
