import { readFileSync } from "node:fs";
import { attempt } from "../../../display/object.ts";
import type { Enquiries } from "./enquiries.ts";

const SCRIPT = /\.[cm]?[jt]sx?$/;
const JSX_FILE = /\.[jt]sx$/;
// A closing tag, or a tag that closes itself.
const JSX = /<\/[\w.]*>|\/>/;

type Placed = { readonly error: SyntaxError; readonly file: string | undefined; readonly line: number };

/**
 * Puts an error that the parser has given to a cell, or to a file that the cell imports, into the words of TypeScript.
 * Any other error is left as it is, at once, as is one in code that TypeScript accepts.
 */
export function withCompilersWords(thrown: unknown, cell: string, enquiries: Enquiries): Promise<void> | undefined {
  const place = attempt(() => placeOf(thrown));
  return place && put(place, cell, enquiries);
}

async function put({ error, file, line }: Placed, cell: string, enquiries: Enquiries): Promise<void> {
  if (file !== undefined && !SCRIPT.test(file)) return;
  const text = file === undefined ? cell : attempt(() => readFileSync(file, "utf8"));
  if (text === undefined) return;
  const isJsx = file === undefined ? JSX.test(text) : JSX_FILE.test(file);
  const said = await enquiries.syntaxError({ text, isCell: file === undefined, isJsx, line });
  // Its stack says where the file was imported, and belongs to this very error.
  if (said) Object.assign(error, said);
}

// Errors of another thread are copies, of no class of ours.
function placeOf(thrown: unknown): Placed | undefined {
  if (!(thrown instanceof SyntaxError) || !("line" in thrown) || !("column" in thrown)) return undefined;
  const { line } = thrown;
  const file = "file" in thrown ? thrown.file : undefined;
  if (typeof line !== "number" || (file !== undefined && typeof file !== "string")) return undefined;
  return { error: thrown, file, line };
}
