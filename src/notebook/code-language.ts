import { isJsonObject } from "../jupyter/json.ts";
import type { Notebook } from "./types.ts";

/** A language whose notebooks are checked and can be imported. */
export type CodeLanguage = "typescript" | "javascript";

const KERNELS: Readonly<Record<string, CodeLanguage>> = {
  tsnb: "typescript",
  tslab: "typescript",
  deno: "typescript",
  jslab: "javascript",
};

/**
 * The language of a notebook, by its kernel or what the kernel said of itself. One that says nothing is taken for
 * TypeScript.
 *
 * @returns the language, or the name of another one.
 */
export function languageOf({ metadata }: Pick<Notebook, "metadata">): CodeLanguage | { readonly other: string } {
  const { kernelspec, language_info: info } = metadata;
  const name = fieldOf(kernelspec, "name");
  const known = KERNELS[name ?? ""];
  if (known) return known;
  const said = fieldOf(kernelspec, "language") ?? fieldOf(info, "name") ?? name ?? "typescript";
  if (/^typescript$/i.test(said)) return "typescript";
  if (/^javascript$/i.test(said)) return "javascript";
  return { other: /^python\d*$/i.test(said) ? "Python" : said };
}

function fieldOf(value: unknown, name: string): string | undefined {
  const field = isJsonObject(value) ? value[name] : undefined;
  return typeof field === "string" && field !== "" ? field : undefined;
}
