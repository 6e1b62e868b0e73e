import { Notification } from "@jupyterlab/apputils";

/** Shows a sentence in a corner of JupyterLab for four seconds. */
export function say(text: string): void {
  Notification.info(text, { autoClose: 4000 });
}
