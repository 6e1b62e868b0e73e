import { type HelperMode, type TransformOptions, transformSync } from "oxc-transform";
import { type Program, parseSync } from "oxc-parser";
import { lowerDecorators } from "./decorators.ts";
import { traceAll } from "../source-map.ts";
import { CellSyntaxError, syntaxErrorOf } from "../syntax/syntax-error.ts";

/** The settings for TypeScript's transformation, from tsconfig.json and the running Node. */
export type TransformSettings = Pick<TransformOptions, "jsx" | "decorator" | "assumptions" | "typescript" | "target">;

// A const enum of another package would have no value to import.
const EXTERNAL = "External" as HelperMode;

/** JavaScript made from TypeScript, with its source maps. */
export type Transformed = {
  readonly code: string;
  /** The source maps of all steps, from the last to the first. */
  readonly mappings: readonly string[];
  readonly usesHelpers: boolean;
};

// Code without any of these has no TypeScript or JSX syntax, and nothing newer than Node 20.
const NEEDS_TRANSFORM =
  /[:?!<@]|\b(?:abstract|accessor|as|class|declare|enum|export|function|import|interface|module|namespace|satisfies|type|using)\b/;

/**
 * Removes types from TypeScript. Code with JSX is parsed as TSX, other code as TypeScript, so that `<T>x`
 * keeps its meaning.
 *
 * @throws {CellSyntaxError} when it parses as neither.
 */
export function toJavaScript(source: string, settingsOf: () => TransformSettings): Transformed {
  if (!NEEDS_TRANSFORM.test(source)) return { code: source, mappings: [], usesHelpers: false };
  const settings = settingsOf();
  const asTs = attempt(source, "ts", settings);
  if (!asTs.error) return decorated(asTs.transformed);
  const asTsx = attempt(source, "tsx", settings);
  if (asTsx.error) throw asTs.error;
  return decorated(asTsx.transformed);
}

// Node does not yet run decorators and `accessor`.
function decorated(transformed: Transformed): Transformed {
  if (!/@(?!__PURE__)|\baccessor\b/.test(transformed.code)) return transformed;
  try {
    const lowered = lowerDecorators(transformed.code, parseJavaScript(transformed.code));
    if (!lowered) return transformed;
    return { code: lowered.code, mappings: [lowered.mappings, ...transformed.mappings], usesHelpers: true };
  } catch (error) {
    throw error instanceof CellSyntaxError ? locatedIn(transformed, error) : error;
  }
}

/** Maps an error in transformed code to the source. */
export function locatedIn({ mappings }: Transformed, error: CellSyntaxError): CellSyntaxError {
  const at = traceAll(mappings, error) ?? error;
  return new CellSyntaxError(error.message, at.line, at.column);
}

const NOT_DEFINED = /^Export '(.+)' is not defined/;

/**
 * Parses JavaScript.
 *
 * @param isDeclared returns true when an earlier cell declared a name, which can then be exported. Default: always.
 * @throws {CellSyntaxError} when it is not JavaScript.
 */
export function parseJavaScript(code: string, isDeclared: (name: string) => boolean = () => true): Program {
  const { program, errors } = parseSync("cell.js", code, {
    lang: "js",
    sourceType: "module",
    // Also reports names that are declared twice, as the transformer does.
    showSemanticErrors: true,
  });
  const found = errors.filter(({ message }) => {
    const [, name] = NOT_DEFINED.exec(message) ?? [];
    return name === undefined || !isDeclared(name);
  });
  const error = syntaxErrorOf(code, found);
  if (error) throw error;
  return program;
}

// With a JSX factory, TypeScript uses the classic runtime, whatever the settings say.
const FACTORY = /^\s*(?:\/\/|\/?\*+)\s*@jsx\s+\S/m;

function attempt(source: string, lang: "ts" | "tsx", settings: TransformSettings) {
  const hasFactory = lang === "tsx" && FACTORY.test(source);
  const result = transformSync(`cell.${lang}`, source, {
    ...settings,
    ...(hasFactory && !isClassic(settings.jsx) ? { jsx: { runtime: "classic" } } : {}),
    lang,
    sourceType: "module",
    sourcemap: true,
    helpers: { mode: EXTERNAL },
  });
  const transformed: Transformed = {
    code: result.code,
    mappings: [result.map?.mappings ?? ""],
    usesHelpers: Object.keys(result.helpersUsed).length > 0,
  };
  return { transformed, error: syntaxErrorOf(source, result.errors) };
}

function isClassic(jsx: TransformSettings["jsx"]): boolean {
  return typeof jsx === "object" && jsx.runtime === "classic";
}
