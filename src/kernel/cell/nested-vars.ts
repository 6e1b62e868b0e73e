import type MagicString from "magic-string";
import type { VariableDeclaration } from "oxc-parser";
import { nameOf } from "./ast.ts";

/**
 * Makes a `var` in a block or the head of a loop an expression: its names are variables of the notebook.
 *
 * @param opening what an expression starts with, up to a parenthesis.
 */
export function rewriteNestedVar(text: MagicString, node: VariableDeclaration, opening: string): void {
  const [first] = node.declarations;
  const last = node.declarations.at(-1);
  if (!first || !last) return;
  const { original } = text;
  // Only the head of a loop has a declaration behind a parenthesis.
  const isInHead = original.slice(0, node.start).trimEnd().endsWith("(");
  if (isInHead && !first.init && !original.slice(last.end).trimStart().startsWith(";")) {
    // `for (async of` is none; a pattern takes no parentheses.
    const [before, after] = nameOf(first.id) === "async" ? ["(", ")"] : ["", ""];
    text.update(node.start, first.id.start, before);
    text.appendLeft(last.end, after);
    return;
  }
  text.update(node.start, first.id.start, opening);
  text.appendLeft(last.end, isInHead || last.end < node.end ? ")" : ");");
}
