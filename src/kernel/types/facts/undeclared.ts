import { parseSync } from "oxc-parser";
import { type CellFacts, readCell } from "./cell-facts.ts";
import { type Declaration, declarationsIn, type Kind } from "./declarations.ts";

// Declarations that take effect as soon as a cell starts.
const AT_START: ReadonlySet<Kind> = new Set<Kind>(["function", "interface", "type"]);

/** A cell as if it had ended before it declared these names: code after them may not have run. */
export function withoutUndeclared(facts: CellFacts, names: ReadonlySet<string>): CellFacts {
  const isDeclared = ({ name, kind }: Declaration): boolean => AT_START.has(kind) || !names.has(name);
  const lang = facts.language === "typescript" ? "ts" : "tsx";
  const { program } = parseSync(`cell.${lang}`, facts.code, { lang, sourceType: "module" });
  let { code } = facts;
  for (const statement of program.body) {
    const declarations = declarationsIn([statement], facts.code);
    if (declarations.length === 0 || declarations.some(isDeclared)) continue;
    const { start, end } = statement;
    code = code.slice(0, start) + code.slice(start, end).replaceAll(/[^\r\n]/g, " ") + code.slice(end);
  }
  const read = readCell(code) ?? facts;
  return { ...read, declarations: read.declarations.filter(isDeclared), properties: new Map(), isPartial: true };
}
