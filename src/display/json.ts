import { toJson } from "./mime/content.ts";
import { displayable } from "./mime/displayable.ts";
import type { Displayable } from "./mime/mime.ts";
import { valueText } from "./text/value-text.ts";

const JSON_TYPE = "application/json";

/**
 * A value that notebooks show as JSON; JupyterLab shows a tree that can be opened and searched. Dates become ISO
 * strings, big integers become numbers where these are exact and strings otherwise; functions are left out.
 *
 * @param options.expanded true to open the tree at first; default false.
 * @throws {TypeError} when the value contains itself.
 *
 * @example
 * json({ models: [{ name: "levit_128s", top1: 76.514 }] }, { expanded: true });
 */
export function json(value: unknown, options: { readonly expanded?: boolean } = {}): Displayable {
  const { expanded = false } = options;
  const bundle = {
    data: { [JSON_TYPE]: toJson(value), "text/plain": valueText(value) },
    metadata: { [JSON_TYPE]: { expanded } },
  };
  return displayable(bundle.data["text/plain"], () => bundle);
}
