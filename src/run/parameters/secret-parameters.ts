import { ParameterError } from "../errors/setting-errors.ts";
import type { DeclaredParameter, ParameterLanguage } from "./declared-parameters.ts";
import { fitsSchema } from "./fits-schema.ts";

/** The names of environment variables that hold secrets, and the environment. */
export type Secrets = { readonly names: readonly string[]; readonly env: NodeJS.ProcessEnv };

/** The code that reads a parameter's value from the environment, by the parameter's name. */
export type SecretCodes = ReadonlyMap<string, string>;

/** The variable that fills each parameter, by name; case and underscores do not count: `API_KEY` fills `apiKey`. */
export function secretVariables(
  declared: readonly Pick<DeclaredParameter, "name">[],
  names: readonly string[],
): ReadonlyMap<string, string> {
  const pairs = declared.flatMap(({ name }): [string, string][] => {
    const variable = names.find((each) => each === name) ?? names.find((each) => plain(each) === plain(name));
    return variable === undefined ? [] : [[name, variable]];
  });
  return new Map(pairs);
}

/**
 * The code that reads a parameter's value from a secret variable, so that the value itself is in no cell.
 *
 * @throws {ParameterError} when the parameter's type is neither string nor number, or the value does not fit it.
 */
export function secretCode(
  { name, annotation, schema }: DeclaredParameter,
  variable: string,
  { env, file, language }: Pick<Secrets, "env"> & { readonly file: string; readonly language: ParameterLanguage },
): string {
  const type = typeIn(schema, language);
  if (type === undefined) {
    const got = `its type is ${annotation ?? "unknown"}, and a secret is a string or a number`;
    throw new ParameterError(file, name, got);
  }
  if (!IS_VALUE[type](env[variable] ?? "")) {
    throw new ParameterError(
      file,
      name,
      `the value of the environment variable ${variable} is not ${type === "integer" ? "an" : "a"} ${type}`,
    );
  }
  return language === "python" ? PYTHON[type](variable) : SCRIPT[type](variable);
}

type SecretType = "string" | "number" | "integer";

const IS_VALUE: Readonly<Record<SecretType, (value: string) => boolean>> = {
  string: () => true,
  number: (value) => value.trim() !== "" && Number.isFinite(Number(value)),
  integer: (value) => /^\s*-?\d+\s*$/.test(value),
};

type Code = (variable: string) => string;

const ofScript: Code = (variable) => `process.env[${JSON.stringify(variable)}]`;
const SCRIPT: Readonly<Record<SecretType, Code>> = {
  string: (variable) => `String(${ofScript(variable)})`,
  number: (variable) => `Number(${ofScript(variable)})`,
  integer: (variable) => `BigInt(String(${ofScript(variable)}))`,
};

const ofPython: Code = (variable) => `__import__("os").environ[${JSON.stringify(variable)}]`;
const PYTHON: Readonly<Record<SecretType, Code>> = {
  string: ofPython,
  number: (variable) => `float(${ofPython(variable)})`,
  integer: (variable) => `int(${ofPython(variable)})`,
};

function typeIn(schema: DeclaredParameter["schema"], language: ParameterLanguage): SecretType | undefined {
  const { type } = schema;
  if (type === "number" || type === "integer") return type;
  // Python does not enforce annotations; elsewhere, a type that accepts this string accepts any.
  return language === "python" || fitsSchema("\0", schema) ? "string" : undefined;
}

function plain(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}
