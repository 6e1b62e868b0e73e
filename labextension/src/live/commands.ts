import type { JupyterFrontEnd } from "@jupyterlab/application";
import type { ICommandPalette } from "@jupyterlab/apputils";
import type { IDocumentManager } from "@jupyterlab/docmanager";
import type { INotebookTracker } from "@jupyterlab/notebook";
import { Chooser } from "./chooser.ts";
import { type Cursor, cursorIn } from "./cursor.ts";
import { editCells } from "./edit-cells.ts";
import { goToDefinition } from "./definitions/go-to-definition.ts";
import { isCurrent } from "./is-current.ts";
import { describePlace, jumpTo } from "./definitions/jump.ts";
import type { OpenNotebooks } from "./notebook/open-notebooks.ts";
import { rename } from "./rename.ts";
import { say } from "./say.ts";

type Parts = {
  readonly app: JupyterFrontEnd;
  readonly tracker: INotebookTracker;
  readonly notebooks: OpenNotebooks;
  readonly documents: IDocumentManager;
  readonly palette: ICommandPalette | null;
};

type Act = (cursor: Cursor) => Promise<void>;

const CATEGORY = "TypeScript (tsnb)";

/** Adds the commands that act on the name or the cell at the cursor. */
export function addCommands({ app, tracker, notebooks, documents, palette }: Parts): void {
  const { commands } = app;
  const chooser = new Chooser(commands);
  const current = (): Cursor | undefined => cursorIn(tracker.currentWidget, notebooks);
  const isKnown = (): boolean => notebooks.of(tracker.currentWidget)?.isConnected === true;
  const add = (id: string, label: string, caption: string, act: Act): void => {
    commands.addCommand(id, {
      label,
      caption,
      isEnabled: isKnown,
      isVisible: isKnown,
      execute: async () => {
        const cursor = current();
        if (cursor) await act(cursor);
      },
      describedBy: { args: { type: "object", properties: {} } },
    });
    palette?.addItem({ command: id, category: CATEGORY });
  };
  add("tsnb:go-to-definition", "Go to Definition", "Show where the name at the cursor is declared", (cursor) =>
    goToDefinition(cursor, documents),
  );
  add("tsnb:find-references", "Find References", "List where the name at the cursor is used", async (cursor) => {
    const found = (await cursor.notebook.ask(cursor.cell, "references", { offset: cursor.offset })) ?? [];
    if (found.length === 0) return say("No uses of this name were found");
    const place = await chooser.choose(found, (one) => describePlace(one, cursor.notebook), cursor.view);
    if (place) await jumpTo(place, cursor.notebook, documents);
  });
  add("tsnb:rename", "Rename Symbol…", "Rename the name at the cursor in all cells", rename);
  add("tsnb:quick-fix", "Quick Fix…", "Correct the error at the cursor", async (cursor) => {
    const { notebook, cell, start, end, view } = cursor;
    const fixes = (await notebook.ask(cell, "fixes", { start, end })) ?? [];
    const { version } = notebook;
    if (fixes.length === 0) return say("There is no quick fix at the cursor");
    const fix = await chooser.choose(fixes, ({ title }) => title, view);
    if (fix && isCurrent(notebook, version)) editCells(fix.edits, notebook);
  });
  add("tsnb:format-cell", "Format Cell", "Format the TypeScript of this cell", async ({ notebook, cell, view }) => {
    const { tabSize } = view.state;
    const edits = await notebook.ask(cell, "format", { tabSize: Math.min(tabSize, 2), insertSpaces: true });
    if (edits) editCells(edits, notebook);
  });
}
