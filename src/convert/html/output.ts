import { escapeMarkup } from "../../display/escape.ts";
import type { JsonObject, JsonValue } from "../../jupyter/json.ts";
import type { DisplayOutput, MimeData, Output, ResultOutput } from "../../notebook/types.ts";
import { ansiHtml } from "./ansi.ts";
import { chartOf } from "./chart.ts";
import { codeHtml } from "./code.ts";
import type { PageContext } from "./context.ts";
import { markdownHtml } from "./markdown.ts";
import { orPlain } from "./or-plain.ts";
import { pictureHtml } from "./picture.ts";
import { htmlOf, isEmptyTree, sanitizedHtml } from "./sanitize.ts";

const PICTURES = ["image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp"];

/** One of a cell's outputs as HTML. */
export function outputHtml(output: Output, context: PageContext): string {
  switch (output.output_type) {
    case "stream": {
      const name = output.name === "stderr" ? "stderr" : "stdout";
      return framed(name, `<pre tabindex="0">${ansiHtml(output.text)}</pre>`);
    }
    case "error":
      return framed("error", `<pre tabindex="0">${ansiHtml(errorText(output))}</pre>`);
    default:
      return framed("display", displayHtml(output, context));
  }
}

function framed(kind: string, html: string): string {
  return `<div class="output ${kind}">${html}</div>`;
}

function errorText({ ename, evalue, traceback }: Extract<Output, { output_type: "error" }>): string {
  return traceback.length > 0 ? traceback.join("\n") : `${ename}: ${evalue}`;
}

/** The richest of a display's formats that has something to show. */
function displayHtml({ data, metadata }: DisplayOutput | ResultOutput, context: PageContext): string {
  const picture = firstPicture(data, metadata);
  const plain = data["text/plain"];
  return (
    chartOf(data, picture) ??
    foreignHtml(data["text/html"], context) ??
    whenText(data["text/markdown"], (text) => `<div class="prose">${markdownHtml(text, context)}</div>`) ??
    picture ??
    whenText(data["text/latex"], (text) => `<div class="prose">${markdownHtml(text, context)}</div>`) ??
    player(data) ??
    whenText(plain, (text) => `<pre tabindex="0">${ansiHtml(text)}</pre>`) ??
    jsonHtml(data["application/json"]) ??
    unknown(data)
  );
}

function firstPicture(data: MimeData, metadata: JsonObject): string | undefined {
  const type = PICTURES.find((mime) => typeof data[mime] === "string");
  const plain = data["text/plain"];
  const alt = typeof plain === "string" ? plain : "Picture";
  return type === undefined ? undefined : pictureHtml(type, data[type], metadata, alt);
}

function foreignHtml(value: JsonValue | undefined, context: PageContext): string | undefined {
  if (typeof value !== "string") return undefined;
  const html = orPlain(value, (text) => {
    const tree = sanitizedHtml(text);
    return isEmptyTree(tree) ? "" : `<div class="html">${htmlOf(tree, context.idPrefix)}</div>`;
  });
  return html === "" ? undefined : html;
}

function player(data: MimeData): string | undefined {
  const [type, content] = Object.entries(data).find(([mime]) => /^(?:video|audio)\/[\w.+-]+$/.test(mime)) ?? [];
  if (type === undefined || typeof content !== "string") return undefined;
  const tag = type.startsWith("video") ? "video" : "audio";
  return `<${tag} controls src="data:${type};base64,${content.replaceAll(/[^\w+/=]/g, "")}"></${tag}>`;
}

function jsonHtml(value: JsonValue | undefined): string | undefined {
  if (value === undefined) return undefined;
  return `<pre tabindex="0"><code>${codeHtml(JSON.stringify(value, null, 2), "json")}</code></pre>`;
}

function unknown(data: MimeData): string {
  const types = Object.keys(data);
  if (types.length === 0) return "";
  return `<p class="note">This output cannot be shown here: ${escapeMarkup(types.join(", "))}.</p>`;
}

function whenText(value: JsonValue | undefined, show: (text: string) => string): string | undefined {
  return typeof value === "string" && value !== "" ? show(value) : undefined;
}
