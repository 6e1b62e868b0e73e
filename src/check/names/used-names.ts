import type { Node } from "oxc-parser";
import { boundNames, childrenOf } from "../../kernel/cell/syntax/ast.ts";
import { isTooDeep } from "../../kernel/cell/syntax/nesting.ts";
import { parseCell } from "../../kernel/cell/syntax/parse.ts";
import { lexicalNames } from "../../kernel/cell/syntax/scope.ts";
import { wordsIn } from "../../kernel/types/facts/cell-facts.ts";

/**
 * The names of values and types in a cell by which it may refer to other cells. Names of parts, such as properties, and
 * of parameters and variables in blocks are left out.
 */
export function usedNames(code: string): ReadonlySet<string> {
  const program = isTooDeep(code) ? undefined : parseCell(code)?.parsed.program;
  const found = new Set<string>();
  try {
    if (program) collect(program, NONE, found);
  } catch (error) {
    // A long chain of calls nests too deeply for a recursive walk.
    if (error instanceof RangeError) return wordsIn(code);
    throw error;
  }
  return program ? found : wordsIn(code);
}

const NONE: ReadonlySet<string> = new Set();

// Variables do not hide types, and parameters are not visible in decorators.
const OUTSIDE = new Set(["TSTypeReference", "TSClassImplements", "TSInterfaceHeritage", "Decorator"]);

function collect(node: Node, hidden: ReadonlySet<string>, found: Set<string>): void {
  if (node.type === "JSXIdentifier" || (node.type === "Identifier" && !hidden.has(node.name))) found.add(node.name);
  const own = variablesOf(node);
  const inside = OUTSIDE.has(node.type) ? NONE : own.length > 0 ? new Set([...hidden, ...own]) : hidden;
  const skipped = namesWithin(node);
  // Parameters are not visible in the computed name of their method.
  const key = "key" in node ? node.key : undefined;
  for (const child of childrenOf(node)) {
    if (!skipped.includes(child)) collect(child, child === key ? hidden : inside, found);
  }
}

function variablesOf(node: Node): string[] {
  if ("params" in node) return node.params.flatMap(boundNames);
  switch (node.type) {
    case "BlockStatement":
      return lexicalNames(node.body);
    case "ForStatement":
      return node.init ? lexicalNames([node.init]) : [];
    case "ForInStatement":
    case "ForOfStatement":
      return lexicalNames([node.left]);
    case "CatchClause":
      return node.param ? boundNames(node.param) : [];
    default:
      return [];
  }
}

/** The children of a node that name a part of something, such as a property of an object. */
function namesWithin(node: Node): readonly (Node | null)[] {
  switch (node.type) {
    case "MemberExpression":
      return node.computed ? [] : [node.property];
    case "Property":
      return node.computed || node.shorthand ? [] : [node.key];
    case "MethodDefinition":
    case "PropertyDefinition":
    case "AccessorProperty":
    case "TSAbstractMethodDefinition":
    case "TSAbstractPropertyDefinition":
    case "TSAbstractAccessorProperty":
    case "TSPropertySignature":
    case "TSMethodSignature":
      return node.computed ? [] : [node.key];
    case "TSEnumMember":
      return node.computed ? [] : [node.id];
    case "TSQualifiedName":
      return [node.right];
    case "TSImportType":
      return [node.qualifier];
    case "TSNamedTupleMember":
      return [node.label];
    case "ImportSpecifier":
      return [node.imported];
    case "ExportSpecifier":
      return [node.exported];
    case "ExportNamedDeclaration":
      return node.source === null ? [] : node.specifiers;
    case "MetaProperty":
      return [node.meta, node.property];
    case "LabeledStatement":
    case "BreakStatement":
    case "ContinueStatement":
      return [node.label];
    default:
      return [];
  }
}
