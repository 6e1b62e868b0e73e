import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import type { Kernel } from "@jupyterlab/services";
import { KernelLink } from "./kernel-link.ts";

/** Types while typing, in notebooks of tsnb's kernel. */
export const live: JupyterFrontEndPlugin<void> = {
  id: "tsnb:live",
  description: "Types while typing, by the kernel of the notebook",
  autoStart: true,
  requires: [INotebookTracker],
  activate: (_app: JupyterFrontEnd, tracker: INotebookTracker) => {
    tracker.widgetAdded.connect((_, panel) => follow(panel));
  },
};

function follow(panel: NotebookPanel): void {
  let link: Promise<KernelLink | undefined> | undefined;
  const connect = (): void => {
    const kernel = panel.sessionContext.session?.kernel;
    void link?.then((old) => old?.dispose());
    delete panel.node.dataset["tsnb"];
    link = kernel ? opened(kernel, panel) : undefined;
  };
  panel.sessionContext.kernelChanged.connect(connect);
  connect();
}

async function opened(kernel: Kernel.IKernelConnection, { node }: NotebookPanel): Promise<KernelLink | undefined> {
  const link = await KernelLink.open(kernel);
  link?.received.connect((_, message) => {
    if (message.type === "welcome") node.dataset["tsnb"] = message.kernel;
  });
  return link;
}
