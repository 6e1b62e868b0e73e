import type { JsonObject, JsonValue } from "../../jupyter/json.ts";
import { isJsonObject } from "../../jupyter/json.ts";
import { escapeMarkup } from "../../display/escape.ts";

/** The URL of a picture that a notebook stores: SVG as text, other types in base64. */
export function pictureUrl(type: string, content: string): string {
  const base64 =
    type === "image/svg+xml" ? Buffer.from(content).toString("base64") : content.replaceAll(/[^\w+/=]/g, "");
  return `data:${type.replaceAll(/[^\w/+.-]/g, "")};base64,${base64}`;
}

/** A picture among a cell's outputs, with the size that the kernel asked for. */
export function pictureHtml(type: string, content: JsonValue | undefined, metadata: JsonObject, alt: string): string {
  if (typeof content !== "string") return "";
  const about = isJsonObject(metadata[type]) ? metadata[type] : metadata;
  const size = ["width", "height"].flatMap((name) => {
    const value = about[name];
    return typeof value === "number" && value > 0 ? [` ${name}="${value}"`] : [];
  });
  return `<img src="${pictureUrl(type, content)}" alt="${escapeMarkup(alt)}"${size.join("")}>`;
}
