import { join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { codeRoot } from "../../../../util/package-root.ts";
import { withOriginals } from "../../built-ins/original-builtins.ts";
import type { Sources } from "./compiled-sources.ts";

const FOLDER = join(codeRoot(), sep);
const URL_OF_FOLDER = pathToFileURL(FOLDER).href;

/** True for a path or URL of the kernel's own code, whose frames are not shown. */
export function isOfKernel(file: string): boolean {
  return file.startsWith(FOLDER) || file.startsWith(URL_OF_FOLDER);
}

const mapped = new WeakSet<object>();

/** True when an error's stack already has the user's lines. */
export function hasMappedStack(error: object): boolean {
  return mapped.has(error);
}

/**
 * Maps every `error.stack` to the user's lines: places in compiled code become places in the cell or file, and
 * the stack ends where kernel code begins.
 */
export function mapStacks(sources: Sources): void {
  const describe = Function.prototype.call.bind(Error.prototype.toString);
  const prepare = (error: Error, sites: readonly NodeJS.CallSite[]): string => {
    const files = sites.map((site) => site.getFileName() ?? site.getScriptNameOrSourceURL() ?? "");
    const isKernel = files.map((file) => isOfKernel(file) || sources.isHidden(file));
    // The frames below the user's last one that lead to the kernel belong to Node's event loop.
    const end = isKernel.lastIndexOf(true);
    const lastOwn = files.findLastIndex((file, index) => !isKernel[index] && !isOfNode(file));
    let text = headOf(error, describe);
    for (const [index, site] of sites.entries()) {
      const file = files[index] ?? "";
      if (isKernel[index]) continue;
      const [line, column] = [site.getLineNumber(), site.getColumnNumber()];
      const place = line === null || column === null ? undefined : sources.locate({ file, line, column });
      if (index > lastOwn && end > lastOwn) break;
      const call = site.toString();
      text += `\n    at ${place ? call.replace(`${file}:${line}:${column}`, `${place.file}:${place.line}:${place.column}`) : call}`;
    }
    mapped.add(error);
    return text;
  };
  Error.prepareStackTrace = (error, sites) => withOriginals(() => prepare(error, sites));
}

/** Removes kernel frames from a stack that another thread wrote, such as that of the module hooks. */
export function withoutKernel(error: unknown, stack: string): void {
  if (!(error instanceof Error)) return;
  const lines = stack.split("\n");
  const kept = lines.filter((line) => !/^ +at /.test(line) || !(line.includes(FOLDER) || line.includes(URL_OF_FOLDER)));
  if (kept.length < lines.length) Reflect.set(error, "stack", kept.join("\n"));
}

function isOfNode(file: string): boolean {
  return file === "" || file.startsWith("node:");
}

// A getter for `name` or `message` may throw.
function headOf(error: unknown, describe: (error: unknown) => unknown): string {
  try {
    return String(describe(error));
  } catch {
    return "Error";
  }
}
