import { readTypeScriptFacts } from "../cell/typescript/typescript-facts.ts";
import { isTooDeepToRun } from "../cell/syntax/nesting.ts";
import { withObjectLiteral } from "../cell/syntax/object-literal.ts";
import { CellSyntaxError } from "../cell/syntax/syntax-error.ts";
import { parseJavaScript, toJavaScript } from "../cell/typescript/to-javascript.ts";
import { findMagics, mayHaveMagics, withMagicCalls } from "../magic/lines/magic-lines.ts";
import { type CellEffects, effectsOf } from "../notebooks/needed-cells/cell-effects.ts";

/** The names that a cell declares, uses and changes, and the files of the project that it imports. */
export type CellNode = CellEffects & { readonly files: readonly string[] };

/**
 * Reads the names of a cell from its TypeScript, including the code of commands that take code. Types do not count,
 * because they leave no trace in values.
 *
 * @returns undefined when the cell is not TypeScript.
 */
export function cellNode(source: string): CellNode | undefined {
  if (isTooDeepToRun(source)) return undefined;
  try {
    const shebang = source.replace(/^#!/, "//");
    const plain = mayHaveMagics(shebang) ? withMagicCalls(shebang, findMagics(shebang)) : shebang;
    const facts = readTypeScriptFacts(withObjectLiteral(plain)?.source ?? plain, new Map());
    const program = parseJavaScript(toJavaScript(facts.source, () => SETTINGS).code);
    const files = program.body.flatMap((node) => {
      const module = "source" in node ? node.source?.value : undefined;
      return module !== undefined && /^(?:\.{0,2}\/|#|@\/|~\/)/.test(module) ? [module] : [];
    });
    return { ...effectsOf(program, true), files: [...new Set(files)] };
  } catch (error) {
    if (error instanceof CellSyntaxError) return undefined;
    throw error;
  }
}

const SETTINGS = { typescript: { onlyRemoveTypeImports: true } };
