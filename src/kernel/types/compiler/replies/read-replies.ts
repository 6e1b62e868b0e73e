import { fileURLToPath } from "node:url";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../../jupyter/json.ts";

/** Lines and UTF-16 columns from 0. */
export type TextRange = {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
};

export type ServerDiagnostic = TextRange & {
  readonly severity: "error" | "warning" | "hint";
  readonly code: number;
  readonly message: string;
};

export type ServerCompletion = {
  readonly label: string;
  readonly kind: number;
  readonly sort: string;
  readonly text: string;
  /** The range that the text replaces, when that is not the word at the cursor. */
  readonly range?: TextRange;
};

export type Definition = TextRange & { readonly file: string };

export type ServerSignature = {
  readonly label: string;
  readonly documentation: string;
  /** The parameter that the cursor is at, when it is documented. */
  readonly parameter?: { readonly name: string; readonly documentation: string };
};

export function diagnosticsOf(value: JsonValue): ServerDiagnostic[] {
  return objectsIn(fieldOf(value, "items")).map((item) => ({
    ...rangeOf(item["range"]),
    severity: item["severity"] === 1 ? "error" : item["severity"] === 2 ? "warning" : "hint",
    code: numberOf(item["code"]),
    message: stringOf(item["message"]),
  }));
}

export function completionsOf(value: JsonValue): ServerCompletion[] {
  const items = Array.isArray(value) ? value : fieldOf(value, "items");
  return objectsIn(items).map((item) => {
    const label = stringOf(item["label"]);
    const edit = isJsonObject(item["textEdit"]) ? item["textEdit"] : undefined;
    return {
      label,
      kind: numberOf(item["kind"]),
      sort: stringOf(item["sortText"]) || label,
      text: stringOf(edit?.["newText"]) || stringOf(item["insertText"]) || label,
      ...(edit ? { range: rangeOf(edit["range"] ?? edit["replace"]) } : {}),
    };
  });
}

/** The Markdown of a hover; undefined when there is none. */
export function hoverOf(value: JsonValue): string | undefined {
  const contents = fieldOf(value, "contents");
  if (typeof contents === "string") return contents;
  return contents === undefined ? undefined : stringOf(fieldOf(contents, "value")) || undefined;
}

export function definitionsOf(value: JsonValue): Definition[] {
  const found = Array.isArray(value) ? value : [value];
  return objectsIn(found).flatMap((item) => {
    const uri = stringOf(item["targetUri"]) || stringOf(item["uri"]);
    return uri.startsWith("file:") ? [{ file: fileOf(uri), ...rangeOf(item["targetRange"] ?? item["range"]) }] : [];
  });
}

export function signatureHelpIn(value: JsonValue): ServerSignature | undefined {
  const signatures = objectsIn(fieldOf(value, "signatures"));
  const active = signatures[numberOf(fieldOf(value, "activeSignature"))] ?? signatures[0];
  if (!active) return undefined;
  const label = stringOf(active["label"]);
  const at = numberOf(active["activeParameter"] ?? fieldOf(value, "activeParameter"));
  const parameter = objectsIn(active["parameters"])[at];
  const documentation = markupOf(parameter?.["documentation"]);
  const [name = ""] = parameterText(parameter?.["label"], label).split(/[?:]/, 1);
  return {
    label,
    documentation: markupOf(active["documentation"]),
    ...(documentation === "" ? {} : { parameter: { name: name.replace(/^\.\.\./, ""), documentation } }),
  };
}

function markupOf(value: JsonValue | undefined): string {
  return stringOf(isJsonObject(value) ? value["value"] : value);
}

/** The label of a parameter, which the server gives as a string or as a range in the signature's label. */
function parameterText(label: JsonValue | undefined, signature: string): string {
  return Array.isArray(label) ? signature.slice(numberOf(label[0]), numberOf(label[1])) : stringOf(label);
}

// Windows' drive letters come in lower case, whatever the request had.
function fileOf(uri: string): string {
  return fileURLToPath(uri).replace(/^[a-z]:/, (drive) => drive.toUpperCase());
}

function rangeOf(value: JsonValue | undefined): TextRange {
  const start = fieldOf(value, "start");
  const end = fieldOf(value, "end");
  return {
    startLine: numberOf(fieldOf(start, "line")),
    startColumn: numberOf(fieldOf(start, "character")),
    endLine: numberOf(fieldOf(end, "line")),
    endColumn: numberOf(fieldOf(end, "character")),
  };
}

function fieldOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isJsonObject(value) ? value[name] : undefined;
}

function objectsIn(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function numberOf(value: JsonValue | undefined): number {
  return typeof value === "number" ? value : 0;
}

function stringOf(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}
