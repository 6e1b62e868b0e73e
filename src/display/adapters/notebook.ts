import type { MimeBundle } from "../mime.ts";
import { denoDisplay } from "./deno.ts";
import { hookDisplay } from "./hook.ts";
import { tslabDisplay } from "./tslab.ts";

/** A place among the outputs that has a name; with `update` what it shows is replaced. */
type Slot = { readonly id: string; readonly update: boolean };

/** Shows a bundle as an output of the cell that runs. */
export type ShowBundle = (bundle: MimeBundle, slot?: Slot) => Promise<void>;

/** The way of the kernel that runs this process to show bundles; undefined in a plain script. */
export function notebookDisplay(): ShowBundle | undefined {
  return hookDisplay() ?? tslabDisplay() ?? denoDisplay();
}
