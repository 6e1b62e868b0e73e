import { stripVTControlCharacters } from "node:util";
import type { JsonValue } from "../../jupyter/json.ts";
import type { Cell, DisplayOutput, MimeData, Notebook, Output, ResultOutput, TextCell } from "../../notebook/types.ts";
import { languageName } from "../language.ts";

/** Markdown, and the pictures that it shows. */
export type MarkdownFiles = {
  readonly text: string;
  /** Pictures by their paths from the Markdown file, with `/`. */
  readonly pictures: ReadonlyMap<string, Uint8Array>;
};

const ENDINGS: Readonly<Record<string, string>> = {
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/gif": "gif",
  "image/webp": "webp",
  "image/svg+xml": "svg",
};

/**
 * A notebook as Markdown that GitHub shows: text as it is, code and its printed output in fences, pictures as files
 * beside it, charts as their pictures.
 *
 * @param folder the folder of the pictures, relative to the Markdown file.
 */
export function formatMarkdown(notebook: Notebook, folder: string): MarkdownFiles {
  const pictures = new Map<string, Uint8Array>();
  const keep = (name: string, content: Uint8Array): string => {
    const path = `${folder}/${name}`;
    pictures.set(path, content);
    return encodeURI(path).replaceAll(/[()]/g, (mark) => (mark === "(" ? "%28" : "%29"));
  };
  const language = languageName(notebook);
  const blocks = notebook.cells.flatMap((cell) => cellBlocks(cell, language, keep));
  return { text: `${blocks.join("\n\n")}\n`, pictures };
}

type Keep = (name: string, content: Uint8Array) => string;

function cellBlocks(cell: Cell, language: string, keep: Keep): readonly string[] {
  if (cell.cell_type !== "code") return textBlocks(cell, keep);
  const code = cell.source.trim() === "" ? [] : [fenced(cell.source, language)];
  const outputs = cell.outputs.flatMap((output, index) => outputBlocks(output, `${cell.id}-${index + 1}`, keep));
  return [...code, ...outputs];
}

function textBlocks(cell: TextCell, keep: Keep): readonly string[] {
  if (cell.source.trim() === "") return [];
  if (cell.cell_type === "raw") return [fenced(cell.source, "")];
  let text = cell.source.replace(/\n+$/, "");
  for (const [file, bundle] of Object.entries(cell.attachments ?? {})) {
    const picture = pictureIn(bundle);
    if (picture === undefined) continue;
    const path = keep(`${cell.id}-${safeName(file)}`, picture.content);
    for (const name of new Set([file, encodeURI(file), encodeURIComponent(file)])) {
      text = text.replaceAll(`attachment:${name}`, () => path);
    }
  }
  return [text];
}

function outputBlocks(output: Output, name: string, keep: Keep): readonly string[] {
  if (output.output_type === "stream") return printed(output.text);
  if (output.output_type !== "error") return displayBlocks(output, name, keep);
  const { ename, evalue, traceback } = output;
  return printed(traceback.length > 0 ? traceback.join("\n") : `${ename}: ${evalue}`);
}

function displayBlocks({ data }: DisplayOutput | ResultOutput, name: string, keep: Keep): readonly string[] {
  const plain = stringIn(data, "text/plain");
  const picture = pictureIn(data);
  if (picture !== undefined) {
    const alt = (plain ?? "Picture")
      .replaceAll(/\s+/g, " ")
      .replaceAll(/[[\]\\]/g, "\\$&")
      .trim();
    return [`![${alt}](${keep(`${name}.${picture.ending}`, picture.content)})`];
  }
  const html = stringIn(data, "text/html");
  // GitHub keeps tables, and drops scripts with all that they would draw.
  if (html !== undefined && /<table[\s>]/i.test(html))
    return [html.replaceAll(/<script\b[^]*?<\/script>| data-table='[^']*'|^[ \t]*\n/gim, "").trim()];
  const markdown = stringIn(data, "text/markdown") ?? stringIn(data, "text/latex");
  if (markdown !== undefined) return [markdown.trim()];
  if (plain !== undefined) return printed(plain);
  const json = data["application/json"];
  return json === undefined ? [] : [fenced(JSON.stringify(json, null, 2), "json")];
}

function printed(text: string): readonly string[] {
  const plain = stripVTControlCharacters(text);
  return plain.trim() === "" ? [] : [fenced(plain, "text")];
}

/** Text in a fence that is longer than any inside. */
function fenced(text: string, language: string): string {
  const inside = [...text.matchAll(/^\s*(`{3,})/gm)].map(([, ticks = ""]) => ticks.length);
  const fence = "`".repeat(Math.max(2, ...inside) + 1);
  return `${fence}${language}\n${text.replace(/\n$/, "")}\n${fence}`;
}

function pictureIn(data: MimeData): { readonly ending: string; readonly content: Uint8Array } | undefined {
  for (const [type, ending] of Object.entries(ENDINGS)) {
    const value = stringIn(data, type);
    if (value === undefined) continue;
    return { ending, content: Buffer.from(value, type === "image/svg+xml" ? "utf8" : "base64") };
  }
  return undefined;
}

function stringIn(data: MimeData, type: string): string | undefined {
  const value: JsonValue | undefined = data[type];
  return typeof value === "string" ? value : undefined;
}

function safeName(file: string): string {
  return file.replaceAll(/[^\w.-]+/g, "_").replace(/^\.+/, "_");
}
