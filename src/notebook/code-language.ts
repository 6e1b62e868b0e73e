import { isJsonObject } from "../jupyter/json.ts";
import type { Notebook } from "./types.ts";

/** A language whose notebooks are checked and can be imported. */
export type CodeLanguage = "typescript" | "javascript";

const SPOKEN: readonly (readonly [RegExp, CodeLanguage])[] = [
  [/^(?:tsnb|tslab|deno|typescript|ts|itypescript)$/i, "typescript"],
  [/^(?:jslab|javascript|js|node|nodejs|ijavascript)$/i, "javascript"],
];

// Names under which kernels of other languages are installed.
const KERNELS: readonly (readonly [RegExp, string])[] = [
  [/^(?:conda-.+-py|conda-.+-python3?|python[23]?|\.?venv|base|ipykernel)$/i, "python"],
  [/^(?:conda-.+-r|ir)$/i, "r"],
  [/^julia(?:-[\d.]+)?$/i, "julia"],
];

/** The language that the name of a kernel or of a language stands for; undefined for others. */
export function codeLanguageNamed(name: string): CodeLanguage | undefined {
  return SPOKEN.find(([pattern]) => pattern.test(name))?.[1];
}

/** The language of the kernel with a name, in lower case; undefined for a name that is not known. */
export function languageOfKernel(name: string): string | undefined {
  return codeLanguageNamed(name) ?? KERNELS.find(([pattern]) => pattern.test(name))?.[1];
}

/**
 * The language of a notebook: the one that it names, else the one of its kernel. A notebook that names neither counts
 * as TypeScript.
 *
 * @returns the language, or the name of another one in `other`.
 */
export function languageOf(notebook: Pick<Notebook, "metadata">): CodeLanguage | { readonly other: string } {
  const { kernel, language } = namedBy(notebook);
  const said = language ?? kernel ?? "typescript";
  return codeLanguageNamed(said) ?? { other: languageOfKernel(said) === "python" ? "Python" : said };
}

/** The kernel and the language that a notebook names; undefined where it names none. */
export function namedBy({ metadata }: Pick<Notebook, "metadata">): {
  readonly kernel: string | undefined;
  readonly language: string | undefined;
} {
  const { kernelspec, language_info: info } = metadata;
  return { kernel: fieldOf(kernelspec, "name"), language: fieldOf(kernelspec, "language") ?? fieldOf(info, "name") };
}

/** The environment variables that set the language of cells for tsnb's kernel. */
export function languageEnvironment(language: CodeLanguage): Readonly<Record<string, string>> {
  return language === "javascript" ? { TSNB_LANGUAGE: language } : {};
}

/** The language of cells that the environment asks for; TypeScript by default. */
export function languageAsked(env: NodeJS.ProcessEnv): CodeLanguage {
  return codeLanguageNamed(env["TSNB_LANGUAGE"] ?? "") ?? "typescript";
}

function fieldOf(value: unknown, name: string): string | undefined {
  const field = isJsonObject(value) ? value[name] : undefined;
  return typeof field === "string" && field !== "" ? field : undefined;
}
