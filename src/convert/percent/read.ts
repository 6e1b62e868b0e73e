import { isJsonObject, type JsonObject, type JsonValue } from "../../jupyter/json.ts";
import { parseNotebook, type ReadOptions } from "../../notebook/file/read.ts";
import type { Notebook } from "../../notebook/types.ts";
import { formatExact } from "../exact-values.ts";
import { unescapeCode, unescapeMarker, unescapeText } from "./escape.ts";
import { parseHeader } from "./header.ts";
import { type Marker, parseMarker } from "./marker.ts";

const BY_HAND: Marker = { type: "code", title: undefined, options: {} };

/**
 * The notebook in a TypeScript file of the percent format, as `tsnb convert` and jupytext write it.
 *
 * @param file the name for error messages.
 * @throws {PercentHeaderError} when the header is not YAML.
 * @throws {NotebookShapeError} when the metadata cannot be that of a notebook.
 */
export function parsePercent(text: string, file: string, options: ReadOptions = {}): Notebook {
  const lines = linesOf(text);
  const { metadata, body } = parseHeader(lines, file);
  const cells = cellsOf(body).map(({ marker, content }) => cellJson(marker, content));
  const document = formatExact({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, 1);
  return parseNotebook(`${document}\n`, file, options);
}

function linesOf(text: string): readonly string[] {
  const plain = text.replace(/^\uFEFF/, "");
  const isWindows = plain.includes("\r\n") && !/(?:^|[^\r])\n/.test(plain);
  const lines = (isWindows ? plain.replaceAll("\r\n", "\n") : plain).split("\n");
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

type Piece = { readonly marker: Marker; readonly content: readonly string[] };

function cellsOf(lines: readonly string[]): readonly Piece[] {
  const pieces: { marker: Marker; content: string[] }[] = [];
  for (const line of lines) {
    const marker = parseMarker(line);
    if (marker !== undefined) pieces.push({ marker, content: [] });
    else if (pieces.length > 0 || line.trim() !== "") {
      if (pieces.length === 0) pieces.push({ marker: BY_HAND, content: [] });
      pieces.at(-1)?.content.push(line);
    }
  }
  return pieces.map(({ marker, content }, index) => {
    const isSeparated = index < pieces.length - 1 && content.at(-1) === "";
    return { marker, content: isSeparated ? content.slice(0, -1) : content };
  });
}

function cellJson({ type, title, options }: Marker, content: readonly string[]): JsonObject {
  const { id, attachments, metadata: odd, cell_type: _type, commented, escaped, questions, ...plain } = options;
  const metadata: Record<string, JsonValue> = {
    ...plain,
    ...(title === undefined ? {} : { title }),
    ...(isJsonObject(odd) ? odd : {}),
  };
  const common = { cell_type: type, metadata, ...(typeof id === "string" ? { id } : {}) };
  const isComment = type !== "code" || commented === true;
  const lines = isComment ? content.map((line) => unescapeMarker(line).replace(/^[ \t]*\/\/ ?/, "")) : content;
  const text = lines.join("\n");
  if (!isComment) {
    // Every cell that tsnb writes has an id.
    const comments = typeof id !== "string" ? "by hand" : questions === true ? "questions" : "commands";
    const source = unescapeCode(text, comments);
    return { ...common, source, outputs: [], execution_count: null };
  }
  const source = escaped === true ? unescapeText(text) : text;
  if (type === "code") return { ...common, source, outputs: [], execution_count: null };
  return { ...common, source, ...(isJsonObject(attachments) ? { attachments } : {}) };
}
