import { parseSync } from "oxc-parser";
import { readFacts } from "./facts.ts";
import type { Name, Names } from "./names.ts";
import { type Rewritten, rewrite } from "./rewrite.ts";
import { decodeMappings, type Position, trace } from "./source-map.ts";
import { syntaxErrorOf } from "./syntax-error.ts";
import { type TransformSettings, toJavaScript } from "./transform.ts";

/** What a cell is compiled with. */
export type CompileOptions = {
  readonly names: Names;
  readonly reserved: ReadonlySet<string>;
  /** Whether an import is of one of the project's own files; by default only paths are. */
  readonly isOwn?: (specifier: string) => boolean;
  readonly settings: TransformSettings;
};

/** A cell ready for `vm.Script`. */
export type CompiledCell = {
  /** A script that evaluates to `(runtime, require) => async () => [value] | undefined`. */
  readonly code: string;
  /** What the cell declares, once the script has run. */
  readonly declared: readonly Name[];
  /** The place in the cell that a place in the script came from. */
  readonly locate: (position: Position) => Position | undefined;
};

/**
 * Compiles a cell of TypeScript.
 *
 * @throws {CellSyntaxError} when it is not TypeScript.
 */
export function compileCell(
  source: string,
  { names, reserved, settings, isOwn = isPath }: CompileOptions,
): CompiledCell {
  const facts = readFacts(source, names);
  const transformed = toJavaScript(facts.source, settings);
  const parsed = parseSync("cell.js", transformed.code, { lang: "js", sourceType: "module" });
  const error = syntaxErrorOf(transformed.code, parsed.errors);
  if (error) throw error;
  const rewritten: Rewritten = rewrite(transformed.code, parsed.program, {
    ...facts,
    names,
    reserved,
    isOwn,
    usesHelpers: transformed.usesHelpers,
  });
  const maps = [rewritten.mappings, transformed.mappings, ...(facts.mappings === undefined ? [] : [facts.mappings])];
  return { code: rewritten.code, declared: rewritten.declared, locate: locator(maps) };
}

/** Whether an import names a file by its path. */
export function isPath(specifier: string): boolean {
  return /^(\.{0,2}\/|file:)/.test(specifier);
}

// Mappings are decoded when the first error asks for a place: most cells never do.
function locator(maps: readonly string[]): (position: Position) => Position | undefined {
  return (position) => {
    let at: Position | undefined = position;
    for (const mappings of maps) at &&= trace(decodeMappings(mappings), at);
    return at;
  };
}
