import { extname } from "node:path";
import { decodeText, readBytes } from "../notebook/file/read-bytes.ts";
import { type ReadOptions, readNotebook } from "../notebook/file/read.ts";
import type { Notebook } from "../notebook/types.ts";
import { ConvertFileError } from "./errors.ts";
import { parsePercent } from "./percent/read.ts";

const SCRIPTS = new Set([".ts", ".mts", ".cts", ".js", ".mjs", ".cjs"]);

/**
 * Reads a notebook from an `.ipynb` file, or from TypeScript or JavaScript in the percent format.
 *
 * @throws {ConvertFileError} when the file's name has another ending.
 * @throws {NotebookFileError | NotebookEncodingError} when it cannot be opened or is not UTF-8.
 * @throws {NotebookJsonError | NotebookVersionError | NotebookShapeError | PercentHeaderError}
 */
export async function readNotebookFile(file: string, options: ReadOptions = {}): Promise<Notebook> {
  const ending = extname(file).toLowerCase();
  if (ending === ".ipynb") return readNotebook(file, options);
  const bytes = await readBytes(file, file);
  if (!SCRIPTS.has(ending)) throw new ConvertFileError(file);
  return parsePercent(decodeText(bytes, file), file, options);
}
