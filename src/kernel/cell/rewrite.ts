import { MagicString } from "magic-string";
import type { Node, Program, VariableDeclaration } from "oxc-parser";
import { boundNames, isEmpty, isNameless, nameOf, unexported, varDeclarations } from "./ast.ts";
import { type ImportDeclaration, importedNames, importText, isHelperImport } from "./imports.ts";
import { type Name, type NameKind, type Names, variableFor } from "./names.ts";
import { loopHeads, rewriteNestedVar } from "./nested-vars.ts";
import { type Reference, referencesIn } from "./scope.ts";
import { rewriteSuspensions } from "./suspensions.ts";

/** The parameter through which a cell's code reaches its runtime (see runtime.ts of the child). */
export const RUNTIME = "__tsnb__";

// What the compiler calls its own functions by.
const HELPERS = "babelHelpers";
// A line of its own: a place in what is put before a statement is then known to be of the statement.
const HEAD = "\n";
// A line without a semicolon before a bare parenthesis would be called.
const VOID = "void (";

/** What the syntax alone cannot say about a cell. */
export type RewriteContext = {
  /** What earlier cells declared. */
  readonly names: Names;
  /** Names of globals that a cell may hide for itself but not for packages. */
  readonly reserved: ReadonlySet<string>;
  readonly enums: ReadonlySet<string>;
  /** Namespaces with the names that they export. */
  readonly namespaces: ReadonlyMap<string, readonly string[]>;
  /** Names that a top-level `using` declared before it became `const`. */
  readonly using: ReadonlyMap<string, "sync" | "async">;
  readonly usesHelpers: boolean;
};

/** A script whose value is a function of the runtime and `require` that gives the cell as an async function. */
export type Rewritten = {
  readonly code: string;
  readonly mappings: () => string;
  readonly declared: readonly Name[];
};

/**
 * Makes a script of a module: its top-level names become variables that outlive it, and its last
 * expression is returned as the only one of `values` in an object without a prototype: cells may give all
 * others a `then`. The array is for V8, which else finds an error of the expression elsewhere.
 */
export function rewrite(code: string, program: Program, context: RewriteContext): Rewritten {
  return new Rewriter(code, program, context).run();
}

class Rewriter {
  readonly #text: MagicString;
  readonly #program: Program;
  readonly #context: RewriteContext;
  readonly #references: readonly Reference[];
  readonly #declared = new Map<string, Name>();
  #anchor: number | undefined;
  #resets = "";

  constructor(code: string, program: Program, context: RewriteContext) {
    this.#text = new MagicString(code);
    this.#program = program;
    this.#context = context;
    this.#references = referencesIn(program.body);
  }

  run(): Rewritten {
    for (const statement of this.#program.body) this.#declare(unexported(statement));
    for (const { declarations } of this.#nestedVars()) {
      for (const { id } of declarations) for (const name of boundNames(id)) this.#add(name, "variable");
    }
    this.#renameReferences();
    if (/\b(?:await|import)\b/.test(this.#text.original)) rewriteSuspensions(this.#text, this.#program, RUNTIME);
    this.#rewriteStatements();
    return this.#wrapped();
  }

  #wrapped(): Rewritten {
    const { names, usesHelpers } = this.#context;
    const fresh = [...this.#declared.values()].filter(({ name, lexical }) => lexical && !names.get(name)?.lexical);
    const lets = fresh.length > 0 ? `let ${fresh.map(({ variable }) => variable).join(",")};` : "";
    const ownRequire = this.#declared.has("require") || names.has("require");
    const parameters = ownRequire ? RUNTIME : `${RUNTIME},require`;
    const helpers = usesHelpers ? `const ${HELPERS}=${RUNTIME}.helpers;` : "";
    if (this.#program.hashbang) this.#text.remove(0, this.#program.hashbang.end);
    this.#text.prepend(`${lets}((${parameters})=>(async function(){"use strict";${helpers}${this.#resets}\n`);
    this.#text.append("\n}))");
    const mappings = (): string => this.#text.generateMap({ hires: "boundary" }).mappings;
    return { code: this.#text.toString(), mappings, declared: [...this.#declared.values()] };
  }

  #add(name: string, kind: NameKind, isProperty = false): void {
    const { names, reserved, namespaces } = this.#context;
    const earlier = names.get(name);
    const variable = variableFor(name, reserved);
    const lexical = !isProperty || variable !== name || (earlier?.lexical ?? false);
    const known = this.#declared.get(name);
    const exports = namespaces.get(name);
    const exported = exports && { exported: [...(earlier?.exported ?? []), ...exports] };
    this.#declared.set(name, { name, variable, kind, lexical: lexical || (known?.lexical ?? false), ...exported });
  }

  #declare(node: Node): void {
    switch (node.type) {
      case "ImportDeclaration":
        if (isHelperImport(node)) return;
        for (const { local, isProperty } of importedNames(node)) this.#add(local, "import", isProperty);
        break;
      case "VariableDeclaration":
        for (const name of node.declarations.flatMap(({ id }) => boundNames(id))) {
          this.#add(name, this.#kindOf(name, node.kind));
        }
        break;
      case "FunctionDeclaration":
        if (node.id) this.#add(node.id.name, "function");
        break;
      case "ClassDeclaration":
        if (node.id) this.#add(node.id.name, "class");
        break;
      default:
    }
  }

  #kindOf(name: string, kind: VariableDeclaration["kind"]): NameKind {
    if (this.#context.namespaces.has(name)) return "namespace";
    if (this.#context.enums.has(name)) return "enum";
    return kind === "let" || kind === "var" ? "variable" : "constant";
  }

  #nestedVars(): VariableDeclaration[] {
    // Few cells have any, and looking for them goes through the whole program.
    if (!/\bvar\b/.test(this.#text.original)) return [];
    return this.#program.body
      .filter((statement) => unexported(statement).type !== "VariableDeclaration")
      .flatMap(varDeclarations);
  }

  #renameReferences(): void {
    for (const { name, start, end, kind, shorthand } of this.#references) {
      const known = this.#declared.get(name) ?? this.#context.names.get(name);
      if (!known) continue;
      if (known.kind === "forgotten") {
        const place = kind === "typeof" ? "perhaps" : "forgotten";
        this.#text.update(start, end, `${shorthand ? `${name}: ` : ""}${RUNTIME}.${place}.${name}`);
        continue;
      }
      const isConstant = known.kind === "constant" || known.kind === "import";
      const target = kind === "write" && isConstant ? `${RUNTIME}.constants.${name}` : known.variable;
      if (target !== name) this.#text.update(start, end, shorthand ? `${name}: ${target}` : target);
    }
  }

  #rewriteStatements(): void {
    const body = this.#program.body;
    const first = body.find(
      (one) => one.type !== "ImportDeclaration" && unexported(one).type !== "FunctionDeclaration",
    );
    this.#anchor = first?.start;
    const last = body.findLast((one) => !isEmpty(one));
    for (const statement of body) if (statement.type === "ImportDeclaration") this.#rewriteImport(statement);
    for (const statement of body) this.#rewriteStatement(statement, statement === last);
    const vars = this.#nestedVars();
    const heads = new Set(vars.length > 0 ? body.flatMap(loopHeads) : []);
    for (const one of vars) rewriteNestedVar(this.#text, one, { isInHead: heads.has(one), opening: VOID });
  }

  #rewriteImport(node: ImportDeclaration): void {
    const used = new Set(this.#references.map(({ name }) => name));
    this.#text.update(
      node.start,
      node.end,
      importText(node, RUNTIME, used, (name) => this.#declared.get(name)),
    );
    this.#hoist(node);
  }

  #rewriteStatement(node: Program["body"][number], isLast: boolean): void {
    switch (node.type) {
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
      case "ExpressionStatement":
        if (isLast && !this.#isDecoration(node.expression)) this.#rewriteValue(node.expression, true);
        break;
      default:
        this.#rewriteDeclaration(node);
    }
  }

  // What the compiler puts behind a class.
  #isDecoration(expression: Node): boolean {
    const call = expression.type === "AssignmentExpression" ? expression.right : expression;
    const callee = call.type === "CallExpression" ? call.callee : undefined;
    return this.#context.usesHelpers && callee?.type === "MemberExpression" && nameOf(callee.object) === HELPERS;
  }

  #loadOnly(node: Node, specifier: string): void {
    this.#text.update(node.start, node.end, `await ${RUNTIME}.load(${JSON.stringify(specifier)});`);
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
        this.#hoist(node);
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
    this.#text.prependRight(node.start, `${HEAD}${this.#variable(name)} = `);
    this.#text.appendLeft(node.end, ";");
  }

  #rewriteVariables(node: VariableDeclaration): void {
    const [first] = node.declarations;
    if (!first) return;
    for (const { id, init, end } of node.declarations) {
      const name = nameOf(id);
      const using = this.#context.using.get(name) ?? (node.kind === "using" ? "sync" : undefined);
      if (init && (using || node.kind === "await using")) {
        this.#text.prependRight(init.start, `${RUNTIME}.use(`);
        this.#text.appendLeft(init.end, `,${using !== "sync"})`);
      }
      if (init && isNameless(init)) this.#name(init, name);
      if (!init && !this.#keepsValue(name, node.kind)) this.#text.appendLeft(end, " = void 0");
      if (init && this.#context.enums.has(name)) this.#resetEnum(name);
    }
    const name = nameOf(first.id);
    if (name !== "" && first.init) {
      // V8 names the beginning of the value in a declaration, that of the whole statement in an assignment.
      this.#text.remove(node.start, first.init.start);
      this.#text.prependRight(first.init.start, `${HEAD}void (${this.#variable(name)} = `);
    } else this.#text.update(node.start, first.id.start, VOID);
    const last = node.declarations.at(-1)?.end ?? node.end;
    this.#text.appendLeft(last, ")");
    if (last === node.end) this.#text.appendLeft(last, ";");
  }

  // A function takes the name of the variable that it is assigned to, which may not be the user's.
  #name(value: Node, name: string): void {
    if (name === "" || this.#variable(name) === name) return;
    this.#text.prependRight(value.start, `({${name}:`);
    this.#text.appendLeft(value.end, `}).${name}`);
  }

  #variable(name: string): string {
    return this.#declared.get(name)?.variable ?? name;
  }

  // `var a;` and a namespace's variable go on with the value that there is.
  #keepsValue(name: string, kind: VariableDeclaration["kind"]): boolean {
    const earlier = this.#context.names.get(name);
    if (kind === "var") return true;
    const mergeable: readonly (NameKind | undefined)[] = ["namespace", "class", "function", "enum"];
    return this.#context.namespaces.has(name) && mergeable.includes(earlier?.kind);
  }

  // The declarations of one cell merge; an enum of an earlier cell is replaced.
  #resetEnum(name: string): void {
    if (this.#context.names.has(name)) this.#resets += `${this.#variable(name)}=void 0;`;
  }

  #hoist(node: Node): void {
    if (this.#anchor === undefined || node.start <= this.#anchor) return;
    this.#text.move(node.start, node.end, this.#anchor);
  }
}
