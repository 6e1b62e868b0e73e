import type { LiveNotebook } from "./notebook/live-notebook.ts";
import { say } from "./say.ts";

/** True when the cells have not changed since the kernel was asked; otherwise shows that nothing was changed. */
export function isCurrent(notebook: LiveNotebook, version: number): boolean {
  if (notebook.isConnected && notebook.version === version) return true;
  say("Nothing was changed, because the cells have changed in the meantime");
  return false;
}
