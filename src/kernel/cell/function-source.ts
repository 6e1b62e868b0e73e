import type { Node } from "oxc-parser";
import { RUNTIME } from "./runtime-interface.ts";
import { type Position, traceAll } from "./source-map.ts";
import { childrenOf, isFunction } from "./syntax/ast.ts";
import { parseJavaScript } from "./typescript/to-javascript.ts";

/** The JavaScript of a cell before and after its rewrite. */
export type Rewrite = { readonly before: string; readonly after: string; readonly mappings: () => string };

// A declared function has lost its name, and the variable of a global's name ends in $1.
const REWRITTEN = new RegExp(String.raw`${RUNTIME}|\$1\b|^(?:async\s+)?function\s*\*?\s*\(`);

/** True when the text of a function may differ from the one before the rewrite. */
export function mayBeRewritten(text: string): boolean {
  return REWRITTEN.test(text);
}

/**
 * The text of a function or class before the rewrite, which needs no runtime; undefined when it is not of this cell.
 *
 * @param text the function's text in the rewritten code.
 */
export function functionSource({ before, after, mappings }: Rewrite, text: string): string | undefined {
  const at = after.indexOf(text);
  const place = at < 0 ? undefined : traceAll([mappings()], positionAt(after, at));
  if (!place) return undefined;
  const start = offsetOf(before, place);
  const end = endOfFunction(parseJavaScript(before), start);
  return end === undefined ? undefined : before.slice(start, end);
}

/** The end of the function or class with the smallest start from this offset on: a method's starts after its name. */
function endOfFunction(node: Node, start: number): number | undefined {
  if (node.start >= start && (isFunction(node) || node.type === "ClassDeclaration" || node.type === "ClassExpression"))
    return node.end;
  for (const child of childrenOf(node)) {
    const end = child.end > start ? endOfFunction(child, start) : undefined;
    if (end !== undefined) return end;
  }
  return undefined;
}

function positionAt(text: string, offset: number): Position {
  const lines = text.slice(0, offset).split("\n");
  return { line: lines.length, column: lines.at(-1)?.length ?? 0 };
}

function offsetOf(text: string, { line, column }: Position): number {
  let start = 0;
  for (let number = 1; number < line; number++) start = text.indexOf("\n", start) + 1;
  return start + column;
}
