import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { asset } from "./asset.ts";

const NAMES = ["vega", "vega-lite", "vega-embed"] as const;

let scripts: readonly string[] | undefined;

/**
 * The scripts that draw a page's charts, read once: Vega, Vega-Lite and Vega-Embed for browsers, and the page's
 * own. The packages export only modules for bundlers; the browser builds lie beside those, wherever npm put them.
 */
export function chartScripts(): readonly string[] {
  scripts ??= [...NAMES.map(librarySource), `\n${asset("page.js")}`].map(inlineScript);
  return scripts;
}

/** JavaScript that an HTML script element can hold: neither ended early nor taken for a comment. */
export function inlineScript(code: string): string {
  return code.replaceAll(/<(?=\/script|script|!--)/gi, "\\x3c");
}

function librarySource(name: string): string {
  const { resolve } = createRequire(import.meta.url);
  return readFileSync(join(dirname(resolve(name)), `${name}.min.js`), "utf8").replace(
    /\/\/# sourceMappingURL=.*\s*$/,
    "",
  );
}
