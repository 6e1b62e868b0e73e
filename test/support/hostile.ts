import type { Element, Root } from "hast";
import { fromHtml } from "hast-util-from-html";

/** Strings that strangers may write where text or HTML is expected, to run code in a page. */
export const HOSTILE: readonly string[] = [
  "<script>alert(1)</script>",
  "</script><script>alert(1)</script>",
  "</style><script>alert(1)</script>",
  "</title><img src=x onerror=alert(1)>",
  "</pre></code></div></main><script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '" autofocus onfocus="alert(1)',
  "<svg onload=alert(1)><script>alert(1)</script></svg>",
  "<svg><animate onbegin=alert(1) attributeName=x></svg>",
  "<svg><foreignObject><iframe src='javascript:alert(1)'></iframe></foreignObject></svg>",
  "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
  '<a href="javascript:alert(1)">x</a>',
  '<a href="java\nscript:alert(1)">x</a>',
  '<a href="  JaVaScRiPt:alert(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  "[x](javascript:alert(1))",
  "![x](javascript:alert(1))",
  "[x](<data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==>)",
  "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
  "<object data='javascript:alert(1)'></object><embed src='javascript:alert(1)'>",
  "<form action='javascript:alert(1)'><button formaction='javascript:alert(1)'>x</button></form>",
  "<base href='https://evil.example/'><link rel=stylesheet href=https://evil.example/x.css>",
  "<meta http-equiv=refresh content='0;url=https://evil.example'>",
  "<div style=\"background:url('javascript:alert(1)');position:fixed\">x</div>",
  "<style>@import 'https://evil.example/x.css';</style>",
  "<video src=x onerror=alert(1)><source onerror=alert(1)></video>",
  "<details open ontoggle=alert(1)>x</details>",
  "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
  "<template><script>alert(1)</script></template>",
  "<a id=cookie name=getElementById href=#x>x</a>",
  "$\\href{javascript:alert(1)}{x}$ $$\\htmlData{x=1}{y}$$",
  "$\\text{<script>alert(1)</script>}$",
  "```html\n<script>alert(1)</script>\n```",
  "<!--><script>alert(1)</script>-->",
  "\u001b]8;;javascript:alert(1)\u0007x\u001b]8;;\u0007\u001b[31m<script>alert(1)</script>",
];

const ELEMENTS = new Set([
  "script",
  "iframe",
  "object",
  "embed",
  "form",
  "base",
  "link",
  "meta",
  "style",
  "svg",
  "template",
]);
const ADDRESSES = new Set(["href", "src", "srcDoc", "xLinkHref", "action", "formAction", "data", "poster"]);

/** The parts of a page's `main` that a browser would run, load or submit on its own; empty for a harmless page. */
export function offencesIn(page: string): string[] {
  const main = find(fromHtml(page), "main");
  if (main === undefined) return ["there is no main element"];
  const found: string[] = [];
  visit(main, (element) => {
    const { tagName, properties } = element;
    const isData = tagName === "script" && properties["type"] === "application/json";
    if (ELEMENTS.has(tagName) && !isData) found.push(`<${tagName}>`);
    for (const [name, value] of Object.entries(properties)) {
      const text = String(Array.isArray(value) ? value.join(" ") : value).replaceAll(/\s/g, "");
      if (/^on/i.test(name)) found.push(`<${tagName} ${name}>`);
      if (ADDRESSES.has(name) && /^(?:javascript|vbscript|data:text):?/i.test(text)) found.push(`${name}=${text}`);
      if (name === "style" && /url|expression|fixed|import/i.test(text)) found.push(`style=${text}`);
    }
  });
  return found;
}

function find(parent: Root | Element, name: string): Element | undefined {
  let found: Element | undefined;
  visit(parent, (element) => {
    if (element.tagName === name) found ??= element;
  });
  return found;
}

function visit(parent: Root | Element, look: (element: Element) => void): void {
  for (const child of parent.children) {
    if (child.type !== "element") continue;
    look(child);
    visit(child, look);
  }
}
