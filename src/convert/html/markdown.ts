import type { Element, ElementContent } from "hast";
import { Marked } from "marked";
import { escapeMarkup } from "../../display/escape.ts";
import type { MimeData } from "../../notebook/types.ts";
import { codeHtml } from "./code.ts";
import type { PageContext } from "./context.ts";
import { orPlain } from "./or-plain.ts";
import { MATHS, mathsHtml } from "./maths.ts";
import { pictureUrl } from "./picture.ts";
import { changeElements, htmlOf, nodesOf, sanitizedHtml } from "./sanitize.ts";

const MARKED = new Marked({ gfm: true, async: false, extensions: MATHS });

// Marked takes minutes for lists of a thousand levels.
const TOO_DEEP = /^[ \t]{200,}[-+*\d]/m;

type Attachments = { readonly [file: string]: MimeData };

/** Markdown as Jupyter shows it, as inert HTML: formulas drawn, code coloured, headings with ids. */
export function markdownHtml(source: string, context: PageContext, attachments: Attachments = {}): string {
  if (TOO_DEEP.test(source)) return `<pre tabindex="0">${escapeMarkup(source)}</pre>`;
  return orPlain(source, (text) => htmlOfMarkdown(text, context, attachments));
}

function htmlOfMarkdown(source: string, context: PageContext, attachments: Attachments): string {
  const root = sanitizedHtml(MARKED.parse(source, { async: false }));
  changeElements(root, (element) => enriched(element, context, attachments));
  return htmlOf(root, context.idPrefix);
}

function enriched(element: Element, context: PageContext, attachments: Attachments): ElementContent[] | undefined {
  const { tagName, properties } = element;
  if (/^h[1-6]$/.test(tagName) && properties["id"] === undefined) {
    // As in JupyterLab, since links inside notebooks rely on it.
    properties["id"] = textOf(element).replaceAll(" ", "-");
  }
  if (tagName === "img" && typeof properties["src"] === "string") {
    properties["src"] = pictureSource(properties["src"], context, attachments);
  }
  if (tagName === "pre") return codeBlock(element);
  return tagName === "code" && languageOf(element) === "math"
    ? nodesOf(mathsHtml(textOf(element), properties["dataDisplay"] !== undefined))
    : undefined;
}

function codeBlock(block: Element): ElementContent[] | undefined {
  const code = block.children.find((child) => child.type === "element" && child.tagName === "code");
  const language = code?.type === "element" ? languageOf(code) : undefined;
  if (code?.type !== "element" || language === undefined) return undefined;
  if (language === "math") return nodesOf(mathsHtml(textOf(code), true));
  code.children = nodesOf(codeHtml(textOf(code), language));
  return [block];
}

function languageOf({ properties }: Element): string | undefined {
  const classes = Array.isArray(properties["className"]) ? properties["className"].map(String) : [];
  return classes.find((name) => name.startsWith("language-"))?.slice("language-".length);
}

function textOf(node: Element): string {
  return node.children
    .map((child) => (child.type === "text" ? child.value : child.type === "element" ? textOf(child) : ""))
    .join("");
}

function pictureSource(source: string, context: PageContext, attachments: Attachments): string {
  const file = /^attachment:(.*)$/.exec(source)?.[1];
  if (file !== undefined) return attachedPicture(attachments[decoded(file)] ?? {}) ?? "data:,";
  const isElsewhere = /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(source);
  return isElsewhere ? source : (context.picture(decoded(source)) ?? source);
}

function attachedPicture(bundle: MimeData): string | undefined {
  const [type, content] = Object.entries(bundle).find(([mime]) => mime.startsWith("image/")) ?? [];
  return type === undefined || typeof content !== "string" ? undefined : pictureUrl(type, content);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
