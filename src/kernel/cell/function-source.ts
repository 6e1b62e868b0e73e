import { RUNTIME } from "./runtime-interface.ts";
import { type Position, tracer } from "./source-map.ts";
import { functionsIn } from "./syntax/functions.ts";
import { parseJavaScript } from "./typescript/to-javascript.ts";

/** The JavaScript of a cell before and after its rewrite. */
export type Rewrite = { readonly before: string; readonly after: string; readonly mappings: () => string };

// A declared function has lost its name, and the variable of a global's name ends in $1.
const REWRITTEN = new RegExp(String.raw`${RUNTIME}|\$1\b|^(?:async\s+)?function\s*\*?\s*\(`);

/** True when the text of a function may differ from the one before the rewrite. */
export function mayBeRewritten(text: string): boolean {
  return REWRITTEN.test(text) && !text.endsWith("{ [native code] }");
}

/**
 * Returns the text before the rewrite, which needs no runtime, of the function or class with a text and a name;
 * undefined when the cell has none.
 *
 * @param text the function's text in the rewritten code.
 * @param name the function's name; undefined for any.
 */
export type FunctionSource = (text: string, name: string | undefined) => string | undefined;

/** Finds the functions of a cell. It is parsed, and its source map decoded, at the first match. */
export function functionSource({ before, after, mappings }: Rewrite): FunctionSource {
  let read: ReturnType<typeof readCell> | undefined;
  const readCell = () => ({
    trace: tracer([mappings()]),
    functions: new Map(functionsIn(parseJavaScript(before), before).map((one) => [one.start, one])),
  });
  return (text, name) => {
    for (let at = after.indexOf(text); at >= 0; at = after.indexOf(text, at + 1)) {
      read ??= readCell();
      const place = read.trace(positionAt(after, at));
      const found = place && read.functions.get(offsetOf(before, place));
      if (found && (name === undefined || found.name === name)) return before.slice(found.start, found.end);
    }
    return undefined;
  };
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
