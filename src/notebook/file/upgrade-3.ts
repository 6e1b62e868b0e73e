import { isJsonObject, type JsonObject, type JsonValue } from "../../jupyter/json.ts";
import { isJsonMime } from "../mime.ts";
import { headingMarkdown } from "./heading-cell.ts";
import { intendedText } from "./repair-outputs.ts";

// nbformat 3 has short names for MIME types; see https://nbformat.readthedocs.io/en/latest/changelog.html
const MIME: Readonly<Record<string, string>> = {
  text: "text/plain",
  html: "text/html",
  svg: "image/svg+xml",
  png: "image/png",
  jpeg: "image/jpeg",
  latex: "text/latex",
  json: "application/json",
  javascript: "application/javascript",
};

/** A notebook of nbformat 3 in the form of 4.0: one list of cells, with the names that fields have now. */
export function upgradeFrom3(document: JsonObject): JsonObject {
  const worksheets = listOf(document["worksheets"]);
  const cells = worksheets.flatMap((sheet) => (isJsonObject(sheet) ? listOf(sheet["cells"]) : []));
  const { name: _, signature: __, ...metadata } = isJsonObject(document["metadata"]) ? document["metadata"] : {};
  const language = cells.map((cell) => (isJsonObject(cell) ? cell["language"] : undefined)).find(isText);
  const spoken = language === undefined || "language_info" in metadata ? {} : { language_info: { name: language } };
  return { nbformat: 4, nbformat_minor: 0, metadata: { ...metadata, ...spoken }, cells: cells.map(upgradedCell) };
}

function upgradedCell(cell: JsonValue): JsonValue {
  if (!isJsonObject(cell)) return cell;
  const metadata = isJsonObject(cell["metadata"]) ? cell["metadata"] : {};
  if (cell["cell_type"] === "code") {
    const { collapsed } = cell;
    return {
      cell_type: "code",
      metadata: typeof collapsed === "boolean" ? { ...metadata, collapsed } : metadata,
      source: intendedText(cell["input"]),
      execution_count: cell["prompt_number"] ?? null,
      outputs: listOf(cell["outputs"]).map(upgradedOutput),
    };
  }
  if (cell["cell_type"] === "heading") return { cell_type: "markdown", metadata, source: headingMarkdown(cell) };
  const source = intendedText(cell["source"]);
  return { cell_type: cell["cell_type"] === "raw" ? "raw" : "markdown", metadata, source };
}

function upgradedOutput(output: JsonValue): JsonValue {
  if (!isJsonObject(output)) return output;
  const { output_type: type, metadata, prompt_number: count, stream, text, ename, evalue, traceback, ...data } = output;
  switch (type) {
    case "stream":
      return { output_type: "stream", name: isText(stream) ? stream : "stdout", text: intendedText(text) };
    case "pyerr":
      return {
        output_type: "error",
        ename: intendedText(ename),
        evalue: intendedText(evalue),
        traceback: listOf(traceback),
      };
    case "pyout":
    case "display_data": {
      const fields = { data: bundleOf({ ...data, ...(text === undefined ? {} : { text }) }), metadata: metadata ?? {} };
      if (type === "display_data") return { output_type: type, ...fields };
      return { output_type: "execute_result", execution_count: count ?? null, ...fields };
    }
    default:
      return output;
  }
}

function bundleOf(data: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => {
      const mime = MIME[name] ?? name;
      return [mime, isJsonMime(mime) ? jsonOf(intendedText(value)) : intendedText(value)];
    }),
  );
}

// nbformat 3 stored it as a string.
function jsonOf(text: string): JsonValue {
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

function isText(value: JsonValue | undefined): value is string {
  return typeof value === "string" && value !== "";
}
