import { allowedErrors, type Expectation } from "../../notebook/expected-errors.ts";
import { isSkipped } from "../../notebook/skipped.ts";
import { isJsonObject, type JsonObject } from "../../jupyter/json.ts";
import { type CodeLanguage, languageOf } from "../../notebook/code-language.ts";
import { messageOf } from "../../util/error.ts";
import { NotebookImportError } from "./errors.ts";

/** A cell of code. */
export type NotebookCell = {
  /** The place among all cells of the notebook, from 0. */
  readonly index: number;
  readonly source: string;
  /** The errors that it may end with. */
  readonly mayRaise: Expectation["may"];
};

/** The code of a notebook. */
export type NotebookCode = { readonly language: CodeLanguage; readonly cells: readonly NotebookCell[] };

/**
 * Reads only the code of a notebook: the process that runs cells needs neither the rest nor its validation. Cells that
 * never run are left out.
 *
 * @param file the name of the file for error messages.
 * @throws {NotebookImportError} when it is not a notebook, or is in another language.
 */
export function readNotebookCode(text: string, file: string): NotebookCode {
  const notebook = parsed(text, file);
  const metadata = isJsonObject(notebook["metadata"]) ? notebook["metadata"] : {};
  const language = languageOf({ metadata });
  if (typeof language !== "string") {
    throw new NotebookImportError(
      file,
      `its language is ${language.other}`,
      "Import notebooks in TypeScript or JavaScript",
    );
  }
  const cells = cellsOf(notebook).flatMap((cell, index): NotebookCell[] => {
    const source = sourceOf(cell["source"] ?? cell["input"]);
    const marked = { source, metadata: isJsonObject(cell["metadata"]) ? cell["metadata"] : {} };
    if (cell["cell_type"] !== "code" || isSkipped(marked)) return [];
    return [{ index, source, mayRaise: allowedErrors(marked) }];
  });
  return { language, cells };
}

/** The name of a cell in messages and stacks: `a.ipynb, cell 3`, counted from 1 among all cells. */
export function cellLabel(file: string, { index }: Pick<NotebookCell, "index">): string {
  return `${file}, cell ${index + 1}`;
}

/** The code of a notebook; without cells for a file that cannot be imported. */
export function codeIn(text: string): NotebookCode {
  try {
    return readNotebookCode(text, "");
  } catch {
    return { language: "typescript", cells: [] };
  }
}

/** A string that changes with the code of a notebook, but not with its outputs. */
export function codeSignature(text: string): string {
  try {
    return JSON.stringify(readNotebookCode(text, ""));
  } catch {
    return text;
  }
}

function parsed(text: string, file: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new NotebookImportError(file, `it is not JSON (${messageOf(error)})`, "Save it again in JupyterLab");
  }
  if (!isJsonObject(value) || !("cells" in value || "worksheets" in value)) {
    throw new NotebookImportError(file, "the file does not contain a notebook", "Save it again in JupyterLab");
  }
  return value;
}

// In format 3, cells are in worksheets.
function cellsOf({ cells, worksheets }: JsonObject): JsonObject[] {
  const lists = Array.isArray(cells)
    ? [cells]
    : objectsIn(worksheets).map((sheet) => (Array.isArray(sheet["cells"]) ? sheet["cells"] : []));
  return lists.flatMap(objectsIn);
}

function objectsIn(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function sourceOf(value: unknown): string {
  return Array.isArray(value) ? value.join("") : typeof value === "string" ? value : "";
}
