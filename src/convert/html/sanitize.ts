import type { Element, ElementContent, Root, RootContent } from "hast";
import { fromHtml } from "hast-util-from-html";
import { defaultSchema, sanitize, type Schema } from "hast-util-sanitize";
import { toHtml } from "hast-util-to-html";

/**
 * The HTML that a stranger's notebook may hold: GitHub's list, inline styles, players, and a few elements for text
 * and tables. Names are left out, since they would shadow those of `document`.
 */
const SCHEMA: Schema = {
  ...defaultSchema,
  tagNames: [
    ...(defaultSchema.tagNames ?? []),
    "audio",
    "caption",
    "center",
    "col",
    "colgroup",
    "figcaption",
    "figure",
    "mark",
    "meter",
    "progress",
    "small",
    "u",
    "video",
  ],
  attributes: {
    ...defaultSchema.attributes,
    "*": [...(defaultSchema.attributes?.["*"] ?? []).filter((name) => name !== "name"), "style", "min", "max"],
    audio: ["src", "controls"],
    code: [["className", /^language-./], "dataDisplay"],
    div: [["className", /^alert(?:-\w+)?$/], "dataTable"],
    video: ["src", "controls", "loop", "muted"],
  },
  clobber: [],
  protocols: { ...defaultSchema.protocols, src: ["http", "https", "data", "attachment"] },
  strip: ["script", "style", "title", "noscript", "template", "iframe", "object"],
};

const STYLES = new Set(
  `background background-color border border-bottom border-collapse border-color border-left
  border-radius border-right border-style border-top border-width color display flex flex-direction
  flex-wrap float font font-family font-size font-style font-weight gap grid-template-columns height
  justify-content align-items letter-spacing line-height list-style margin margin-bottom margin-left
  margin-right margin-top max-height max-width min-height min-width opacity overflow overflow-x
  overflow-y padding padding-bottom padding-left padding-right padding-top text-align text-decoration
  text-transform vertical-align white-space width`.split(/\s+/),
);

const LOOKED_AT = new Set(["audio", "hr", "img", "input", "meter", "progress", "table", "video"]);

/**
 * A stranger's HTML as an inert tree: no scripts, handlers, frames, forms or style sheets.
 * Drawings in it become pictures, in which browsers run no scripts either.
 */
export function sanitizedHtml(html: string): Root {
  const tree = fromHtml(html, { fragment: true });
  changeElements(tree, (element) => (element.tagName === "svg" ? [pictureOf(element)] : undefined));
  const safe = sanitize(tree, SCHEMA);
  const root: Root = safe.type === "root" ? safe : { type: "root", children: [] };
  changeElements(root, (element) => {
    const { style } = element.properties;
    if (typeof style === "string") element.properties["style"] = safeStyle(style);
    return undefined;
  });
  return root;
}

/** The tree as HTML text, its ids and the links to them with a prefix. */
export function htmlOf(root: Root, idPrefix = ""): string {
  changeElements(root, ({ properties }) => {
    const { id, href } = properties;
    if (typeof id === "string") properties["id"] = idPrefix + id;
    if (typeof href === "string" && href.startsWith("#") && href !== "#") {
      properties["href"] = `#${idPrefix}${href.slice(1)}`;
    }
    return undefined;
  });
  return toHtml(root);
}

/** Visits all elements, and replaces those for which others are returned. */
export function changeElements(
  parent: Root | Element,
  change: (element: Element) => ElementContent[] | undefined,
): void {
  const children: (RootContent | ElementContent)[] = [];
  for (const child of parent.children) {
    const instead = child.type === "element" ? change(child) : undefined;
    if (child.type === "element" && instead === undefined) changeElements(child, change);
    children.push(...(instead ?? [child]));
  }
  replaceChildren(parent, children);
}

function replaceChildren(parent: Root | Element, children: readonly (RootContent | ElementContent)[]): void {
  if (parent.type === "root") parent.children = [...children];
  else parent.children = children.filter((child) => child.type !== "doctype");
}

/** True for a tree that shows nothing: neither text nor pictures. */
export function isEmptyTree(parent: Root | Element): boolean {
  return parent.children.every((child) => {
    if (child.type === "text") return child.value.trim() === "";
    return child.type !== "element" || (!LOOKED_AT.has(child.tagName) && isEmptyTree(child));
  });
}

/** Trusted HTML as nodes for a tree. */
export function nodesOf(html: string): ElementContent[] {
  return fromHtml(html, { fragment: true }).children.filter((child) => child.type !== "doctype");
}

function pictureOf(drawing: Element): Element {
  const properties = { ...drawing.properties, xmlns: "http://www.w3.org/2000/svg" };
  const text = toHtml({ ...drawing, properties }, { space: "svg", closeEmptyElements: true });
  const { width, height } = drawing.properties;
  const src = `data:image/svg+xml;base64,${Buffer.from(text).toString("base64")}`;
  const size = { ...(width === undefined ? {} : { width }), ...(height === undefined ? {} : { height }) };
  return { type: "element", tagName: "img", properties: { src, alt: "", ...size }, children: [] };
}

function safeStyle(style: string): string {
  const declarations = style.split(";").flatMap((declaration) => {
    const [name, ...rest] = declaration.split(":");
    const [property, value] = [name?.trim().toLowerCase() ?? "", rest.join(":").trim()];
    const isSafe =
      STYLES.has(property) && /^[\w\s#%.,()'"!+-]+$/.test(value) && !/url|expression|fixed|sticky/i.test(value);
    return isSafe ? [`${property}:${value}`] : [];
  });
  return declarations.join(";");
}
