import { codeLanguageNamed, languageOfKernel, namedBy } from "../notebook/code-language.ts";
import type { Notebook } from "../notebook/types.ts";

/**
 * The name of the language of a notebook's cells in lower case, as highlight.js and Markdown know it; the kernel's
 * name where the notebook names no language, and `typescript` where it names neither.
 */
export function languageName(notebook: Notebook): string {
  const { kernel = "typescript", language } = namedBy(notebook);
  const named = language === undefined ? languageOfKernel(kernel) : codeLanguageNamed(language);
  return named ?? (language ?? kernel).toLowerCase();
}
