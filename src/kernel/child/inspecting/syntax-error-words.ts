import { readFileSync } from "node:fs";
import { attempt } from "../../../display/object.ts";
import type { Enquiries } from "./enquiries.ts";

const SCRIPT = /\.[cm]?[jt]sx?$/;
const JSX_FILE = /\.[jt]sx$/;
// A closing tag, or a tag that closes itself.
const JSX = /<\/[\w.]*>|\/>/;

type Placed = { readonly error: SyntaxError; readonly file: string | undefined; readonly line: number };

/**
 * Gives a parser's error in a cell, or in a file that the cell imports, the message of TypeScript. An error in code
 * that TypeScript accepts stays as it is. Returns undefined for any other error, which also stays as it is.
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
  // The error object stays the same: its stack shows where the file was imported.
  if (said) Object.assign(error, said);
}

// Errors from another thread are copies that have lost their class.
function placeOf(thrown: unknown): Placed | undefined {
  if (!(thrown instanceof SyntaxError) || !("line" in thrown) || !("column" in thrown)) return undefined;
  const { line } = thrown;
  const file = "file" in thrown ? thrown.file : undefined;
  if (typeof line !== "number" || (file !== undefined && typeof file !== "string")) return undefined;
  return { error: thrown, file, line };
}
