import { languageOf } from "../../notebook/code-language.ts";
import { checkParameters, readParameters } from "../../check/parameters/parameters.ts";
import { subjectOf } from "../../check/subject.ts";
import type { Notebook } from "../../notebook/types.ts";
import { ParameterError } from "../errors.ts";
import { type Declared, declaredIn, type ParameterLanguage, parametersCell } from "./declared.ts";
import { injectParameters } from "./inject.ts";
import { type Values, valueFor } from "./values.ts";

/** The language that a notebook's parameters are written in; undefined for one that has no translation here. */
export function parameterLanguage(notebook: Notebook): ParameterLanguage | undefined {
  const language = languageOf(notebook);
  if (typeof language === "string") return language;
  return language.other === "Python" ? "python" : undefined;
}

/**
 * A notebook with values for its parameters, which the compiler has checked against the types that it declares.
 *
 * @throws {ParameterError} when the notebook takes no parameters, or one has no such name, or does not fit.
 */
export async function withParameters(
  notebook: Notebook,
  values: Values,
  { source, label }: { readonly source: string; readonly label: string },
): Promise<Notebook> {
  const language = parameterLanguage(notebook);
  const names = Object.keys(values).join(", ");
  if (language === undefined) {
    throw new ParameterError(label, names, "parameters can be written in TypeScript, JavaScript and Python");
  }
  const found = parametersCell(notebook);
  if (found === undefined) throw new ParameterError(label, names, 'no cell of the notebook is tagged "parameters"');
  const declared = declaredIn(found.cell.source, language);
  if (language === "python")
    return injectParameters(notebook, read(values, declared), declared, { file: label, language });
  const subject = subjectOf(notebook, { source, label, language });
  const known = new Map((await readParameters(subject))?.map(({ name, schema }) => [name, schema]));
  const typed = declared.map((parameter) => ({ ...parameter, schema: known.get(parameter.name) ?? {} }));
  const fitting = read(values, typed);
  const injected = injectParameters(notebook, fitting, typed, { file: label, language });
  const codes = Object.entries(fitting).map(([name, value]) => ({ name, code: JSON.stringify(value) }));
  const [problem] = await checkParameters(subject, codes);
  if (problem !== undefined) throw new ParameterError(label, problem.name, problem.message);
  return injected;
}

// Text of the command line is read as what the parameter's type asks for.
function read(values: Values, declared: readonly Declared[]): Values {
  const entries = Object.entries(values).map(([name, value]) => {
    const parameter = declared.find((each) => each.name === name);
    return [name, parameter === undefined ? value : valueFor(value, parameter)];
  });
  return Object.fromEntries(entries);
}
