import { MagicString } from "magic-string";
import type { Node, Program } from "oxc-parser";
import { parseCell } from "./parse.ts";
import { lowerAliases } from "./aliases.ts";
import { boundNames } from "./ast.ts";
import { lowerNamespaces, namespaceExports } from "./namespaces.ts";
import type { Names } from "./names.ts";

/** What must be read from the TypeScript itself, because the JavaScript no longer says it. */
export type Facts = {
  /** The source, with what the transformer cannot do rewritten. */
  readonly source: string;
  /** The way back to the cell, when the source was rewritten. */
  readonly mappings: string | undefined;
  readonly enums: ReadonlySet<string>;
  readonly namespaces: ReadonlyMap<string, readonly string[]>;
  readonly using: ReadonlyMap<string, "sync" | "async">;
};

// Parsing twice is for the few cells that have one of these.
const RARE = /\b(?:enum|namespace|module|using)\b|\bimport\s+[^\s"'({*=]+\s*=/;

export function readFacts(source: string, names: Names): Facts {
  const none: Facts = { source, mappings: undefined, enums: new Set(), namespaces: new Map(), using: new Map() };
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

/** A file whose namespaces are rewritten as those of cells are; undefined when there is nothing to rewrite. */
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

// A syntax error is reported by the transformer, which gives the same.
function parse(source: string): Program | undefined {
  return parseCell(source)?.parsed.program;
}

// The runtime disposes of what the top level uses when the cell ends, on every Node alike.
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

function unexported(statement: Program["body"][number]): Node {
  return statement.type === "ExportNamedDeclaration" ? (statement.declaration ?? statement) : statement;
}
