import { type HelperMode, type TransformOptions, transformSync } from "oxc-transform";
import { syntaxErrorOf } from "./syntax-error.ts";

/** What a project's tsconfig.json and the running Node say about turning TypeScript into JavaScript. */
export type TransformSettings = Pick<TransformOptions, "jsx" | "decorator" | "assumptions" | "typescript" | "target">;

// A constant enum of another package has no value to import.
const EXTERNAL = "External" as HelperMode;

/** TypeScript as JavaScript, with the mappings that lead back. */
export type Transformed = { readonly code: string; readonly mappings: string; readonly usesHelpers: boolean };

/**
 * TypeScript to JavaScript, types removed. Code that uses JSX is taken as TSX, other code as TypeScript,
 * so that `<T>x` keeps its meaning.
 *
 * @throws {CellSyntaxError} when it is neither.
 */
export function toJavaScript(source: string, settings: TransformSettings): Transformed {
  const asTs = attempt(source, "ts", settings);
  if (!asTs.error) return asTs.transformed;
  const asTsx = attempt(source, "tsx", settings);
  if (asTsx.error) throw asTs.error;
  return asTsx.transformed;
}

function attempt(source: string, lang: "ts" | "tsx", settings: TransformSettings) {
  const result = transformSync(`cell.${lang}`, source, {
    ...settings,
    lang,
    sourceType: "module",
    sourcemap: true,
    helpers: { mode: EXTERNAL },
  });
  const transformed: Transformed = {
    code: result.code,
    mappings: result.map?.mappings ?? "",
    usesHelpers: Object.keys(result.helpersUsed).length > 0,
  };
  return { transformed, error: syntaxErrorOf(source, result.errors) };
}
