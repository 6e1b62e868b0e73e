// Elements, fragments and documents of jsdom, linkedom and other implementations of the DOM; Observable Plot's charts.
import { shortened } from "../../util/text/shortened.ts";
import type { MimeBundle } from "../mime/mime.ts";
import { hasMethod, isObject } from "../object.ts";
import { standaloneSvg, SVG } from "../svg-document.ts";

const LONGEST_TEXT = 1000;
const ELEMENT = 1;
const DOCUMENT = 9;
const FRAGMENT = 11;

export function is(value: object): boolean {
  const type: unknown = Reflect.get(value, "nodeType");
  if (typeof Reflect.get(value, "nodeName") !== "string" || !("childNodes" in value)) return isCollection(value);
  return type === ELEMENT ? "outerHTML" in value : type === DOCUMENT || type === FRAGMENT;
}

export function draw(value: object): MimeBundle {
  if (isSvg(value)) return svgBundle(value);
  const html = isCollection(value) ? childrenOf(value).map(markupOf).join("\n") : markupOf(value);
  const { text, more } = shortened(html, LONGEST_TEXT);
  return {
    data: { "text/html": html, "text/plain": more === 0 ? text : `${text}\n... ${more} more characters` },
    metadata: {},
  };
}

function isCollection(value: object): boolean {
  const tag: unknown = Reflect.get(value, Symbol.toStringTag);
  const isList = tag === "NodeList" || tag === "HTMLCollection";
  return isList && hasMethod(value, "item");
}

function isSvg(node: object): boolean {
  const name: unknown = Reflect.get(node, "nodeName");
  return typeof name === "string" && /^svg$/i.test(name);
}

/** The node as HTML; an element from inside an SVG picture is wrapped in `<svg>`. */
export function markupOf(node: unknown): string {
  if (!isObject(node)) return "";
  const type: unknown = Reflect.get(node, "nodeType");
  if (type === DOCUMENT) return markupOf(Reflect.get(node, "documentElement"));
  if (type === FRAGMENT) return childrenOf(Reflect.get(node, "childNodes")).map(markupOf).join("");
  const html: unknown = Reflect.get(node, "outerHTML");
  // An element of a picture is drawn only inside one.
  if (typeof html === "string")
    return Reflect.get(node, "namespaceURI") === SVG && !isSvg(node) ? `<svg>${html}</svg>` : html;
  const text: unknown = Reflect.get(node, "textContent");
  return typeof text === "string" ? text.replaceAll("&", "&amp;").replaceAll("<", "&lt;") : "";
}

function childrenOf(nodes: unknown): unknown[] {
  return isObject(nodes)
    ? Array.from({ length: Number(Reflect.get(nodes, "length")) }, (_, at): unknown => Reflect.get(nodes, at))
    : [];
}

function svgBundle(node: object): MimeBundle {
  const svg = standaloneSvg(serialized(node));
  const size = ["width", "height"].map((key) => attributeOf(node, key)).join(" × ");
  const label = attributeOf(node, "aria-label");
  const text = ["SVG picture", ...(/\d/.test(size) ? [size] : []), ...(label === "" ? [] : [label])].join(", ");
  return { data: { "image/svg+xml": svg, "text/plain": text }, metadata: {} };
}

/** The node as XML where its document can write XML: HTML leaves tags open and has entities of its own. */
function serialized(node: object): string {
  const owner: unknown = Reflect.get(node, "ownerDocument");
  const window: unknown = isObject(owner) ? Reflect.get(owner, "defaultView") : undefined;
  const Serializer: unknown = isObject(window) ? Reflect.get(window, "XMLSerializer") : undefined;
  if (typeof Serializer === "function") {
    const serializer: unknown = Reflect.construct(Serializer, []);
    if (hasMethod(serializer, "serializeToString")) {
      return String(Reflect.apply(serializer.serializeToString, serializer, [node]));
    }
  }
  return markupOf(node).replaceAll("&nbsp;", "&#160;");
}

function attributeOf(node: object, name: string): string {
  if (!hasMethod(node, "getAttribute")) return "";
  const found: unknown = Reflect.apply(node.getAttribute, node, [name]);
  return typeof found === "string" ? found : "";
}
