import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { NotebookFileError } from "../notebook/errors.ts";
import { type ReadOptions, readNotebook } from "../notebook/file/read.ts";
import type { Notebook } from "../notebook/types.ts";
import { ConvertFileError } from "./errors.ts";
import { parsePercent } from "./percent/read.ts";

const SCRIPTS = new Set([".ts", ".mts", ".cts", ".js", ".mjs", ".cjs"]);

/**
 * Reads a notebook from an `.ipynb` file, or from TypeScript or JavaScript in the percent format.
 *
 * @throws {ConvertFileError} when the file's name has another ending.
 * @throws {NotebookFileError | NotebookJsonError | NotebookVersionError | NotebookShapeError | PercentHeaderError}
 */
export async function readNotebookFile(file: string, options: ReadOptions = {}): Promise<Notebook> {
  const ending = extname(file).toLowerCase();
  if (ending === ".ipynb") return readNotebook(file, options);
  const text = await textOf(file);
  if (!SCRIPTS.has(ending)) throw new ConvertFileError(file);
  return parsePercent(text, file, options);
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new NotebookFileError(file, cause);
  }
}
