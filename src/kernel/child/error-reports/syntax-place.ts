import type { SourcePlace } from "./stacks/compiled-sources.ts";

/**
 * The place of a syntax error. The compiler gives it in fields; V8 gives it in the first lines of the stack
 * (`file:line`, the line, a caret below it), and counts in the compiled code.
 */
export function syntaxPlace(
  error: Error,
  stack: string,
  cell: string,
): (SourcePlace & { readonly isInCompiled: boolean }) | undefined {
  if (!(error instanceof SyntaxError)) return undefined;
  if ("line" in error && typeof error.line === "number" && "column" in error && typeof error.column === "number") {
    const file = "file" in error && typeof error.file === "string" ? error.file : cell;
    return { file, line: error.line, column: error.column + 1, isInCompiled: false };
  }
  const [first = "", , carets = ""] = stack.split("\n");
  const [, file, line] = /^(.+):(\d+)$/.exec(first) ?? [];
  if (file === undefined || !/^\s*\^+\s*$/.test(carets)) return undefined;
  return { file, line: Number(line), column: carets.indexOf("^") + 1, isInCompiled: true };
}
