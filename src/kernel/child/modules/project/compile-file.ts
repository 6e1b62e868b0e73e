import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseSync } from "oxc-parser";
import { HELPERS } from "../../../cell/runtime-interface.ts";
import { lowerFile } from "../../../cell/typescript/typescript-facts.ts";
import { CellSyntaxError, syntaxErrorOf } from "../../../cell/syntax/syntax-error.ts";
import { toJavaScript } from "../../../cell/typescript/to-javascript.ts";
import { packageType } from "../commonjs/formats.ts";
import { moduleRuntime } from "../module-runtime.ts";
import type { ProjectConfig } from "./project-config.ts";

/** A file as JavaScript, with source mappings. */
export type JavaScript = {
  readonly format: "module" | "commonjs";
  readonly code: string;
  readonly text: string;
  readonly mappings: readonly string[];
};

const HELPERS_LINE = `const ${HELPERS}=${moduleRuntime("helpers")};`;
const REQUIRE =
  'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);';

/** @throws {CellSyntaxError} when it is not TypeScript. */
export function compileTypeScript(path: string, { settings, verbatim }: ProjectConfig): JavaScript {
  const text = readFileSync(path, "utf8");
  const typescript = { ...settings.typescript, onlyRemoveTypeImports: verbatim };
  const lowered = lowerFile(text);
  const source = lowered?.source ?? text;
  const { code, ...rest } = inFile(path, () => toJavaScript(source, () => ({ ...settings, typescript })));
  const mappings = lowered ? [...rest.mappings, lowered.mappings] : rest.mappings;
  const shape = shapeOf(path, code);
  // `import x = require("y")` beside imports and exports.
  const requires = shape.format === "module" && /\bimport\s+[\w$]+\s*=\s*require\b/.test(text);
  const before = `${requires ? REQUIRE : ""}${rest.usesHelpers ? HELPERS_LINE : ""}`;
  return { format: shape.format, code: before + shape.code, text, mappings };
}

/**
 * A JavaScript file that is an ES module by its syntax, regardless of its package; undefined for other files.
 *
 * @throws {CellSyntaxError} when it is an ES module with a syntax error.
 */
export function readModule(path: string): JavaScript | undefined {
  if (!/\.m?js$/.test(path)) return undefined;
  const text = readFileSync(path, "utf8");
  const { module, errors } = parseSync(path, text, { lang: "js", sourceType: "module" });
  if (!module.hasModuleSyntax && !path.endsWith(".mjs")) return undefined;
  inFile(path, () => {
    const error = syntaxErrorOf(text, errors);
    if (error) throw error;
  });
  return { format: "module", code: text, text, mappings: [] };
}

function inFile<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof CellSyntaxError)) throw error;
    throw new CellSyntaxError(error.message, error.line, error.column, path);
  }
}

/** The format and code of compiled TypeScript: with imports or exports it is a module, regardless of its package. */
function shapeOf(path: string, code: string): Pick<JavaScript, "format" | "code"> {
  // The transformer leaves this in place of type-only imports.
  const bare = code.replace(/\bexport \{\};\s*$/, "");
  if (path.endsWith(".mts") || hasModuleSyntax(bare)) return { format: "module", code };
  const isCommonJs =
    path.endsWith(".cts") ||
    (bare === code && packageType(dirname(path)) === "commonjs") ||
    /\brequire\s*\(|\bmodule\.exports\b|\bexports\./.test(bare);
  return isCommonJs ? { format: "commonjs", code: bare } : { format: "module", code };
}

function hasModuleSyntax(code: string): boolean {
  return parseSync("file.js", code, { lang: "js", sourceType: "module" }).module.hasModuleSyntax;
}
