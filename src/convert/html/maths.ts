import type { TokenizerAndRendererExtension, Tokens } from "marked";
import temml from "temml";
import { escapeMarkup } from "../../display/escape.ts";

/** A formula in TeX as MathML, which browsers draw without a script or a font; a faulty one shows its error. */
export function mathsHtml(tex: string, displayMode: boolean): string {
  return temml.renderToString(tex, {
    displayMode,
    throwOnError: false,
    maxExpand: 1000,
    maxSize: [100, 100],
    trust: false,
  });
}

const BLOCK =
  /^ {0,3}(?:\$\$([\s\S]+?)\$\$|\\\\?\[([\s\S]+?)\\\\?\]|(\\begin\{([a-z]+\*?)\}[\s\S]+?\\end\{\4\}))[ \t]*(?:\n|$)/;
const INLINE_DISPLAY = /^(?:\$\$([\s\S]+?)\$\$|(\\begin\{([a-z]+\*?)\}[\s\S]+?\\end\{\3\}))/;

// A dollar before a digit and one after a space are prices: "from $5 to $6". Code is no formula.
const INLINE =
  /^(?:\$(?!\s)((?:\\[\s\S]|[^\\$`])*?(?:\\[\s\S]|[^\\$`\s]))\$(?!\d)|\$(\s(?:\\[\s\S]|[^\\$`])+\s)\$(?!\d)|\\\\\(([\s\S]+?)\\\\\))/;

/** Formulas in Markdown, delimited as in Jupyter: `$`, `$$`, `\\(`, `\\[`, and bare environments. */
export const MATHS: TokenizerAndRendererExtension[] = [
  {
    name: "maths-block",
    level: "block",
    start: (source) => firstOf(source, /(?:^|\n) {0,3}(?:\$\$|\\\\?\[|\\begin\{)/),
    tokenizer: (source) => tokenOf("maths-block", BLOCK.exec(source)),
    renderer: (token) => `<pre><code class="language-math">${texOf(token)}</code></pre>`,
  },
  {
    name: "maths-display",
    level: "inline",
    start: (source) => firstOf(source, /\$\$|\\begin\{/),
    tokenizer: (source) => tokenOf("maths-display", INLINE_DISPLAY.exec(source)),
    renderer: (token) => `<code class="language-math" data-display="true">${texOf(token)}</code>`,
  },
  {
    name: "maths-inline",
    level: "inline",
    start: (source) => firstOf(source, /\$|\\\\\(/),
    tokenizer: (source) => tokenOf("maths-inline", INLINE.exec(source)),
    renderer: (token) => `<code class="language-math">${texOf(token)}</code>`,
  },
];

function firstOf(source: string, pattern: RegExp): number | undefined {
  const at = source.search(pattern);
  return at < 0 ? undefined : at;
}

function tokenOf(type: string, match: RegExpExecArray | null): Tokens.Generic | undefined {
  if (match === null) return undefined;
  const [raw, ...groups] = match;
  return { type, raw, tex: groups.find((group) => group !== undefined)?.trim() ?? "" };
}

function texOf(token: Tokens.Generic): string {
  const tex: unknown = token["tex"];
  return escapeMarkup(String(tex));
}
