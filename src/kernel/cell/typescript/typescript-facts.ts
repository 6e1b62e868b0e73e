import { MagicString } from "magic-string";
import type { Node, Program } from "oxc-parser";
import { parseCell } from "../syntax/parse.ts";
import { lowerAliases } from "./import-aliases.ts";
import { boundNames, unexported } from "../syntax/ast.ts";
import { lowerNamespaces, namespaceExports } from "./namespaces.ts";
import type { Names } from "../names.ts";

/** Facts about the TypeScript source that the JavaScript no longer shows. */
export type TypeScriptFacts = {
  /** The source after the rewrites that the transformer cannot do. */
  readonly source: string;
  /** The source map to the cell; undefined when nothing was rewritten. */
  readonly mappings: string | undefined;
  readonly enums: ReadonlySet<string>;
  readonly namespaces: ReadonlyMap<string, readonly string[]>;
  readonly using: ReadonlyMap<string, "sync" | "async">;
};

// Only the few cells that match are parsed twice.
const RARE = /\b(?:enum|namespace|module|using)\b|\bimport\s+[^\s"'({*=]+\s*=/;

export function readTypeScriptFacts(source: string, names: Names): TypeScriptFacts {
  const none: TypeScriptFacts = {
    source,
    mappings: undefined,
    enums: new Set(),
    namespaces: new Map(),
    using: new Map(),
  };
  if (!RARE.test(source)) return none;
  const program = parse(source);
  if (!program) return none;
  const text = new MagicString(source);
  const statements = program.body.map(unexported);
  const using = usingAsConst(statements, text);
  lowerAliases(statements, text);
  const namespaces = namespaceExports(statements);
  lowerNamespaces(statements, text, (name) => [...(namespaces.get(name) ?? []), ...(names.get(name)?.exported ?? [])]);
  const changed = text.hasChanged();
  return {
    source: changed ? text.toString() : source,
    mappings: changed ? text.generateMap({ hires: "boundary" }).mappings : undefined,
    enums: new Set(statements.flatMap((node) => (node.type === "TSEnumDeclaration" ? [node.id.name] : []))),
    namespaces,
    using,
  };
}

/** A file with its namespaces rewritten as in cells; undefined when nothing needs it. */
export function lowerFile(source: string): { source: string; mappings: string } | undefined {
  if (!/\b(?:namespace|module)\b/.test(source)) return undefined;
  const program = parse(source);
  if (!program) return undefined;
  const text = new MagicString(source);
  const statements = program.body.map(unexported);
  const namespaces = namespaceExports(statements);
  lowerNamespaces(statements, text, (name) => namespaces.get(name) ?? []);
  if (!text.hasChanged()) return undefined;
  return { source: text.toString(), mappings: text.generateMap({ hires: "boundary" }).mappings };
}

// A syntax error is ignored here, because the transformer reports the same one.
function parse(source: string): Program | undefined {
  return parseCell(source)?.parsed.program;
}

// The runtime disposes of top-level resources when the cell ends, on every version of Node.
function usingAsConst(statements: readonly Node[], text: MagicString): Map<string, "sync" | "async"> {
  const using = new Map<string, "sync" | "async">();
  for (const node of statements) {
    if (node.type !== "VariableDeclaration" || !node.kind.endsWith("using")) continue;
    const [first] = node.declarations;
    if (first) text.update(node.start, first.start, "const ");
    for (const name of node.declarations.flatMap(({ id }) => boundNames(id))) {
      using.set(name, node.kind === "using" ? "sync" : "async");
    }
  }
  return using;
}
