import { resolve } from "node:path";
import { isPathSpecifier, notebookSpecifiers } from "../../kernel/notebooks/imports/notebook-specifiers.ts";
import { isInstalled, fileSignature } from "../../kernel/project/find-file.ts";
import { languageOf } from "../../notebook/code-language.ts";
import { readNotebook } from "../../notebook/file/read.ts";
import { findNotebooks, labelOf } from "../../notebook/find.ts";
import { writeAtomic } from "../../util/files/write-atomic.ts";
import { type CheckSubject, checkSubject } from "../subject.ts";
import { emitDeclarations } from "./emit-declarations.ts";
import { exportingModule } from "./exporting-module.ts";

/**
 * Writes `a.d.ipynb.ts` beside each notebook `a.ipynb`, and beside those that it imports: the types of its names, for
 * `tsc` and editors, which do not read notebooks. Notebooks in other languages are left out.
 *
 * @param paths notebooks, folders of notebooks, or glob patterns.
 * @returns the files that were written, absolute; imported notebooks before those that import them.
 */
export async function declareNotebooks(paths: readonly string[]): Promise<readonly string[]> {
  const written: string[] = [];
  const seen = new Set<string>();
  for (const { source } of await findNotebooks(paths)) await declare(source);
  return written;

  async function declare(source: string): Promise<void> {
    if (seen.has(source)) return;
    seen.add(source);
    const label = labelOf(source);
    const notebook = await readNotebook(source, { label });
    const language = languageOf(notebook);
    if (typeof language !== "string") return;
    const subject = checkSubject(notebook, { source, label, language });
    for (const imported of importedBy(subject)) await declare(imported);
    const declared = await emitDeclarations(subject, exportingModule(subject));
    const file = source.replace(/\.ipynb$/, ".d.ipynb.ts");
    await writeAtomic(file, `// The types of ${label}, by: npx tsnb check --declarations\n${declared}`);
    written.push(file);
  }
}

function importedBy({ cells, directory }: CheckSubject): readonly string[] {
  const specifiers = cells.flatMap(({ code }) => notebookSpecifiers(code)).filter(isPathSpecifier);
  return specifiers
    .map((specifier) => resolve(directory, specifier))
    .filter((path) => !isInstalled(path) && fileSignature(path) !== "");
}
