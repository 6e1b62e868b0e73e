import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { messageOf } from "../../util/error.ts";
import { WidgetOptionError } from "../errors.ts";

const WIDGET = "anywidget";

// Loaded with the first module, because most notebooks have no module.
const require = createRequire(import.meta.url);
const parser = (): typeof import("oxc-parser") => require("oxc-parser");
const transformer = (): typeof import("oxc-transform") => require("oxc-transform");

/**
 * The source of a front-end module: an address unchanged, the contents of a file, or code. A file in TypeScript is
 * converted to JavaScript.
 *
 * @throws {WidgetOptionError} when the file does not exist, or the browser could not load the module.
 */
export function moduleSource(given: string | URL): string {
  if (isAddress(given)) return String(given);
  const file = fileOf(given, /\.(?:[cm]?js|[cm]?ts|jsx|tsx)$/);
  const code = file === undefined ? String(given) : javaScript(file, textOf(file));
  const foreign = unreachable(code);
  if (foreign !== undefined) {
    const fix = "Bundle the module, or import from an address that begins with https:";
    throw new WidgetOptionError(WIDGET, `its module imports "${foreign}", which the browser cannot resolve`, fix);
  }
  return code;
}

/** The source of a style sheet: an address unchanged, the contents of a file, or CSS. */
export function styleSource(given: string | URL): string {
  if (isAddress(given)) return String(given);
  const file = fileOf(given, /\.css$/);
  return file === undefined ? String(given) : textOf(file);
}

function isAddress(given: string | URL): boolean {
  return /^https?:\/\/\S+$/.test(String(given));
}

function fileOf(given: string | URL, ending: RegExp): string | undefined {
  if (given instanceof URL) return fileURLToPath(given);
  return !given.includes("\n") && ending.test(given) ? given : undefined;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new WidgetOptionError(WIDGET, messageOf(error), "Give the path of a file, or the code itself");
  }
}

function javaScript(file: string, text: string): string {
  if (!/\.(?:[cm]?ts|tsx|jsx)$/.test(file)) return text;
  const { code, errors } = transformer().transformSync(file, text);
  const [error] = errors;
  if (error !== undefined) throw new WidgetOptionError(WIDGET, `${file}: ${error.message}`, "Correct the module");
  return code;
}

/** The first import that a browser cannot resolve in a notebook's page; undefined if there is none. */
function unreachable(code: string): string | undefined {
  const { module, errors } = parser().parseSync("module.js", code, { lang: "js", sourceType: "module" });
  // The browser reports syntax errors itself.
  if (errors.length > 0) return undefined;
  const specifiers = module.staticImports.map(({ moduleRequest }) => moduleRequest.value);
  return specifiers.find((specifier) => !/^(?:https?|data|blob):/.test(specifier));
}
