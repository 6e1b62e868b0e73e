import type { CodeLanguage } from "../../../notebook/code-language.ts";
import type { DocumentLanguage } from "./language-server.ts";

/** The language in which a cell parses: TypeScript without or with JSX. */
export type CellLanguage = "typescript" | "typescriptreact";

const JAVASCRIPT = { typescript: "javascript", typescriptreact: "javascriptreact" } as const;

/** The compiler's name for the language of a cell's document. */
export function documentLanguage(cell: CellLanguage, notebook: CodeLanguage): DocumentLanguage {
  return notebook === "javascript" ? JAVASCRIPT[cell] : cell;
}
