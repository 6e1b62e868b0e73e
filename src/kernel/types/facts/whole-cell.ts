import { withObjectLiteral } from "../../cell/syntax/object-literal.ts";
import { withoutMagics } from "../../magic/lines/magic-lines.ts";
import { type CellFacts, readCell } from "./cell-facts.ts";

/**
 * Reads a cell, taking an object literal at its end as an expression. Undefined when it cannot be read.
 *
 * @param isDeclared returns true when an earlier cell declares a name.
 */
export function readWhole(code: string, isDeclared?: (name: string) => boolean): CellFacts | undefined {
  const source = withoutMagics(code, isDeclared);
  const literal = withObjectLiteral(source);
  const facts = readCell(literal?.source ?? source);
  return facts && literal ? { ...facts, inserted: { at: literal.start, length: literal.added } } : facts;
}
