import type { Node } from "oxc-parser";
import { childrenOf } from "../../cell/syntax/ast.ts";

/** The names that a piece of code visibly changes, globals included. */
export type ChangedNames = {
  /** The names that it assigns to, or whose properties or elements it sets. */
  readonly sets: ReadonlySet<string>;
  /** The names whose methods it calls for their effects; `setsUp` has those whose methods set something up. */
  readonly handles: ReadonlySet<string>;
  readonly setsUp: ReadonlySet<string>;
  /** The functions that it calls or passes to others, each with the names among its arguments. */
  readonly calls: ReadonlyMap<string, ReadonlySet<string>>;
};

// Methods that change arrays, maps and sets, wherever they are called.
const CHANGING = new Set([
  ...["add", "clear", "copyWithin", "delete", "fill", "pop", "push", "reverse", "set", "shift", "sort", "splice"],
  "unshift",
]);

// Methods that only show or describe a value.
const LOOKING =
  /^(?:assert|debug|describe|dir|display|dump|error|head|info|inspect|log|plot|print|render|show|summary|table|tail|to[A-Z]\w*|view|warn)$/;

// Methods that set up packages, as in `dayjs.extend(utc)`.
const SETTING_UP =
  /^(?:add|config|configure|define|disable|enable|extend|init|initialize|load|register|set|setup|use)(?:$|[A-Z])/;

// Functions of `Object` that change their first argument.
const CHANGING_FIRST = new Set(["assign", "defineProperties", "defineProperty", "setPrototypeOf"]);

export type Identifier = Extract<Node, { type: "Identifier" }>;
type Call = Extract<Node, { type: "CallExpression" | "NewExpression" }>;

/**
 * Finds the names that code changes.
 *
 * @param nameOf returns the name that an identifier stands for; undefined when it does not count.
 */
export function changedNamesIn(nodes: readonly Node[], nameOf: (name: Identifier) => string | undefined): ChangedNames {
  return new ChangesReader(nameOf).read(nodes);
}

class ChangesReader {
  readonly #nameOf: (name: Identifier) => string | undefined;
  readonly #found = {
    sets: new Set<string>(),
    handles: new Set<string>(),
    setsUp: new Set<string>(),
    calls: new Map<string, ReadonlySet<string>>(),
  };

  constructor(nameOf: (name: Identifier) => string | undefined) {
    this.#nameOf = nameOf;
  }

  read(nodes: readonly Node[]): ChangedNames {
    for (const node of nodes) this.#visit(node, false);
    return this.#found;
  }

  #visit(node: Node, isStatement: boolean): void {
    switch (node.type) {
      case "AssignmentExpression":
      case "ForInStatement":
      case "ForOfStatement":
        for (const target of targetsIn(node.left)) this.#add("sets", target);
        break;
      case "UpdateExpression":
        this.#add("sets", node.argument);
        break;
      case "UnaryExpression":
        if (node.operator === "delete") this.#add("sets", node.argument);
        break;
      case "NewExpression":
      case "CallExpression":
        this.#call(node, isStatement);
        break;
      default:
    }
    const isWhole = node.type === "ExpressionStatement" || (isStatement && isTransparent(node));
    for (const child of childrenOf(node)) this.#visit(child, isWhole);
  }

  #call({ callee, arguments: given }: Call, isStatement: boolean): void {
    const names = given.flatMap((one) => this.#rootName(one) ?? []);
    for (const name of [callee, ...given].flatMap((one) => (one.type === "Identifier" && this.#nameOf(one)) || [])) {
      this.#found.calls.set(name, new Set([...(this.#found.calls.get(name) ?? []), ...names]));
    }
    if (callee.type !== "MemberExpression") return;
    const { object, property } = callee;
    const method = property.type === "Identifier" && !callee.computed ? property.name : "";
    const isOfObject = object.type === "Identifier" && /^(?:Object|Reflect)$/.test(object.name);
    const [first] = given;
    if (isOfObject && first && (CHANGING_FIRST.has(method) || method === "set")) this.#add("sets", first);
    const isChange = CHANGING.has(method);
    if (isChange || (isStatement && !LOOKING.test(method))) this.#add("handles", object);
    if (isChange || (isStatement && SETTING_UP.test(method))) this.#add("setsUp", object);
  }

  #add(to: "sets" | "handles" | "setsUp", node: Node): void {
    const name = this.#rootName(node);
    if (name !== undefined) this.#found[to].add(name);
  }

  #rootName(node: Node): string | undefined {
    const root = rootOf(node);
    return root && this.#nameOf(root);
  }
}

// A call as a statement is made for its effects, also behind `await`.
function isTransparent({ type }: Node): boolean {
  return type === "AwaitExpression" || type === "ChainExpression" || type === "ParenthesizedExpression";
}

/** The targets of an assignment, including those in a pattern. */
function targetsIn(node: Node): Node[] {
  switch (node.type) {
    case "ObjectPattern":
      return node.properties.flatMap((one) => targetsIn(one.type === "RestElement" ? one.argument : one.value));
    case "ArrayPattern":
      return node.elements.flatMap((one) => (one ? targetsIn(one) : []));
    case "AssignmentPattern":
      return targetsIn(node.left);
    case "RestElement":
      return targetsIn(node.argument);
    case "VariableDeclaration":
      return [];
    default:
      return [node];
  }
}

/** The name that a path of members and calls starts with: `a` in `a.b(c).d`. */
function rootOf(node: Node): Identifier | undefined {
  switch (node.type) {
    case "Identifier":
      return node;
    case "MemberExpression":
      return rootOf(node.object);
    case "CallExpression":
      return node.callee.type === "MemberExpression" ? rootOf(node.callee) : undefined;
    case "ChainExpression":
    case "ParenthesizedExpression":
      return rootOf(node.expression);
    default:
      return undefined;
  }
}
