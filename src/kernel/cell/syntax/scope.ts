import type { ArrowFunctionExpression, Function as FunctionNode, Node } from "oxc-parser";
import { boundNames, childrenOf, unexported, varDeclarations } from "./ast.ts";

/** A use of a name that no function, class or block in the cell declares. */
export type Reference = {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /**
   * `typeof`: the operand of `typeof`, which need not exist. `declare`: inside the pattern of a top-level
   * declaration, or in a `var` of a nested block.
   */
  readonly kind: "read" | "typeof" | "write" | "declare";
  /** True for `{ a }` in an object or pattern, which is renamed as `{ a: b }`. */
  readonly shorthand: boolean;
  /** True for code that runs in a later call or construction, not at its place in the cell. */
  readonly isDeferred: boolean;
  /** True at the start of a statement: a parenthesis there could continue the line before. */
  readonly startsStatement: boolean;
  /** The assignment that writes the name; undefined for a loop. */
  readonly assignment?: Range & { readonly startsStatement: boolean };
};

type Range = { readonly start: number; readonly end: number };

type Identifier = Extract<Node, { type: "Identifier" }>;
type Kind = Reference["kind"];
type Scope = { readonly names: ReadonlySet<string>; readonly outer: Scope | undefined };

/** The uses of names, except names that inner scopes of these statements declare, in source order, without types. */
export function referencesIn(statements: readonly Node[]): Reference[] {
  const found: Reference[] = [];
  new Walker(found).visitAll(statements, undefined);
  return found.toSorted((a, b) => a.start - b.start);
}

class Walker {
  readonly #found: Reference[];
  readonly #statements = new Set<number>();
  #isDeferred = false;
  #assignment: Range | undefined;

  constructor(found: Reference[]) {
    this.#found = found;
  }

  visitAll(nodes: readonly Node[], scope: Scope | undefined): void {
    for (const node of nodes) this.#visit(node, scope);
  }

  #visit(node: Node, scope: Scope | undefined): void {
    switch (node.type) {
      case "Identifier":
        this.#use(node, "read", false, scope);
        break;
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        this.#visitFunction(node, scope);
        break;
      case "ClassDeclaration":
      case "ClassExpression": {
        this.visitAll(node.decorators, scope);
        const inner = node.id ? within([node.id.name], scope) : scope;
        if (node.superClass) this.#visit(node.superClass, inner);
        this.#visit(node.body, inner);
        break;
      }
      case "MethodDefinition":
      case "PropertyDefinition":
      case "AccessorProperty":
      case "TSAbstractMethodDefinition":
      case "TSAbstractPropertyDefinition":
        this.visitAll(node.decorators, scope);
        if (node.computed) this.#visit(node.key, scope);
        if (node.value) this.#visitValue(node.value, node.static, scope);
        break;
      case "Property":
        if (node.computed) this.#visit(node.key, scope);
        if (node.shorthand && node.value.type === "Identifier") this.#use(node.value, "read", true, scope);
        else this.#visit(node.value, scope);
        break;
      case "MemberExpression":
        this.#visit(node.object, scope);
        if (node.computed) this.#visit(node.property, scope);
        break;
      case "ExpressionStatement":
        this.#statements.add(node.start);
        this.#visit(node.expression, scope);
        break;
      case "AssignmentExpression":
        this.#visitTarget(node.left, node, scope);
        this.#visit(node.right, scope);
        break;
      case "UpdateExpression":
        this.#visitTarget(node.argument, node, scope);
        break;
      case "UnaryExpression":
        this.#visitOperand(node.argument, node.operator === "typeof" ? "typeof" : "read", scope);
        break;
      case "VariableDeclaration":
        for (const { id, init } of node.declarations) {
          this.#visitPattern(id, "declare", scope);
          if (init) this.#visit(init, scope);
        }
        break;
      case "BlockStatement":
        this.visitAll(node.body, within(lexicalNames(node.body), scope));
        break;
      case "StaticBlock":
        this.visitAll(node.body, within([...lexicalNames(node.body), ...varNames(node.body)], scope));
        break;
      case "TSModuleBlock":
        this.visitAll(node.body, within([...lexicalNames(node.body), ...varNames(node.body)], scope));
        break;
      case "ForStatement":
        this.visitAll(childrenOf(node), node.init ? within(lexicalNames([node.init]), scope) : scope);
        break;
      case "ForInStatement":
      case "ForOfStatement": {
        const inner = within(lexicalNames([node.left]), scope);
        if (node.left.type === "VariableDeclaration") this.#visit(node.left, inner);
        else this.#visitPattern(node.left, "write", scope);
        this.#visit(node.right, inner);
        this.#visit(node.body, inner);
        break;
      }
      case "SwitchStatement":
        this.#visit(node.discriminant, scope);
        this.visitAll(node.cases, within(lexicalNames(node.cases.flatMap((one) => one.consequent)), scope));
        break;
      case "CatchClause": {
        const inner = node.param ? within(boundNames(node.param), scope) : scope;
        if (node.param) this.#visitPattern(node.param, "declare", inner);
        this.#visit(node.body, inner);
        break;
      }
      case "ExportNamedDeclaration":
        if (node.declaration) this.#visit(node.declaration, scope);
        break;
      case "ExportDefaultDeclaration":
        this.#visit(node.declaration, scope);
        break;
      case "TSModuleDeclaration":
        if (node.body) this.#visit(node.body, scope);
        break;
      case "TSEnumDeclaration": {
        const names = node.body.members.map(({ id }) => (id.type === "Identifier" ? id.name : ""));
        for (const { initializer } of node.body.members) {
          if (initializer) this.#visit(initializer, within([node.id.name, ...names], scope));
        }
        break;
      }
      case "TSAsExpression":
      case "TSSatisfiesExpression":
      case "TSTypeAssertion":
      case "TSNonNullExpression":
      case "TSInstantiationExpression":
      case "TSExportAssignment":
        this.#visit(node.expression, scope);
        break;
      case "ImportDeclaration":
      case "ExportAllDeclaration":
      case "BreakStatement":
      case "ContinueStatement":
      case "MetaProperty":
        break;
      case "LabeledStatement":
        this.#visit(node.body, scope);
        break;
      default:
        if (!node.type.startsWith("TS")) this.visitAll(childrenOf(node), scope);
    }
  }

  #visitFunction(node: FunctionNode | ArrowFunctionExpression, scope: Scope | undefined): void {
    const isArrow = node.type === "ArrowFunctionExpression";
    const names = node.params.flatMap(boundNames);
    if (!isArrow) names.push("arguments");
    if (node.type === "FunctionExpression" && node.id) names.push(node.id.name);
    const body = node.body?.type === "BlockStatement" ? node.body.body : [];
    const inner = within([...names, ...lexicalNames(body), ...varNames(body)], scope);
    const wasDeferred = this.#isDeferred;
    this.#isDeferred = true;
    for (const param of node.params) this.#visitPattern(param, "declare", inner);
    if (node.body?.type === "BlockStatement") this.visitAll(body, inner);
    else if (node.body) this.#visit(node.body, inner);
    this.#isDeferred = wasDeferred;
  }

  #visitValue(node: Node, isStatic: boolean, scope: Scope | undefined): void {
    const wasDeferred = this.#isDeferred;
    this.#isDeferred ||= !isStatic;
    this.#visit(node, scope);
    this.#isDeferred = wasDeferred;
  }

  #visitTarget(node: Node, assignment: Range, scope: Scope | undefined): void {
    const outer = this.#assignment;
    this.#assignment = assignment;
    this.#visitPattern(node, "write", scope);
    this.#assignment = outer;
  }

  #visitOperand(node: Node, kind: Kind, scope: Scope | undefined): void {
    if (node.type === "ParenthesizedExpression") this.#visitOperand(node.expression, kind, scope);
    else if (node.type === "Identifier") this.#use(node, kind, false, scope);
    else this.#visit(node, scope);
  }

  #visitPattern(node: Node, kind: Kind, scope: Scope | undefined): void {
    switch (node.type) {
      case "Identifier":
        this.#use(node, kind, false, scope);
        break;
      case "ObjectPattern":
        for (const property of node.properties) {
          if (property.type === "RestElement") this.#visitPattern(property.argument, kind, scope);
          else if (property.shorthand) this.#visitShorthand(property.value, kind, scope);
          else {
            if (property.computed) this.#visit(property.key, scope);
            this.#visitPattern(property.value, kind, scope);
          }
        }
        break;
      case "ArrayPattern":
        for (const element of node.elements) if (element) this.#visitPattern(element, kind, scope);
        break;
      case "AssignmentPattern":
        this.#visitPattern(node.left, kind, scope);
        this.#visit(node.right, scope);
        break;
      case "RestElement":
        this.#visitPattern(node.argument, kind, scope);
        break;
      case "TSParameterProperty":
        this.#visitPattern(node.parameter, kind, scope);
        break;
      case "ParenthesizedExpression":
      case "TSAsExpression":
      case "TSNonNullExpression":
      case "TSSatisfiesExpression":
      case "TSTypeAssertion":
        this.#visitPattern(node.expression, kind, scope);
        break;
      default:
        this.#visit(node, scope);
    }
  }

  #visitShorthand(value: Node, kind: Kind, scope: Scope | undefined): void {
    const name = value.type === "AssignmentPattern" ? value.left : value;
    if (name.type === "Identifier") this.#use(name, kind, true, scope);
    if (value.type === "AssignmentPattern") this.#visit(value.right, scope);
  }

  #use(node: Identifier, kind: Kind, shorthand: boolean, scope: Scope | undefined): void {
    for (let at = scope; at; at = at.outer) if (at.names.has(node.name)) return;
    // The end of a TypeScript binding includes its annotation; a name may contain escapes.
    const isTyped = ("typeAnnotation" in node && node.typeAnnotation) || ("optional" in node && node.optional);
    const end = isTyped ? node.start + node.name.length : node.end;
    const startsStatement = this.#statements.has(node.start);
    const { start, end: last } = this.#assignment ?? {};
    const assignment =
      kind === "write" && start !== undefined && last !== undefined
        ? { assignment: { start, end: last, startsStatement: this.#statements.has(start) } }
        : {};
    const place = { start: node.start, end, isDeferred: this.#isDeferred, startsStatement };
    this.#found.push({ name: node.name, kind, shorthand, ...place, ...assignment });
  }
}

function within(names: readonly string[], outer: Scope | undefined): Scope | undefined {
  return names.length > 0 ? { names: new Set(names), outer } : outer;
}

/** The names that a list of statements declares with let, const, class or function. */
export function lexicalNames(statements: readonly Node[]): string[] {
  return statements.flatMap((statement): string[] => {
    const node = unexported(statement);
    switch (node.type) {
      case "VariableDeclaration":
        return node.kind === "var" ? [] : node.declarations.flatMap(({ id }) => boundNames(id));
      case "FunctionDeclaration":
      case "ClassDeclaration":
      case "TSEnumDeclaration":
        return node.id ? [node.id.name] : [];
      case "TSModuleDeclaration":
        return node.id.type === "Identifier" ? [node.id.name] : [];
      default:
        return [];
    }
  });
}

function varNames(statements: readonly Node[]): string[] {
  return statements
    .flatMap(varDeclarations)
    .flatMap(({ declarations }) => declarations.flatMap(({ id }) => boundNames(id)));
}
