import { withObjectLiteral } from "../../cell/syntax/object-literal.ts";
import { withoutMagics } from "../../magic/magic-lines.ts";
import { type CellFacts, readCell } from "./cell-facts.ts";

/**
 * Reads a cell; an object literal at its end is an expression.
 *
 * @param isDeclared whether an earlier cell declares a name.
 */
export function readWhole(code: string, isDeclared?: (name: string) => boolean): CellFacts | undefined {
  const source = withoutMagics(code, isDeclared);
  const literal = withObjectLiteral(source);
  const facts = readCell(literal?.source ?? source);
  return facts && literal ? { ...facts, inserted: { at: literal.start, length: literal.added } } : facts;
}
