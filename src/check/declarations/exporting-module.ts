import { withoutNoCheck } from "../../kernel/cell/syntax/no-check.ts";
import { readCell } from "../../kernel/types/facts/cell-facts.ts";
import type { Declaration } from "../../kernel/types/facts/declarations.ts";
import type { CheckSubject } from "../subject.ts";
import { RedeclaredNameError } from "./errors.ts";

/** A notebook as one module that exports all names of its cells. */
export type ExportingModule = {
  readonly text: string;
  readonly ending: ".mts" | ".tsx" | ".mjs" | ".jsx";
};

// Declarations that may occur several times in a module.
const MERGING = new Set<Declaration["kind"]>(["interface", "namespace"]);

/**
 * Joins the cells of a notebook, and exports what they declare.
 *
 * @throws {RedeclaredNameError} when two cells declare the same name, which one module cannot do.
 */
export function exportingModule({ label, language, cells }: CheckSubject): ExportingModule {
  const declaredBy = new Map<string, number>();
  const exported = new Set<string>();
  const repeated = new Set<string>();
  const texts: string[] = [];
  let hasJsx = false;
  for (const { code, index } of cells) {
    const facts = readCell(code);
    if (!facts) continue;
    hasJsx ||= facts.language === "typescriptreact";
    let text = withoutNoCheck(facts.code);
    for (const { name, kind, text: statement } of facts.declarations) {
      const before = declaredBy.get(name);
      if (before === undefined || before === index || MERGING.has(kind)) declaredBy.set(name, index);
      else if (kind === "import" && repeated.has(statement)) text = text.replace(statement, "");
      else throw new RedeclaredNameError(label, name, before + 1, index + 1);
      if (kind === "import") repeated.add(statement);
    }
    for (const name of facts.exported) exported.add(name);
    texts.push(text);
  }
  const names = [...declaredBy.keys()].filter((name) => !exported.has(name));
  const ending = language === "javascript" ? (hasJsx ? ".jsx" : ".mjs") : hasJsx ? ".tsx" : ".mts";
  return { text: `${texts.join("\n;\n")}\n;\nexport { ${names.join(", ")} };\n`, ending };
}
