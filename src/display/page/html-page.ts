import { createHash } from "node:crypto";
import { escapeMarkup } from "../escape.ts";
import { asset } from "./asset.ts";
import { tableScript } from "../table/paged-html.ts";
import { chartScripts, inlineScript } from "./chart-scripts.ts";

/** The parts of an HTML page. */
export type HtmlPage = {
  /** The title of the page's window, as plain text. */
  readonly title: string;
  /** Names of style sheets in `assets/page`, after the common one. */
  readonly styles: readonly string[];
  /** The HTML inside `main`. */
  readonly body: string;
  /** True when the body holds chart specs for Vega to draw. */
  readonly hasCharts: boolean;
  /** Further scripts, as JavaScript; none by default. */
  readonly scripts?: readonly string[];
  /** True to let the page run only its own scripts, for a body from an untrusted source. Default: false. */
  readonly isGuarded?: boolean;
};

/** A whole, self-contained HTML page, in the reader's light or dark theme. */
export function htmlPage({ title, styles, body, hasCharts, scripts = [], isGuarded = false }: HtmlPage): string {
  const own = [...(body.includes(" data-table=") ? [tablesScript()] : []), ...scripts];
  const all = [...(hasCharts ? chartScripts() : []), ...own.map(inlineScript)];
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    ...(isGuarded ? [`<meta http-equiv="Content-Security-Policy" content="${policyFor(all)}">`] : []),
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<link rel="icon" href="data:,">',
    `<title>${escapeMarkup(title)}</title>`,
    `<style>\n${["page.css", ...styles].map(asset).join("")}</style>`,
    "</head>",
    "<body>",
    "<main>",
    body,
    "</main>",
    ...all.map((code) => `<script>${code}</script>`),
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

/** Makes the tables of outputs sortable; leaves tables alone whose rows are not valid JSON. */
function tablesScript(): string {
  const each = `try { ${tableScript()}(box); } catch (error) { if (!(error instanceof SyntaxError)) throw error; }`;
  return `for (const box of document.querySelectorAll("[data-table]")) { ${each} }`;
}

/**
 * A policy that lets only these scripts run, and still lets pictures and charts load their data. `unsafe-eval` is for
 * Vega, whose CSV reader compiles the names of columns.
 */
function policyFor(scripts: readonly string[]): string {
  const hashes = scripts.map((code) => `'sha256-${createHash("sha256").update(code).digest("base64")}'`);
  return [
    "default-src 'none'",
    `script-src 'unsafe-eval' ${hashes.join(" ")}`,
    "style-src 'unsafe-inline'",
    "img-src data: blob: https: http:",
    "media-src data: https: http:",
    "font-src data:",
    "connect-src data: https: http:",
    "form-action 'none'",
    "base-uri 'none'",
  ].join("; ");
}
