import type { IDisposable } from "@lumino/disposable";

/** Forgets a comm message that the kernel itself handles without busy and idle, which JupyterLab would wait for. */
export function noStatus(sent: IDisposable): void {
  sent.dispose();
}
