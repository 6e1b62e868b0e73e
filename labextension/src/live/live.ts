import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette, Notification } from "@jupyterlab/apputils";
import { EditorExtensionRegistry, IEditorExtensionRegistry } from "@jupyterlab/codemirror";
import { ICompletionProviderManager } from "@jupyterlab/completer";
import { IDocumentManager } from "@jupyterlab/docmanager";
import { INotebookTracker } from "@jupyterlab/notebook";
import { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { ISettingRegistry } from "@jupyterlab/settingregistry";
import manifest from "../../package.json";
import { addCommands } from "./commands.ts";
import { definitionOnClick } from "./definitions/definition-on-click.ts";
import { Editors } from "./editors.ts";
import { hover } from "./shown/hover.ts";
import { addImports } from "./imports/add-imports.ts";
import { ImportCompletion } from "./imports/import-completion.ts";
import { inlayHints, showHints } from "./shown/inlay-hints.ts";
import type { LiveNotebook } from "./notebook/live-notebook.ts";
import { OpenNotebooks } from "./notebook/open-notebooks.ts";
import { signatureHelp } from "./shown/signature-help.ts";
import { showErrors } from "./shown/squiggles.ts";
import { TooltipContent } from "./shown/tooltip-content.ts";

const ID = "tsnb:live";

/** Type information while editing, in notebooks of tsnb's kernel. */
export const live: JupyterFrontEndPlugin<void> = {
  id: ID,
  description: "Types as you type, from the notebook's kernel",
  autoStart: true,
  requires: [INotebookTracker, IEditorExtensionRegistry, IRenderMimeRegistry, IDocumentManager],
  optional: [ICommandPalette, ISettingRegistry, ICompletionProviderManager],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    extensions: IEditorExtensionRegistry,
    rendermime: IRenderMimeRegistry,
    documents: IDocumentManager,
    palette: ICommandPalette | null,
    registry: ISettingRegistry | null,
    completion: ICompletionProviderManager | null,
  ) => {
    const notebooks = new OpenNotebooks();
    const editors = new Editors();
    const content = new TooltipContent(rendermime);
    const wanted = { squiggles: true, inlayHints: false };
    extensions.addExtension({
      name: ID,
      factory: ({ model }) =>
        EditorExtensionRegistry.createImmutableExtension([
          editors.extension(model),
          hover(model, notebooks, content),
          signatureHelp(model, notebooks, content),
          definitionOnClick(model, notebooks, documents),
          inlayHints,
          addImports(model),
        ]),
    });
    const imports = completion && new ImportCompletion(notebooks, completion);
    if (imports) completion.registerProvider(imports);
    addCommands({ app, tracker, notebooks, documents, palette });
    const show = (notebook: LiveNotebook): void => {
      showErrors(notebook, editors, wanted.squiggles);
      void hintCells(notebook, editors, wanted.inlayHints);
    };
    const opened: LiveNotebook[] = [];
    tracker.widgetAdded.connect((_, panel) => {
      const notebook = notebooks.open(panel);
      opened.push(notebook);
      notebook.diagnosed.connect(show);
      notebook.diagnosed.connect(() => imports?.ready(notebook));
      notebook.mismatched.connect((__, { kernel }) => {
        const versions = `tsnb's extension has version ${manifest.version}, the kernel version ${kernel}`;
        Notification.warning(`${versions}: run tsnb kernel install again and reload the page`, { autoClose: false });
      });
    });
    editors.added.connect((_, model) => {
      const notebook = notebooks.cellOf(model)?.notebook;
      if (notebook) show(notebook);
    });
    const apply = (settings: ISettingRegistry.ISettings): void => {
      wanted.squiggles = settings.composite["squiggles"] !== false;
      wanted.inlayHints = settings.composite["inlayHints"] === true;
      for (const notebook of opened) if (!notebook.isDisposed) show(notebook);
    };
    if (registry) void followSettings(registry, apply);
  },
};

/** Shows inlay hints with types in the cells on the screen. */
async function hintCells(notebook: LiveNotebook, editors: Editors, isOn: boolean): Promise<void> {
  for (const cell of notebook.cells) {
    const views = editors.of(cell);
    if (views.length === 0) continue;
    const source = cell.sharedModel.getSource();
    const hints = isOn && cell.type === "code" ? ((await notebook.ask(cell.id, "hints", {})) ?? []) : [];
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
