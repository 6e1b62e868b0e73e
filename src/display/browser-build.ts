import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/**
 * The build of a library for browsers: one file that needs at most Vega. The packages export only modules for bundlers;
 * the browser builds are in the same folder, wherever npm installed it.
 *
 * @param name the package, such as "vega-lite".
 */
export function browserBuild(name: string): { readonly file: string; readonly source: string } {
  const { resolve } = createRequire(import.meta.url);
  const file = join(dirname(resolve(name)), `${name}.min.js`);
  return { file, source: readFileSync(file, "utf8").replace(/\/\/# sourceMappingURL=.*\s*$/, "") };
}
