import type { JsonObject, JsonValue } from "../../jupyter/json.ts";
import { readNotebook } from "../../notebook/read.ts";
import { type Declared, declaredIn, parametersCell } from "./declared.ts";
import { valueFor } from "./values.ts";
import { parameterLanguage } from "./with-parameters.ts";

/**
 * The parameters that a notebook declares in its cell tagged `parameters`; none without such a cell.
 *
 * @throws {NotebookFileError | NotebookJsonError | NotebookVersionError | NotebookShapeError}
 */
export async function parametersOf(file: string): Promise<readonly Declared[]> {
  const notebook = await readNotebook(file);
  const found = parametersCell(notebook);
  const language = parameterLanguage(notebook);
  return found === undefined || language === undefined ? [] : declaredIn(found.cell.source, language);
}

/** The parameters in lines for people. */
export function parameterHelp(file: string, declared: readonly Declared[]): string {
  if (declared.length === 0) return `${file} has no parameters: no cell that is tagged "parameters" declares any.`;
  const rows = declared.map(({ name, annotation, fallback, comment }) => [
    `${name}${annotation === undefined ? "" : `: ${annotation}`}`,
    fallback === undefined ? "" : `(default: ${fallback})`,
    comment ?? "",
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

/** The parameters as JSON Schema of an object with a value for each. */
export function parameterSchema(declared: readonly Declared[]): JsonObject {
  const properties = declared.map((parameter): [string, JsonValue] => {
    const { name, schema, comment, fallback } = parameter;
    const value = fallback === undefined ? undefined : valueFor(unquoted(fallback), parameter);
    const isValue = value !== undefined && (typeof value !== "string" || value !== fallback);
    return [
      name,
      { ...schema, ...(comment === undefined ? {} : { description: comment }), ...(isValue ? { default: value } : {}) },
    ];
  });
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    properties: Object.fromEntries(properties),
    additionalProperties: false,
  };
}

// Enough for what stands for a default: text in quotes of any kind, without escapes.
function unquoted(source: string): string {
  return /^(["'`])([^"'`\\]*)\1$/.exec(source)?.[2] ?? source;
}
