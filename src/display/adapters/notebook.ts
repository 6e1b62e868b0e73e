import { denoDisplay } from "./deno.ts";
import { hookDisplay } from "./hook.ts";
import type { ShowBundle } from "./show-bundle.ts";
import { tslabDisplay } from "./tslab.ts";

/** The way of the kernel that runs this process to show bundles; undefined in a plain script. */
export function notebookDisplay(): ShowBundle | undefined {
  return hookDisplay() ?? tslabDisplay() ?? denoDisplay();
}
