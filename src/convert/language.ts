import { isJsonObject } from "../jupyter/json.ts";
import type { Notebook } from "../notebook/types.ts";

/** The name of the language of a notebook's cells in lower case, `typescript` if it names none. */
export function languageOf({ metadata }: Notebook): string {
  const { language_info: info, kernelspec } = metadata;
  const name = isJsonObject(info) ? info["name"] : undefined;
  const language = isJsonObject(kernelspec) ? kernelspec["language"] : undefined;
  return ([name, language].find((value) => typeof value === "string") ?? "typescript").toLowerCase();
}
