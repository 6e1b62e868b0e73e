import { resolve } from "node:path";
import type { Parameter } from "../../check/parameters/parameter.ts";
import { readParameters } from "../../check/parameters/read-parameters.ts";
import { checkSubject } from "../../check/subject.ts";
import type { JsonObject } from "../../jupyter/json.ts";
import { readNotebook } from "../../notebook/file/read.ts";
import { type DeclaredParameter, declaredParameters, parametersCell } from "./declared-parameters.ts";
import { parameterLanguage } from "./with-parameters.ts";

/**
 * The parameters that a notebook declares in its cell tagged `parameters`; none without such a cell.
 *
 * @throws {NotebookFileError | NotebookJsonError | NotebookVersionError | NotebookShapeError}
 */
export async function parametersOf(file: string): Promise<readonly Parameter[]> {
  const notebook = await readNotebook(file);
  const found = parametersCell(notebook);
  const language = parameterLanguage(notebook);
  if (found === undefined || language === undefined) return [];
  if (language === "python") return declaredParameters(found.cell.source, language).map(untyped);
  return readParameters(checkSubject(notebook, { source: resolve(file), label: file, language })) ?? [];
}

function untyped({ name, annotation, fallback, comment = "", schema }: DeclaredParameter): Parameter {
  const described = comment === "" ? schema : { ...schema, description: comment };
  return { name, type: annotation ?? "", defaultText: fallback, description: comment, schema: described };
}

/** The parameters as lines of help for the user. */
export function parameterHelp(file: string, declared: readonly Parameter[]): string {
  if (declared.length === 0) return `${file} has no parameters: no cell that is tagged "parameters" declares any.`;
  const rows = declared.map(({ name, type, defaultText, description }) => [
    type === "" ? name : `${name}: ${type}`,
    defaultText === undefined ? "" : `(default: ${defaultText})`,
    description,
  ]);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return [`Parameters of ${file}:`, ...lines.map((line) => `  ${line}`)].join("\n");
}

/** The JSON Schema of an object with a value for each parameter. */
export function parameterSchema(declared: readonly Parameter[]): JsonObject {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    properties: Object.fromEntries(declared.map(({ name, schema }) => [name, schema])),
    additionalProperties: false,
  };
}
