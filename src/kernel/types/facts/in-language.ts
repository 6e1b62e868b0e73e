import type { CodeLanguage } from "../../../notebook/code-language.ts";
import type { CellFacts } from "./cell-facts.ts";
import type { Declaration, Kind } from "./declarations.ts";

// In JavaScript, such variables get their type from their values.
const UNTYPED: Partial<Record<Kind, Kind>> = { array: "const", auto: "let", letArray: "let" };

/** The facts of a cell in the language of its notebook. JavaScript declares types in comments. */
export function inLanguage(language: CodeLanguage, facts: CellFacts): CellFacts {
  if (language === "typescript") return facts;
  const typed = facts.declarations.map((declaration): Declaration => {
    const kind = /@type\b/.test(declaration.documentation) ? UNTYPED[declaration.kind] : undefined;
    return kind === undefined ? declaration : { ...declaration, kind };
  });
  // A module of JavaScript exports the types of its comments by itself.
  const exported = new Set([...facts.exported, ...facts.jsdocTypes.map(({ name }) => name)]);
  return { ...facts, declarations: [...typed, ...facts.jsdocTypes], exported };
}
