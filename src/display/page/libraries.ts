import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const NAMES = ["vega", "vega-lite", "vega-embed"] as const;

let joined: string | undefined;

/**
 * Vega, Vega-Lite and Vega-Embed for browsers as inline scripts, read once. Their packages export only
 * modules for bundlers; the browser builds lie beside those, wherever npm put the packages.
 */
export function libraryScripts(): string {
  joined ??= NAMES.map((name) => `<script>${inlineScript(librarySource(name))}</script>`).join("\n");
  return joined;
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
