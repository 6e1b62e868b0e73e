import type { Program } from "oxc-parser";
import { readTypeScriptFacts } from "./typescript/typescript-facts.ts";
import type { Name, Names } from "./names.ts";
import { type FunctionSource, functionSource } from "./function-source.ts";
import { isTooDeepToRun } from "./syntax/nesting.ts";
import { withObjectLiteral } from "./syntax/object-literal.ts";
import { rewriteCell } from "./rewrite/rewrite-cell.ts";
import { type Position, traceAll } from "./source-map.ts";
import { CellSyntaxError } from "./syntax/syntax-error.ts";
import {
  locatedIn,
  parseJavaScript,
  type Transformed,
  type TransformSettings,
  toJavaScript,
} from "./typescript/to-javascript.ts";

/** The options of `compileCell`. */
export type CompileOptions = {
  readonly names: Names;
  readonly reserved: ReadonlySet<string>;
  /** Returns the settings; called only when there is something to transform. */
  readonly settings: () => TransformSettings;
};

/** A cell ready for `vm.Script`. */
export type CompiledCell = {
  /** A script that evaluates to `(runtime, require) => async () => { values: [value] } | undefined`. */
  readonly code: string;
  /** The names that the cell declares once the script has run. */
  readonly declared: readonly Name[];
  /** Maps a place in the script to its place in the cell; undefined for generated code. */
  readonly locate: (position: Position) => Position | undefined;
  /** Generates the source map, which frees the much larger data that it is generated from. */
  readonly settle: () => void;
  readonly sourceOf: FunctionSource;
};

/**
 * Compiles a cell of TypeScript.
 *
 * @throws {CellSyntaxError} when the cell is not TypeScript, or its brackets are nested too deeply.
 */
export function compileCell(source: string, { names, reserved, settings }: CompileOptions): CompiledCell {
  if (isTooDeepToRun(source)) throw new CellSyntaxError("The brackets of this cell are nested too deeply", 1, 0);
  const literal = withObjectLiteral(source);
  const facts = readTypeScriptFacts(literal?.source ?? source, names);
  const transformed = toJavaScript(facts.source, settings);
  const rewritten = rewriteCell(transformed.code, programOf(transformed, names), {
    ...facts,
    names,
    reserved,
    usesHelpers: transformed.usesHelpers,
  });
  const later = [...transformed.mappings, ...(facts.mappings === undefined ? [] : [facts.mappings])];
  if (literal) later.push(literal.mappings());
  const last = once(rewritten.mappings);
  // Mappings are decoded only when an error needs a place; most cells never need one.
  const locate = (position: Position): Position | undefined => traceAll([last(), ...later], position);
  const sourceOf = functionSource({ before: transformed.code, after: rewritten.code, mappings: last });
  return { code: rewritten.code, declared: rewritten.declared, locate, settle: last, sourceOf };
}

function once(make: () => string): () => string {
  let [made, pending]: [string, (() => string) | undefined] = ["", make];
  return () => {
    if (pending) [made, pending] = [pending(), undefined];
    return made;
  };
}

function programOf(transformed: Transformed, names: Names): Program {
  try {
    return parseJavaScript(transformed.code, (name) => names.has(name));
  } catch (error) {
    throw error instanceof CellSyntaxError ? locatedIn(transformed, error) : error;
  }
}
