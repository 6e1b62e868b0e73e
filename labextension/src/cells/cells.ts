import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette } from "@jupyterlab/apputils";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import { ISettingRegistry } from "@jupyterlab/settingregistry";
import { FollowedNotebook } from "./followed-notebook.ts";
import { runStaleIcon } from "./icons.ts";
import { VariablesPanel } from "./variables-panel.ts";

const ID = "tsnb:cells";
const RUN_STALE = "tsnb:run-stale";
const RIGHT_RANK = 900;

/** Marks stale cells, runs them, and shows the variables. */
export const cells: JupyterFrontEndPlugin<void> = {
  id: ID,
  description: "Stale cells, reactive runs and variables, from the notebook's kernel",
  autoStart: true,
  requires: [INotebookTracker],
  optional: [ISettingRegistry, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    registry: ISettingRegistry | null,
    palette: ICommandPalette | null,
  ) => {
    let isReactive = false;
    const followed = new Map<NotebookPanel, FollowedNotebook>();
    const current = (): FollowedNotebook | undefined => {
      return tracker.currentWidget ? followed.get(tracker.currentWidget) : undefined;
    };
    const panel = new VariablesPanel();
    app.shell.add(panel, "right", { rank: RIGHT_RANK, type: "Variables" });
    tracker.widgetAdded.connect((_, widget) => {
      const notebook = new FollowedNotebook(widget, () => isReactive);
      followed.set(widget, notebook);
      notebook.changed.connect(() => app.commands.notifyCommandChanged(RUN_STALE));
      widget.disposed.connect(() => followed.delete(widget));
      panel.follow(current());
    });
    tracker.currentChanged.connect(() => {
      panel.follow(current());
      app.commands.notifyCommandChanged(RUN_STALE);
    });
    app.commands.addCommand(RUN_STALE, {
      label: ({ toolbar }) => (toolbar === true ? "" : "Run Stale Cells"),
      caption: "Run the stale cells, each after those it depends on",
      icon: ({ toolbar }) => (toolbar === true ? runStaleIcon : undefined),
      isVisible: () => current()?.isConnected === true,
      isEnabled: () => current()?.isConnected === true,
      execute: () => current()?.runStale(),
    });
    palette?.addItem({ command: RUN_STALE, category: "Notebook Cell Operations" });
    if (registry) void followReactive(registry, (isOn) => (isReactive = isOn));
  },
};

async function followReactive(registry: ISettingRegistry, set: (isOn: boolean) => void): Promise<void> {
  const settings = await registry.load(ID);
  const read = (): void => set(settings.composite["reactive"] === true);
  settings.changed.connect(read);
  read();
}
