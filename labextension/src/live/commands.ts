import type { JupyterFrontEnd } from "@jupyterlab/application";
import { type ICommandPalette, InputDialog, Notification } from "@jupyterlab/apputils";
import type { IDocumentManager } from "@jupyterlab/docmanager";
import type { INotebookTracker } from "@jupyterlab/notebook";
import { Chooser } from "./choose.ts";
import { editCells } from "./edit-cells.ts";
import { describePlace, jumpTo } from "./jump.ts";
import type { NotebookSession } from "./live-notebook.ts";
import { type Cursor, cursorIn } from "./cursor.ts";
import type { Sessions } from "./open-notebooks.ts";

type Parts = {
  readonly app: JupyterFrontEnd;
  readonly tracker: INotebookTracker;
  readonly sessions: Sessions;
  readonly documents: IDocumentManager;
  readonly palette: ICommandPalette | null;
};

type Act = (cursor: Cursor) => Promise<void>;

const CATEGORY = "TypeScript (tsnb)";

/** Adds the commands that act on the name or the cell at the cursor. */
export function addCommands({ app, tracker, sessions, documents, palette }: Parts): void {
  const { commands } = app;
  const chooser = new Chooser(commands);
  const current = (): Cursor | undefined => cursorIn(tracker.currentWidget, sessions);
  const isKnown = (): boolean => sessions.of(tracker.currentWidget)?.isConnected === true;
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
    const found = (await cursor.session.ask(cursor.cell, "references", { offset: cursor.offset })) ?? [];
    if (found.length === 0) return say("There is no name here whose uses are known");
    const place = await chooser.choose(found, (one) => describePlace(one, cursor.session), cursor.view);
    if (place) await jumpTo(place, cursor.session, documents);
  });
  add("tsnb:rename", "Rename Symbol…", "Rename the name at the cursor in all cells", rename);
  add("tsnb:quick-fix", "Quick Fix…", "Correct the error at the cursor", async (cursor) => {
    const { session, cell, start, end, view } = cursor;
    const fixes = (await session.ask(cell, "fixes", { start, end })) ?? [];
    const { version } = session;
    if (fixes.length === 0) return say("There is no quick fix here");
    const fix = await chooser.choose(fixes, ({ title }) => title, view);
    if (fix && isCurrent(session, version)) editCells(fix.edits, session);
  });
  add("tsnb:format-cell", "Format Cell", "Format the TypeScript of this cell", async ({ session, cell, view }) => {
    const { tabSize } = view.state;
    const edits = await session.ask(cell, "format", { tabSize: Math.min(tabSize, 2), insertSpaces: true });
    if (edits) editCells(edits, session);
  });
}

/** Goes to the declaration of the name at a place. */
export async function goToDefinition(
  { session, cell, offset, view }: Pick<Cursor, "session" | "cell" | "offset" | "view">,
  documents: IDocumentManager,
): Promise<void> {
  const [place] = (await session.ask(cell, "definition", { offset })) ?? [];
  if (place) return jumpTo(place, session, documents);
  view.focus();
  say("There is no name here whose declaration is known");
}

async function rename({ session, cell, offset, view }: Cursor): Promise<void> {
  const asked = await session.ask(cell, "renamable", { offset });
  if (!asked) return;
  if ("problem" in asked) return say(asked.problem);
  const { version } = session;
  const { value: name } = await InputDialog.getText({
    title: `Rename ${asked.name}`,
    label: "In all cells:",
    text: asked.name,
    okLabel: "Rename",
    selectionRange: asked.name.length,
  });
  view.focus();
  if (name === null || name === asked.name || !isCurrent(session, version)) return;
  const answer = await session.ask(cell, "rename", { offset: asked.start, name });
  if (!answer) return say("The name was not renamed: the kernel does not answer, or the cells have changed");
  if ("problem" in answer) return say(answer.problem);
  editCells(answer.edits, session);
}

/** True when the cells are those that the kernel was asked about. */
function isCurrent(session: NotebookSession, version: number): boolean {
  if (session.isConnected && session.version === version) return true;
  say("Nothing was changed: the cells have changed since the question");
  return false;
}

function say(text: string): void {
  Notification.info(text, { autoClose: 4000 });
}
