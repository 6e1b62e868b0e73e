import type { Converted, ConvertOptions } from "../convert/convert.ts";
import type { ReadOptions } from "../notebook/file/read.ts";
import type { Notebook } from "../notebook/types.ts";

// Other forms of a notebook are loaded on demand: a run does not need them.

/**
 * Reads a notebook: an `.ipynb` file of nbformat 3 or 4.0 to 4.5, or TypeScript or JavaScript in the percent format,
 * which `convert` writes. Invalid parts are repaired, always in the same way, unless `strict` is set.
 *
 * @param file the path.
 * @returns the notebook in format 4.5: every cell has an id, and every multiline string is one string.
 * @throws {ConvertFileError} when the file name has another extension.
 * @throws {NotebookFileError} when the file cannot be read.
 * @throws {NotebookJsonError} when it is not JSON.
 * @throws {NotebookVersionError} when its format is too old or too new.
 * @throws {NotebookShapeError} when it does not have the structure of a notebook.
 * @throws {PercentHeaderError} when the header of a percent file is not YAML.
 *
 * @example
 * const { cells } = await readNotebook("notebooks/a.ipynb");
 * console.log(cells.map(({ source }) => source));
 */
export async function readNotebook(file: string, options: ReadOptions = {}): Promise<Notebook> {
  const { readNotebookFile } = await import("../convert/read-file.ts");
  return readNotebookFile(file, options);
}

/**
 * Converts a notebook to an HTML page, TypeScript, Markdown, or the content of an `.ipynb` file. Nothing is run, and
 * no file is written.
 *
 * @throws {ConvertLanguageError} when cells that are not TypeScript or JavaScript are converted to TypeScript.
 *
 * @example
 * const notebook = await readNotebook("notebooks/a.ipynb");
 * const { text } = await convert(notebook, { to: "html", name: "a" });
 * console.log(text.startsWith("<!doctype html>"));
 */
export async function convert(notebook: Notebook, options: ConvertOptions): Promise<Converted> {
  const { convert: converted } = await import("../convert/convert.ts");
  return converted(notebook, options);
}
