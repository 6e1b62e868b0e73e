import { createRequire } from "node:module";
import { sep } from "node:path";
import type { ShowBundle } from "./show-bundle.ts";

const MODULE_END = `${sep}tslab${sep}dist${sep}jupyter.js`;

/**
 * Shows a bundle through the tslab kernel that runs this process, if one does. Its public display
 * functions send every content as text, which makes JupyterLab take a chart for an address; the
 * function that they end in carries JSON. It is taken from the modules that are already loaded, so that
 * it is the running kernel's, and now, so that output stays with the cell that asked.
 */
export function tslabDisplay(): ShowBundle | undefined {
  const { cache } = createRequire(import.meta.url);
  for (const [file, module] of Object.entries(cache)) {
    const exported: unknown = file.endsWith(MODULE_END) ? module?.exports : undefined;
    const write: unknown =
      typeof exported === "object" && exported ? Reflect.get(exported, "lastWriteDisplayData") : null;
    if (typeof write === "function") {
      return async ({ data, metadata }, slot) => {
        const transient = slot === undefined ? {} : { display_id: slot.id };
        await Reflect.apply(write, undefined, [{ data, metadata, transient }, slot?.update ?? false]);
      };
    }
  }
  return undefined;
}
