import { messageOf } from "../../util/error.ts";
import { NotebookJsonError } from "../errors.ts";
import type { Layout } from "../types.ts";
import { layoutOf } from "./layout.ts";

/** The content of a notebook's file: the value, its layout, and the repairs made while reading it. */
export type JsonText = { readonly value: unknown; readonly layout: Layout; readonly repairs: readonly string[] };

const STRING_OR_WORD = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\b(?:NaN|Infinity)\b/g;

const CONFLICT = /^<{7} .*$[^]*^={7}$[^]*^>{7} /m;
const MERGE =
  "To merge it by cells, run `npx tsnb git install`, then `git checkout -m` and its path; it opens again, with conflicts in its cells";

/**
 * Parses a notebook file's text. Python writes NaN and Infinity, which JSON does not have; they become null.
 *
 * @throws {NotebookJsonError} when the text is not JSON.
 */
export function parseJsonText(text: string, file: string, isStrict: boolean): JsonText {
  if (text.trim() === "") throw new NotebookJsonError(file, "it is empty");
  try {
    return parsed(text, []);
  } catch (cause) {
    const lenient = isStrict ? text : text.replace(STRING_OR_WORD, (found) => (found.startsWith('"') ? found : "null"));
    if (lenient !== text) {
      try {
        return parsed(lenient, ["NaN or Infinity, which JSON does not have, became null"]);
      } catch {
        // Something else is wrong with it too.
      }
    }
    if (CONFLICT.test(text))
      throw new NotebookJsonError(file, "it has merge conflicts: it contains both sides", cause, MERGE);
    throw new NotebookJsonError(file, `it is not JSON (${messageOf(cause)})`, cause);
  }
}

function parsed(text: string, repairs: readonly string[]): JsonText {
  const value: unknown = JSON.parse(text);
  return { value, layout: layoutOf(text, value), repairs };
}
