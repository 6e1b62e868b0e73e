import { languageOf } from "../../notebook/code-language.ts";
import { checkParameters, type ParameterCode } from "../../check/parameters/check-parameters.ts";
import { readParameters } from "../../check/parameters/read-parameters.ts";
import { type CheckSubject, checkSubject } from "../../check/subject.ts";
import type { Notebook } from "../../notebook/types.ts";
import { ParameterError } from "../errors/setting-errors.ts";
import {
  type DeclaredParameter,
  declaredParameters,
  type ParameterLanguage,
  parametersCell,
} from "./declared-parameters.ts";
import { injectParameters } from "./inject.ts";
import { type Secrets, secretCode, secretVariables } from "./secret-parameters.ts";
import { valueCode } from "./value-code.ts";
import { type ParameterValues, valueFor } from "./values.ts";

/** The language of a notebook's parameters; undefined for languages in which parameters are not supported. */
export function parameterLanguage(notebook: Notebook): ParameterLanguage | undefined {
  const language = languageOf(notebook);
  if (typeof language === "string") return language;
  return language.other === "Python" ? "python" : undefined;
}

/** A notebook with values for its parameters, and these values as the declared types read them. */
export type Parametrised = { readonly notebook: Notebook; readonly values: ParameterValues };

/**
 * A notebook with values for its parameters, once for each set of values. Except in Python, the compiler checks the
 * values against the declared types. For parameters that a secret fills, the cell reads the environment itself.
 *
 * @param all sets of values by name; each set has the same names.
 * @throws {ParameterError} when the notebook takes no parameters, or a value has an unknown name or does not fit.
 */
export async function withParameters(
  notebook: Notebook,
  all: readonly ParameterValues[],
  secrets: Secrets,
  { source, label }: { readonly source: string; readonly label: string },
): Promise<readonly Parametrised[]> {
  const language = parameterLanguage(notebook);
  const [first = {}] = all;
  const names = Object.keys(first).join(", ");
  const found = parametersCell(notebook);
  if (language === undefined || found === undefined) {
    if (names === "") return all.map((values) => ({ notebook, values }));
    const got =
      language === undefined
        ? "parameters can be written in TypeScript, JavaScript and Python"
        : 'no cell of the notebook is tagged "parameters"';
    throw new ParameterError(label, names, got);
  }
  const declared = declaredParameters(found.cell.source, language);
  const variables = secretVariables(declared, secrets.names);
  if (names === "" && variables.size === 0) return all.map((values) => ({ notebook, values }));
  const twice = Object.keys(first).find((name) => variables.has(name));
  if (twice !== undefined) {
    throw new ParameterError(label, twice, `it gets both a value and the secret ${variables.get(twice)}`);
  }
  const subject = language === "python" ? undefined : checkSubject(notebook, { source, label, language });
  const typed = subject === undefined ? declared : withSchemas(declared, subject);
  const at = { file: label, language, env: secrets.env };
  const codes = new Map(
    typed.flatMap((parameter): [string, string][] => {
      const variable = variables.get(parameter.name);
      return variable === undefined ? [] : [[parameter.name, secretCode(parameter, variable, at)]];
    }),
  );
  const fitting = all.map((one) => read(one, typed));
  const injected = fitting.map((values) => {
    return { notebook: injectParameters(notebook, values, typed, { ...at, codes }), values };
  });
  if (subject === undefined) return injected;
  const [problem] = await checkParameters(subject, distinct(fitting, typed, at));
  if (problem !== undefined) throw new ParameterError(label, problem.name, problem.message);
  return injected;
}

/** Each distinct value of each parameter, as code. */
function distinct(
  all: readonly ParameterValues[],
  declared: readonly DeclaredParameter[],
  at: { readonly file: string; readonly language: ParameterLanguage },
): ParameterCode[] {
  const codes = all.flatMap((values) =>
    Object.entries(values).map(([name, value]) => {
      const { schema = {} } = declared.find((each) => each.name === name) ?? {};
      return { name, code: valueCode(value, schema, { ...at, name }) };
    }),
  );
  return [...new Map(codes.map((one) => [JSON.stringify(one), one])).values()];
}

function withSchemas(declared: readonly DeclaredParameter[], subject: CheckSubject): readonly DeclaredParameter[] {
  const known = new Map(readParameters(subject)?.map(({ name, schema }) => [name, schema]));
  return declared.map((parameter) => ({ ...parameter, schema: known.get(parameter.name) ?? {} }));
}

// Strings of the command line are read according to the parameter's type.
function read(values: ParameterValues, declared: readonly DeclaredParameter[]): ParameterValues {
  const entries = Object.entries(values).map(([name, value]) => {
    const parameter = declared.find((each) => each.name === name);
    return [name, parameter === undefined ? value : valueFor(value, parameter)];
  });
  return Object.fromEntries(entries);
}
