import { readFile } from "node:fs/promises";
import { NotebookEncodingError, NotebookFileError } from "../errors.ts";

/**
 * The bytes of a file.
 *
 * @param label the name for error messages.
 * @throws {NotebookFileError} when it cannot be opened.
 */
export async function readBytes(file: string, label: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new NotebookFileError(label, cause);
  }
}

/**
 * The text in the bytes of a file, without a byte order mark.
 *
 * @param label the name for error messages.
 * @throws {NotebookEncodingError} when they are not UTF-8; replacing what cannot be read would change the file.
 */
export function decodeText(bytes: Uint8Array, label: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new NotebookEncodingError(label, cause);
  }
}
