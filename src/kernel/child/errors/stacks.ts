import { fileURLToPath } from "node:url";
import type { Sources } from "./sources.ts";

/** The folder of the kernel's own code: its frames are nobody's business. */
const KERNEL = new URL("../../", import.meta.url).href;

/**
 * Makes every `error.stack` speak of the user's lines: places in compiled code become places in the cell
 * or file, and the stack ends where the kernel begins.
 */
export function mapStacks(sources: Sources): void {
  const describe = Function.prototype.call.bind(Error.prototype.toString);
  Error.prepareStackTrace = (error, sites) => {
    let text = headOf(error, describe);
    for (const site of sites) {
      const file = site.getFileName() ?? site.getScriptNameOrSourceURL() ?? "";
      if (file.startsWith(KERNEL)) break;
      text += `\n    at ${mapped(site.toString(), file, site.getLineNumber(), site.getColumnNumber(), sources)}`;
    }
    return text;
  };
}

// A getter for `name` or `message` may throw.
function headOf(error: unknown, describe: (error: unknown) => unknown): string {
  try {
    return String(describe(error));
  } catch {
    return "Error";
  }
}

function mapped(call: string, file: string, line: number | null, column: number | null, sources: Sources): string {
  const source = sources.get(file);
  if (!source || line === null || column === null) return call;
  const at = source.locate({ line, column: column - 1 });
  const place = at ? `${source.label}:${at.line}:${at.column + 1}` : `${source.label}:1:1`;
  return call.replace(`${file}:${line}:${column}`, place);
}

/** A file name of V8 as a path. */
export function pathOf(file: string): string {
  if (!file.startsWith("file:")) return file;
  const url = new URL(file);
  url.search = "";
  return fileURLToPath(url);
}
