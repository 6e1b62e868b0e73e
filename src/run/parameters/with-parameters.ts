import { languageOf } from "../../check/language.ts";
import type { Notebook } from "../../notebook/types.ts";
import { ParameterError } from "../errors.ts";
import { checkTypes } from "./check-types.ts";
import type { ParameterLanguage } from "./declared.ts";
import { injectParameters } from "./inject.ts";
import type { Values } from "./values.ts";

/** The language that a notebook's parameters are written in; undefined for one that has no translation here. */
export function parameterLanguage(notebook: Notebook): ParameterLanguage | undefined {
  const language = languageOf(notebook);
  if (typeof language === "string") return language;
  return language.other === "Python" ? "python" : undefined;
}

/**
 * A notebook with values for its parameters, checked against the types that it declares.
 *
 * @throws {ParameterError} when the notebook takes no parameters, or one has no such name, or does not fit.
 */
export async function withParameters(
  notebook: Notebook,
  values: Values,
  { source, label }: { readonly source: string; readonly label: string },
): Promise<Notebook> {
  const names = Object.keys(values);
  if (names.length === 0) return notebook;
  const language = parameterLanguage(notebook);
  if (language === undefined) {
    throw new ParameterError(label, names.join(", "), "parameters can be written in TypeScript, JavaScript and Python");
  }
  const injected = injectParameters(notebook, values, { file: label, language });
  if (language === "typescript") await checkTypes(injected, { source, label, language });
  return injected.notebook;
}
