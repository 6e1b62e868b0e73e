import { stripVTControlCharacters } from "node:util";
import { escapeMarkup } from "../display/escape.ts";

/** An XML element; its children are elements, or text. */
export type XmlElement = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number | undefined>>;
  readonly children: readonly XmlElement[] | string;
};

/** An XML document around an element. */
export function xmlDocument(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${serialised(root, "")}\n`;
}

function serialised({ name, attributes, children }: XmlElement, indent: string): string {
  const pairs = Object.entries(attributes).flatMap(([key, value]) => {
    return value === undefined ? [] : [` ${key}="${xmlText(`${value}`).replaceAll("\n", "&#10;")}"`];
  });
  const opening = `${indent}<${name}${pairs.join("")}`;
  if (children.length === 0) return `${opening}/>`;
  if (typeof children === "string") return `${opening}>${xmlText(children)}</${name}>`;
  return [`${opening}>`, ...children.map((child) => serialised(child, `${indent}  `)), `${indent}</${name}>`].join(
    "\n",
  );
}

// XML 1.0 has no place for most control characters and for halves of characters, not even escaped.
function xmlText(text: string): string {
  const allowed = stripVTControlCharacters(text).replaceAll(/(?![\t\n])[\p{Cc}\p{Cs}\u{fffe}\u{ffff}]/gu, "\u{fffd}");
  return escapeMarkup(allowed);
}
