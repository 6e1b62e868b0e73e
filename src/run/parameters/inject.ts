import { hasTag } from "../../notebook/tags.ts";
import { cellId } from "../../notebook/cell-id.ts";
import type { CodeCell, Notebook } from "../../notebook/types.ts";
import { ParameterError } from "../errors/setting-errors.ts";
import type { DeclaredParameter, ParameterLanguage } from "./declared-parameters.ts";
import type { SecretCodes } from "./secret-parameters.ts";
import { valueCode } from "./value-code.ts";
import { fitsSchema } from "./fits-schema.ts";
import { exactJson } from "./parameter-value.ts";
import type { ParameterValues } from "./values.ts";

/** The tag of the cell with the values of parameters, as in papermill. */
export const INJECTED = "injected-parameters";

type Place = {
  readonly file: string;
  readonly language: ParameterLanguage;
  /** The code for parameters that secrets fill, whose values must not be in a cell. */
  readonly codes?: SecretCodes;
};

/**
 * Writes values for a notebook's parameters into a cell after the one that is tagged `parameters`, as papermill
 * does. The cell of an earlier injection is replaced.
 *
 * @param declared the parameters that the tagged cell declares.
 * @throws {ParameterError} when a parameter does not exist or, in Python, a value does not fit its type.
 */
export function injectParameters(
  notebook: Notebook,
  given: ParameterValues,
  declared: readonly DeclaredParameter[],
  { file, language, codes = new Map() }: Place,
): Notebook {
  const values = Object.entries(given).map(([name, value]) => {
    const parameter = declared.find((each) => each.name === name);
    if (parameter === undefined) throw new ParameterError(file, name, `the notebook has ${namesOf(declared)}`);
    if (language === "python" && !fitsSchema(value, parameter.schema)) {
      const got = `its type is ${parameter.annotation ?? "unknown"}, and ${exactJson(value)} does not fit`;
      throw new ParameterError(file, name, got);
    }
    return assignment(parameter, valueCode(value, parameter.schema, { file, name, language }), language);
  });
  const secrets = declared.flatMap((parameter) => {
    const code = codes.get(parameter.name);
    return code === undefined ? [] : [assignment(parameter, code, language)];
  });
  const source = [language === "python" ? "# Parameters" : "// Parameters", ...values, ...secrets].join("\n");
  const rest = notebook.cells.filter((cell) => !hasTag(cell.metadata, INJECTED));
  const cell: CodeCell = {
    cell_type: "code",
    id: cellId({ cell_type: "code", source: INJECTED }, new Set(rest.map(({ id }) => id))),
    metadata: { tags: [INJECTED] },
    source,
    outputs: [],
    execution_count: null,
  };
  return withInjected(notebook, cell);
}

/** The cell with the values of parameters; undefined without one. */
export function injectedCell({ cells }: Notebook): CodeCell | undefined {
  const found = cells.find(({ metadata }) => hasTag(metadata, INJECTED));
  return found?.cell_type === "code" ? found : undefined;
}

/** A notebook with that cell after the one tagged `parameters`; it replaces the cell of an earlier injection. */
export function withInjected(notebook: Notebook, cell: CodeCell): Notebook {
  const rest = notebook.cells.filter(({ metadata }) => !hasTag(metadata, INJECTED));
  const at = rest.findIndex(({ metadata }) => hasTag(metadata, "parameters")) + 1;
  return { ...notebook, cells: rest.toSpliced(at, 0, cell) };
}

function namesOf(declared: readonly DeclaredParameter[]): string {
  const names = declared.map(({ name, annotation }) => (annotation === undefined ? name : `${name}: ${annotation}`));
  return names.length === 0 ? "no parameters" : `no such parameter, but ${names.join("; ")}`;
}

function assignment(
  { name, keyword, annotation }: DeclaredParameter,
  code: string,
  language: ParameterLanguage,
): string {
  if (language === "python") return `${name} = ${code}`;
  const type = language === "typescript" && annotation !== undefined ? `: ${annotation}` : "";
  return `${keyword} ${name}${type} = ${code};`;
}
