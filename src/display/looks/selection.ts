// Selections of d3, and documents made by jsdom's `new JSDOM()`.
import type { MimeBundle } from "../mime/mime.ts";
import { hasMethod, isObject } from "../object.ts";
import { textBundle } from "../text/value-text.ts";
import * as domNode from "./dom-node.ts";

export function is(value: object): boolean {
  return nodesOf(value).length > 0;
}

export function draw(value: object): MimeBundle {
  const [first, ...others] = nodesOf(value);
  if (first === undefined) return textBundle(value);
  if (others.length === 0) return domNode.draw(first);
  const html = [first, ...others].map((node) => domNode.markupOf(node));
  return { data: { "text/html": html.join("\n"), "text/plain": `Selection of ${html.length} elements` }, metadata: {} };
}

function nodesOf(value: object): object[] {
  const made: unknown[] = [];
  if (Array.isArray(Reflect.get(value, "_groups")) && hasMethod(value, "nodes")) {
    const nodes: unknown = value.nodes();
    if (Array.isArray(nodes)) made.push(...nodes);
  } else if (hasMethod(value, "serialize") && hasMethod(value, "nodeLocation") && "window" in value) {
    const { window } = value;
    made.push(isObject(window) ? Reflect.get(window, "document") : undefined);
  }
  return made.filter((node): node is object => isObject(node) && domNode.is(node));
}
