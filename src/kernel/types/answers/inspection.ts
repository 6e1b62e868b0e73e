import { withoutMarks } from "../modules/reserved-names.ts";
import type { TextRange, ServerSignature } from "../compiler/replies/read-replies.ts";

/** The declaration in a hover, and its documentation in Markdown. */
export type HoverText = { readonly signature: string; readonly documentation: string };

// Links to declarations: the files may not be the user's.
const LINK = /\[([^\]]*)\]\(file:[^)]*\)/g;
const FENCE = /^\s*```\w*\n([\s\S]*?)\n```\s*/;

/** Splits a hover of the language server into declaration and documentation. */
export function describe(markdown: string, shadows: ReadonlyMap<string, string>): HoverText {
  const fence = FENCE.exec(markdown);
  const signature = fence?.[1] ?? "";
  const rest = fence ? markdown.slice(fence[0].length) : markdown;
  return {
    signature: withoutMarks(readable(signature), shadows),
    documentation: withoutPlaces(rest.replace(/^\s*(?:___|---)\s*/, "").trim()),
  };
}

/** Documentation without links to declarations. */
export function withoutPlaces(documentation: string): string {
  return documentation.replaceAll(LINK, "$1");
}

/** The documentation of a call: first that of the parameter at the cursor, then that of the function. */
export function documentationOf({ documentation, parameter }: ServerSignature): string {
  const own = parameter === undefined ? "" : `${parameter.name}: ${parameter.documentation}`;
  return [own, documentation].filter((text) => text !== "").join("\n\n");
}

// Removes the import from an earlier cell, which does not interest the user.
function readable(signature: string): string {
  return signature
    .replaceAll(/^\(alias\) /gm, "")
    .replace(/\nimport [\s\S]*$/, "")
    .trim();
}

const IDENTIFIER = /[\p{ID_Continue}$\u200c\u200d]/u;

/** The offset of the name at a cursor, which may be just after it. */
export function nameOffset(code: string, offset: number): number {
  if (IDENTIFIER.test(code.charAt(offset))) return offset;
  return offset > 0 && IDENTIFIER.test(code.charAt(offset - 1)) ? offset - 1 : offset;
}

/** The smallest expression that ends with the name at an offset, such as `frame.height`. */
export function expressionAt(code: string, offset: number): string | undefined {
  const before = /[\p{ID_Continue}$.]*$/u.exec(code.slice(0, offset))?.[0] ?? "";
  const after = /^[\p{ID_Continue}$]*/u.exec(code.slice(offset))?.[0] ?? "";
  const path = before + after;
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\.[\p{ID_Start}$_][\p{ID_Continue}$]*)*$/u.test(path)
    ? path
    : undefined;
}

/** The part of a string in a range. */
export function sliceRange(text: string, { startLine, startColumn, endLine, endColumn }: TextRange): string {
  const lines = text.split("\n").slice(startLine, endLine + 1);
  const last = lines.length - 1;
  return lines
    .map((line, index) => line.slice(index === 0 ? startColumn : 0, index === last ? endColumn : undefined))
    .join("\n");
}
