import { denoDisplay } from "./deno.ts";
import { hookDisplay } from "./hook.ts";
import type { ShowBundle } from "./show-bundle.ts";
import { tslabDisplay } from "./tslab.ts";

/** A function that shows bundles through the kernel that runs this process; undefined in a plain script. */
export function notebookDisplay(): ShowBundle | undefined {
  return hookDisplay() ?? tslabDisplay() ?? denoDisplay();
}
