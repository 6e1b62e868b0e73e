import { join } from "node:path";
import type { CheckSubject, SubjectCell } from "../subject.ts";

/** The cell that declares the parameters of a notebook; undefined if there is none. */
export function checkedParametersCell({ cells }: CheckSubject): SubjectCell | undefined {
  return cells.find(({ tags }) => tags.includes("parameters"));
}

/** The cells up to the one with the parameters as a module, and the offset of that cell in it. */
export function declaringModule(
  { cells }: CheckSubject,
  cell: SubjectCell,
): { readonly text: string; readonly from: number } {
  const before = cells.filter(({ index }) => index < cell.index).map(({ code }) => `${code}\n;\n`);
  const text = before.join("");
  // The type of a constant is its own value; a parameter may have other values of the kind.
  return { text: text + cell.code.replaceAll(/\bconst\b(?!\s+enum\b)(?<!\bas\s+const)/g, "let  "), from: text.length };
}

export function moduleFile({ directory, language }: CheckSubject): string {
  return join(directory, `__tsnb_parameters.${language === "javascript" ? "mjs" : "mts"}`);
}
