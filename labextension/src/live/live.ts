import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette, Notification } from "@jupyterlab/apputils";
import { EditorExtensionRegistry, IEditorExtensionRegistry } from "@jupyterlab/codemirror";
import { IDocumentManager } from "@jupyterlab/docmanager";
import { INotebookTracker } from "@jupyterlab/notebook";
import { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { ISettingRegistry } from "@jupyterlab/settingregistry";
import manifest from "../../package.json";
import { addCommands } from "./commands.ts";
import { definitionOnClick } from "./definition-on-click.ts";
import { Editors } from "./editors.ts";
import { hover } from "./hover.ts";
import { inlayHints, showHints } from "./inlay-hints.ts";
import type { NotebookSession } from "./live-notebook.ts";
import { Sessions } from "./open-notebooks.ts";
import { signatureHelp } from "./signature-help.ts";
import { showErrors } from "./squiggles.ts";
import { TooltipContent } from "./tooltip-content.ts";

const ID = "tsnb:live";

/** Types while typing, in notebooks of tsnb's kernel. */
export const live: JupyterFrontEndPlugin<void> = {
  id: ID,
  description: "Types while typing, by the kernel of the notebook",
  autoStart: true,
  requires: [INotebookTracker, IEditorExtensionRegistry, IRenderMimeRegistry, IDocumentManager],
  optional: [ICommandPalette, ISettingRegistry],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    extensions: IEditorExtensionRegistry,
    rendermime: IRenderMimeRegistry,
    documents: IDocumentManager,
    palette: ICommandPalette | null,
    registry: ISettingRegistry | null,
  ) => {
    const sessions = new Sessions();
    const editors = new Editors();
    const content = new TooltipContent(rendermime);
    const wanted = { squiggles: true, inlayHints: false };
    extensions.addExtension({
      name: ID,
      factory: ({ model }) =>
        EditorExtensionRegistry.createImmutableExtension([
          editors.extension(model),
          hover(model, sessions, content),
          signatureHelp(model, sessions, content),
          definitionOnClick(model, sessions, documents),
          inlayHints,
        ]),
    });
    addCommands({ app, tracker, sessions, documents, palette });
    const show = (session: NotebookSession): void => {
      showErrors(session, editors, wanted.squiggles);
      void hintCells(session, editors, wanted.inlayHints);
    };
    const opened: NotebookSession[] = [];
    tracker.widgetAdded.connect((_, panel) => {
      const session = sessions.open(panel);
      opened.push(session);
      session.diagnosed.connect(show);
      session.mismatched.connect((__, { kernel }) => {
        const versions = `tsnb's extension is of version ${manifest.version}, the kernel of ${kernel}`;
        Notification.warning(`${versions}: run tsnb kernel install again and reload the page`, { autoClose: false });
      });
    });
    editors.added.connect((_, model) => {
      const session = sessions.cellOf(model)?.session;
      if (session) show(session);
    });
    const apply = (settings: ISettingRegistry.ISettings): void => {
      wanted.squiggles = settings.composite["squiggles"] !== false;
      wanted.inlayHints = settings.composite["inlayHints"] === true;
      for (const session of opened) if (!session.isDisposed) show(session);
    };
    if (registry) void followSettings(registry, apply);
  },
};

/** Shows types between the code of the cells on the screen. */
async function hintCells(session: NotebookSession, editors: Editors, isOn: boolean): Promise<void> {
  for (const cell of session.cells) {
    const views = editors.of(cell);
    if (views.length === 0) continue;
    const source = cell.sharedModel.getSource();
    const hints = isOn && cell.type === "code" ? ((await session.ask(cell.id, "hints", {})) ?? []) : [];
    if (source === cell.sharedModel.getSource()) for (const view of views) showHints(view, hints);
  }
}

async function followSettings(
  registry: ISettingRegistry,
  apply: (settings: ISettingRegistry.ISettings) => void,
): Promise<void> {
  const settings = await registry.load(ID);
  settings.changed.connect(apply);
  apply(settings);
}
