import type { Node } from "oxc-parser";
import { childrenOf } from "../syntax/ast.ts";
import { referencesIn } from "../syntax/scope.ts";
import { CHANGES, CONSTRUCTED, MEMBERS_OF, PLAIN_GLOBALS, READS, SHARED_MEMBERS } from "./allowed-apis.ts";

/** The names that some code can use. */
export type KnownNames = {
  /** Names of values, which the code may change. */
  readonly values: ReadonlySet<string>;
  /** Names of functions, classes, enums and types, whose declarations run again. */
  readonly made: ReadonlySet<string>;
  /** Imported names. */
  readonly imported: ReadonlySet<string>;
  /** Names of functions that return promises. */
  readonly async: ReadonlySet<string>;
};

/**
 * The first thing that some code does, or might do, with an effect beyond the values of its names; undefined when
 * there is none. In doubt, it reports an effect.
 */
export function outsideEffect(statements: readonly Node[], known: KnownNames): string | undefined {
  const isKnown = (name: string) => known.values.has(name) || known.made.has(name) || known.imported.has(name);
  const globals = new Map<number, string>();
  for (const { name, start, kind } of referencesIn(statements)) {
    if (kind === "declare") continue;
    if (isKnown(name)) {
      if (kind === "write" && !known.values.has(name)) return `it assigns to ${name}`;
      continue;
    }
    if (kind === "write") return `it assigns to ${name}, which no cell declares`;
    if (MEMBERS_OF[name] !== undefined) globals.set(start, name);
    else if (!PLAIN_GLOBALS.has(name)) return `it uses ${name}`;
  }
  return new EffectSearch(globals, known).first(statements);
}

// Not a path of one file: a glob pattern, or an address such as a URL.
const NO_FILE = /[*?[]|^[a-z][\w+.-]+:/i;

/** The expression inside type assertions, parentheses and optional chains. */
function bare(node: Node): Node {
  switch (node.type) {
    case "ParenthesizedExpression":
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "TSTypeAssertion":
    case "ChainExpression":
      return bare(node.expression);
    default:
      return node;
  }
}

function rootOf(node: Node): Node {
  const inner = bare(node);
  if (inner.type === "MemberExpression") return rootOf(inner.object);
  return inner.type === "CallExpression" ? rootOf(inner.callee) : inner;
}

function memberName(node: Node): string | undefined {
  if (node.type !== "MemberExpression") return undefined;
  const { property, computed } = node;
  if (!computed) return property.type === "Identifier" ? property.name : undefined;
  return property.type === "Literal" && typeof property.value === "string" ? property.value : undefined;
}

class EffectSearch {
  /** The names, by offset, of globals of which only some uses are allowed. */
  readonly #globals: ReadonlyMap<number, string>;
  readonly #known: KnownNames;

  constructor(globals: ReadonlyMap<number, string>, known: KnownNames) {
    this.#globals = globals;
    this.#known = known;
  }

  first(nodes: readonly Node[], parent?: Node): string | undefined {
    for (const node of nodes) {
      const found = this.#own(node, parent) ?? this.first(childrenOf(node), node);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #own(node: Node, parent: Node | undefined): string | undefined {
    switch (node.type) {
      case "Identifier":
        return this.#global(node, parent);
      case "MemberExpression":
        return this.#member(node);
      case "CallExpression":
        return this.#call(node.callee, node.arguments);
      case "AssignmentExpression":
        return this.#target(node.left);
      case "UpdateExpression":
        return this.#target(node.argument);
      case "UnaryExpression":
        return node.operator === "delete" ? this.#target(node.argument) : undefined;
      case "ForInStatement":
      case "ForOfStatement":
        return node.left.type === "VariableDeclaration" ? undefined : this.#target(node.left);
      case "ImportExpression":
        return "it imports while it runs";
      case "ExpressionStatement":
        return this.#unawaited(node.expression);
      case "MetaProperty":
        return node.meta.name === "import" ? "it uses import.meta" : undefined;
      case "WithStatement":
      case "TSImportEqualsDeclaration":
      case "TSExportAssignment":
        return "it uses syntax that is not supported here";
      case "VariableDeclaration":
        return node.kind === "using" || node.kind === "await using" ? "it uses resources that end with it" : undefined;
      default:
        return undefined;
    }
  }

  #global(node: Node, parent: Node | undefined): string | undefined {
    const name = this.#globals.get(node.start);
    if (name === undefined) return undefined;
    if (parent?.type === "MemberExpression" && parent.object === node) return undefined;
    const isMade = parent?.type === "NewExpression" && parent.callee === node && CONSTRUCTED.has(name);
    if (isMade && !(name === "Date" && parent.arguments.length === 0)) return undefined;
    return name === "Date" ? "it reads the clock" : `it passes on ${name}`;
  }

  #member(node: Extract<Node, { type: "MemberExpression" }>): string | undefined {
    const name = memberName(node);
    const object = bare(node.object);
    const global = object.type === "Identifier" ? this.#globals.get(object.start) : undefined;
    if (global !== undefined && (name === undefined || MEMBERS_OF[global]?.has(name) !== true)) {
      return global === "Date" ? "it reads the clock" : `it uses ${global}.${name ?? "[…]"}`;
    }
    return name !== undefined && SHARED_MEMBERS.has(name) ? `it uses .${name}` : undefined;
  }

  #call(callee: Node, given: readonly Node[]): string | undefined {
    const called = bare(callee);
    const name = called.type === "Identifier" ? called.name : (memberName(called) ?? "");
    if (CHANGES.test(name)) return `it calls ${name}`;
    const root = rootOf(called);
    if (!READS.test(name) || root.type !== "Identifier" || !this.#known.imported.has(root.name)) return undefined;
    const [path] = given;
    const isLiteral = path?.type === "Literal" && typeof path.value === "string" && !NO_FILE.test(path.value);
    return isLiteral ? undefined : `it calls ${name} with a path that is computed while it runs`;
  }

  // A promise that nobody awaits may change a value after the cell has ended.
  #unawaited(expression: Node): string | undefined {
    const inner = bare(expression.type === "UnaryExpression" ? expression.argument : expression);
    if (inner.type !== "CallExpression" || inner.callee.type !== "Identifier") return undefined;
    return this.#known.async.has(inner.callee.name) ? `it does not await ${inner.callee.name}` : undefined;
  }

  #target(target: Node): string | undefined {
    const inner = bare(target);
    if (inner.type !== "MemberExpression") return undefined;
    const root = rootOf(inner);
    if (root.type !== "Identifier") return undefined;
    const isOutside = !this.#known.values.has(root.name) && (this.#isMade(root.name) || PLAIN_GLOBALS.has(root.name));
    return isOutside || this.#globals.has(root.start) ? `it changes a property of ${root.name}` : undefined;
  }

  #isMade(name: string): boolean {
    return this.#known.made.has(name) || this.#known.imported.has(name);
  }
}
