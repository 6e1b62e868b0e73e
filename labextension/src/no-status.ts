import type { IDisposable } from "@lumino/disposable";

/** Forgets a message to a comm that the kernel itself answers: it says neither busy nor idle, for which JupyterLab would wait. */
export function noStatus(sent: IDisposable): void {
  sent.dispose();
}
