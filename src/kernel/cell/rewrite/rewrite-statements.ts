import type { MagicString } from "magic-string";
import type { Node, Program, VariableDeclaration } from "oxc-parser";
import { isEmptyStatement, isNameless, nameOf, unexported } from "../syntax/ast.ts";
import type { DeclaredVariable } from "./declared-names.ts";
import { type ImportDeclaration, importText } from "./rewrite-imports.ts";
import { hasValue, type NameKind } from "../names.ts";
import { rewriteNestedVar } from "./rewrite-nested-vars.ts";
import type { Reach } from "./reach.ts";
import type { RewriteContext } from "./rewrite-context.ts";
import { HELPERS } from "../runtime-interface.ts";
import type { Reference } from "../syntax/scope.ts";
import type { targetsIn } from "./pattern-targets.ts";

// On a line of its own, generated code before a statement maps to that statement.
const HEAD = "\n";
// After a line without a semicolon, a bare parenthesis would be a call.
const VOID = "void (";

type Statement = Program["body"][number];

/** A cell whose statements are rewritten. */
type Cell = {
  readonly program: Program;
  readonly references: readonly Reference[];
  readonly declared: ReadonlyMap<string, DeclaredVariable>;
  readonly nested: ReadonlyMap<Node, readonly VariableDeclaration[]>;
  /** The declarations in the heads of loops. */
  readonly heads: ReadonlySet<Node>;
  readonly targets: ReturnType<typeof targetsIn>;
  readonly context: RewriteContext;
};

/** Turns the declarations of a cell of JavaScript into assignments, and its last expression into its value. */
export function rewriteStatements(text: MagicString, cell: Cell, reach: Reach): void {
  new Statements(text, cell, reach).rewrite();
}

class Statements {
  readonly #text: MagicString;
  readonly #cell: Cell;
  readonly #reach: Reach;

  constructor(text: MagicString, cell: Cell, reach: Reach) {
    this.#text = text;
    this.#cell = cell;
    this.#reach = reach;
  }

  rewrite(): void {
    const { program, nested, heads, targets } = this.#cell;
    const { body } = program;
    const last = body.findLast((one) => !isEmptyStatement(one));
    for (const one of body) if (one.type === "ImportDeclaration") this.#rewriteImport(one);
    this.#hoist(["FunctionDeclaration"]);
    this.#hoist(["ImportDeclaration", "FunctionDeclaration"]);
    for (const { name, fallback } of targets) if (fallback && isNameless(fallback)) this.#name(fallback, name);
    for (const statement of body) this.#rewriteStatement(statement, statement === last);
    for (const [statement, vars] of nested) this.#rewriteNested(statement, vars, heads);
  }

  #rewriteStatement(node: Statement, isLast: boolean): void {
    switch (node.type) {
      case "ImportDeclaration":
        break;
      case "ExportNamedDeclaration":
        if (node.declaration) {
          this.#text.remove(node.start, node.declaration.start);
          this.#rewriteDeclaration(node.declaration);
        } else if (node.source) this.#loadOnly(node, node.source.value);
        else this.#text.remove(node.start, node.end);
        break;
      case "ExportAllDeclaration":
        this.#loadOnly(node, node.source.value);
        break;
      case "ExportDefaultDeclaration": {
        const { declaration } = node;
        this.#text.remove(node.start, declaration.start);
        const isNamed = "id" in declaration && declaration.id && declaration.type.endsWith("Declaration");
        if (isNamed) this.#rewriteDeclaration(declaration);
        else this.#rewriteValue(declaration, isLast);
        break;
      }
      case "ExpressionStatement": {
        const block = this.#namespaceOf(node.expression);
        if (block) this.#text.appendLeft(node.end, `;${this.#mark(block)};`);
        else if (isLast && !this.#isDecoration(node.expression)) this.#rewriteValue(node.expression, true);
        break;
      }
      default:
        this.#rewriteDeclaration(node);
    }
  }

  #rewriteImport(node: ImportDeclaration): void {
    const { references, declared } = this.#cell;
    const used = new Set(references.map(({ name }) => name));
    this.#text.update(node.start, node.end, importText(node, this.#reach, used, declared));
  }

  // True for the statement that the transformer adds after a decorated class.
  #isDecoration(expression: Node): boolean {
    const call = expression.type === "AssignmentExpression" ? expression.right : expression;
    const callee = call.type === "CallExpression" ? call.callee : undefined;
    return this.#cell.context.usesHelpers && callee?.type === "MemberExpression" && nameOf(callee.object) === HELPERS;
  }

  /** The namespace that a statement is a block of: `(function(_N) {})(N || (N = {}))`. */
  #namespaceOf(expression: Node): string | undefined {
    const [given] = expression.type === "CallExpression" ? expression.arguments : [];
    const name = given?.type === "LogicalExpression" && given.operator === "||" ? nameOf(given.left) : "";
    return this.#cell.context.namespaces.has(name) ? name : undefined;
  }

  #loadOnly(node: Node, specifier: string): void {
    this.#text.update(node.start, node.end, `await ${this.#reach.runtime("load")}(${JSON.stringify(specifier)});`);
  }

  #rewriteValue(expression: Node, isLast: boolean): void {
    this.#text.prependRight(expression.start, isLast ? `${HEAD}return {__proto__:null,values:[(` : "(");
    this.#text.appendLeft(expression.end, isLast ? ")]};" : ");");
  }

  #rewriteDeclaration(node: Node): void {
    switch (node.type) {
      case "FunctionDeclaration":
        if (!node.id) return;
        this.#text.remove(node.id.start, node.id.end);
        this.#name(node, node.id.name);
        this.#assign(node, node.id.name);
        break;
      case "ClassDeclaration":
        if (node.id) this.#assign(node, node.id.name);
        break;
      case "VariableDeclaration":
        this.#rewriteVariables(node);
        break;
      default:
    }
  }

  #assign(node: Node, name: string): void {
    this.#own(node, name);
    this.#text.prependRight(node.start, `${HEAD}${this.#variable(name)} = `);
    this.#text.appendLeft(node.end, `;${this.#mark(name)};`);
  }

  #rewriteVariables(node: VariableDeclaration): void {
    const { runtime } = this.#reach;
    const { context } = this.#cell;
    const [first] = node.declarations;
    if (!first) return;
    let opening = VOID;
    for (const { id, init, end } of node.declarations) {
      const name = nameOf(id);
      const isBlock = !init && context.namespaces.has(name);
      const using = context.using.get(name) ?? (node.kind === "using" ? "sync" : undefined);
      if (init && (using || node.kind === "await using")) {
        this.#text.prependRight(init.start, `${runtime("use")}(`);
        this.#text.appendLeft(init.end, `,${using !== "sync"})`);
      }
      if (init && isNameless(init)) this.#name(init, name);
      if (init && context.enums.has(name)) this.#startEnum(name, init);
      if (init && name !== "") this.#own(init, name);
      // A block that fails leaves the earlier value.
      if (isBlock && hasValue(context.names.get(name))) opening += `${runtime("keep")}(${JSON.stringify(name)}),`;
      if (!init && !this.#keepsValue(name, node.kind)) {
        this.#text.appendLeft(end, ` = ${this.#owned(name, "void 0")}`);
      }
      if (name !== "" && !isBlock) this.#text.appendLeft(end, `,${this.#mark(name)}`);
    }
    const name = nameOf(first.id);
    if (name !== "" && first.init) {
      // V8 reports the start of the value for a declaration, but the start of the statement for an assignment.
      this.#text.remove(node.start, first.init.start);
      this.#text.prependRight(first.init.start, `${HEAD}void (${this.#variable(name)} = `);
    } else this.#text.update(node.start, first.id.start, opening);
    const last = node.declarations.at(-1)?.end ?? node.end;
    this.#text.appendLeft(last, ")");
    if (last === node.end) this.#text.appendLeft(last, ";");
  }

  #rewriteNested(statement: Node, vars: readonly VariableDeclaration[], heads: ReadonlySet<Node>): void {
    const names = new Set<string>();
    for (const one of vars) {
      for (const { id, init, end } of one.declarations) {
        const name = nameOf(id);
        if (init && name !== "") {
          this.#own(init, name);
          this.#text.appendLeft(end, `,${this.#mark(name)}`);
        }
      }
      rewriteNestedVar(this.#text, one, { isInHead: heads.has(one), opening: VOID });
    }
    for (const { name, mark } of this.#cell.declared.values()) {
      const isInside = this.#cell.references.some(
        (one) =>
          one.kind === "declare" && one.name === name && statement.start <= one.start && one.start < statement.end,
      );
      if (isInside) names.add(`${this.#reach.marks}[${mark}]=1;`);
    }
    // Variables whose declarations the block did not reach are undefined after it.
    this.#text.appendLeft(statement.end, `;${[...names].join("")}`);
  }

  // A function takes its name from its variable, which may differ from the user's name.
  #name(value: Node, name: string): void {
    const { declared, targets } = this.#cell;
    const known = declared.get(name);
    if (!known || (known.variable === name && known.lexical && !targets.some((one) => one.fallback === value))) return;
    this.#text.prependRight(value.start, `({${name}:`);
    this.#text.appendLeft(value.end, `}).${name}`);
  }

  #variable(name: string): string {
    return this.#cell.declared.get(name)?.variable ?? name;
  }

  #mark(name: string): string {
    return `${this.#reach.marks}[${this.#cell.declared.get(name)?.mark ?? 0}]=1`;
  }

  // A name that read a module becomes a plain value.
  #own(value: Node, name: string): void {
    if (this.#cell.declared.get(name)?.lexical !== false) return;
    this.#text.prependRight(value.start, `${this.#reach.runtime("own")}(${JSON.stringify(name)},`);
    this.#text.appendLeft(value.end, ")");
  }

  #owned(name: string, value: string): string {
    return this.#cell.declared.get(name)?.lexical === false
      ? `${this.#reach.runtime("own")}(${JSON.stringify(name)},${value})`
      : value;
  }

  // `var a;` and a namespace's variable keep the current value.
  #keepsValue(name: string, kind: VariableDeclaration["kind"]): boolean {
    const { names, namespaces } = this.#cell.context;
    if (kind === "var") return true;
    const mergeable: readonly (NameKind | undefined)[] = ["namespace", "class", "function", "enum"];
    return namespaces.has(name) && mergeable.includes(names.get(name)?.kind);
  }

  // Enums merge within a cell; an enum of an earlier cell is replaced.
  #startEnum(name: string, { start, end }: Node): void {
    for (const one of this.#cell.references) {
      if (one.name !== name || one.kind !== "read" || one.isDeferred || one.start < start || one.start >= end) continue;
      this.#text.update(one.start, one.end, "void 0");
    }
  }

  /** Moves statements of the first type up to the first statement that has none of these types. */
  #hoist(types: readonly Node["type"][]): void {
    let anchor: number | undefined;
    for (const one of this.#cell.program.body) {
      const node = unexported(one);
      // A function without a name, the default export, is a value.
      const type = node.type === "FunctionDeclaration" && !node.id ? undefined : node.type;
      const isMovable = type !== undefined && types.includes(type);
      if (anchor === undefined && !isMovable) anchor = one.start;
      else if (anchor !== undefined && type === types[0]) this.#text.move(one.start, one.end, anchor);
    }
  }
}
