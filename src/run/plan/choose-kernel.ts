import { UnknownKernelError } from "../../jupyter/kernelspec.ts";
import { codeLanguageNamed, languageOfKernel, namedBy } from "../../notebook/code-language.ts";
import type { Notebook } from "../../notebook/types.ts";
import { NoKernelError } from "../errors/notebook-errors.ts";
import type { Transport } from "../transport/transport.ts";

/** A kernel for a notebook, and a notice when it is not the one that the notebook names. */
export type KernelChoice = {
  readonly name: string;
  readonly notice?: string;
};

type Kernels = Pick<Transport, "requireKernel" | "listKernels">;

/** For each language, the languages whose kernels can run it, in order of preference. */
const STAND_INS: Readonly<Record<string, readonly string[]>> = {
  typescript: ["typescript"],
  javascript: ["javascript", "typescript"],
};
const PREFERRED = ["tsnb", "python3"];

/**
 * The kernel that a notebook names or, if that is not installed, a kernel for its language.
 *
 * @throws {NoKernelError} when the notebook names no kernel, and no kernel for its language is installed.
 * @throws {UnknownKernelError} when neither the named kernel nor another for its language is installed.
 */
export async function chooseKernel(notebook: Notebook, file: string, transport: Kernels): Promise<KernelChoice> {
  const { kernel: name, language } = namedBy(notebook);
  try {
    if (name === undefined) throw new NoKernelError(file);
    await transport.requireKernel(name);
    return { name };
  } catch (error) {
    if (!(error instanceof UnknownKernelError || error instanceof NoKernelError)) throw error;
    const spoken = language === undefined ? languageOfKernel(name ?? "") : spelled(language);
    const found = spoken === undefined ? undefined : await standIn(spoken, transport);
    if (found === undefined || spoken === undefined) throw error;
    const lacking = name === undefined ? "it names no kernel" : `its kernel "${name}" is not installed`;
    const notice = `${lacking}; it runs on "${found}", a kernel for its language, ${spoken}`;
    return { name: found, notice };
  }
}

async function standIn(language: string, transport: Kernels): Promise<string | undefined> {
  const kernels = await transport.listKernels();
  for (const wanted of STAND_INS[language] ?? [language]) {
    const names = kernels.filter((kernel) => kernel.language.toLowerCase() === wanted).map(({ name }) => name);
    const found = PREFERRED.find((name) => names.includes(name)) ?? names.toSorted()[0];
    if (found !== undefined) return found;
  }
  return undefined;
}

function spelled(language: string): string {
  return codeLanguageNamed(language) ?? language.toLowerCase();
}
