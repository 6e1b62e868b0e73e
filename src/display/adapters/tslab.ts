import { createRequire } from "node:module";
import { sep } from "node:path";
import type { ShowBundle } from "./show-bundle.ts";

const MODULE_END = `${sep}tslab${sep}dist${sep}jupyter.js`;

/**
 * A function that shows a bundle through tslab's kernel; undefined when that does not run this process. tslab's public
 * display functions send all content as text, so that JupyterLab takes a chart for an address; the internal function
 * that they call accepts JSON. It is taken from the loaded modules, so that it belongs to the running kernel, and at
 * the time of the call, so that the output stays with the cell that shows it.
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
