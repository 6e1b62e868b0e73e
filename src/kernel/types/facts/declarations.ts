import type { Class, Node, VariableDeclarator } from "oxc-parser";
import { boundNames, unexported, varDeclarations } from "../../cell/syntax/ast.ts";
import { namesOf, unionOf } from "./annotations.ts";

/**
 * The kinds of names. `auto` is a variable without a type whose value is missing or empty: assignments give it its
 * type. `array` is a constant `[]` without a type: added elements give it its type. `letArray` is the same for a
 * variable.
 */
export type Kind =
  | "const"
  | "let"
  | "auto"
  | "array"
  | "letArray"
  | "function"
  | "class"
  | "enum"
  | "namespace"
  | "interface"
  | "type"
  | "import";

/** A declaration at the top level of a cell. */
export type Declaration = {
  readonly name: string;
  readonly kind: Kind;
  /** The range of the statement, or of one variable in it with its value. */
  readonly start: number;
  readonly end: number;
  /** The range of a variable's value. */
  readonly value?: { readonly start: number; readonly end: number; readonly isFunction: boolean };
  /** The declared type, if it may be a union (see unionOf). */
  readonly union?: string;
  /** True for a constant whose type is inferred from its value, unless that is a unique symbol. */
  readonly isInferred?: boolean;
  /** `<T extends string = "a">` and `<T>`. */
  readonly typeParameters?: { readonly declared: string; readonly used: string };
  /** The text of each member of an interface or class; undefined for methods, which may be overloaded. */
  readonly members?: ReadonlyMap<string, string | undefined>;
  /** `extends A<T>`, and the text between an interface's braces. */
  readonly heritage?: string;
  readonly body?: string;
  readonly exported?: NamespaceNames;
  /** The documentation comment before it, or an empty string. */
  readonly documentation: string;
  /** The text of the statement. */
  readonly text: string;
};

/** The names that a namespace exports; an exported namespace comes with its own exports. */
export type NamespaceNames = ReadonlyMap<string, NamespaceNames | undefined>;

/** The declarations at the top level of a cell, in source order. */
export function declarationsIn(statements: readonly Node[], code: string): Declaration[] {
  return statements.flatMap((statement) => {
    const node = unexported(statement);
    const documentation = DOCUMENTATION.exec(code.slice(0, statement.start))?.[0].trim() ?? "";
    const own = declarationsOf(node, code);
    // `for (var i ...)` and `if (a) { var b }` also declare names of the cell.
    const inner = node.type === "VariableDeclaration" ? [] : varDeclarations(node).flatMap(variablesOf);
    const text = textOf(statement, code);
    return [...own, ...inner].map((declaration) => ({ ...declaration, documentation, text }));
  });
}

const DOCUMENTATION = /\/\*\*(?:[^*]|\*(?!\/))*\*\/\s*$/;

type Found = Omit<Declaration, "documentation" | "text">;

function declarationsOf(node: Node, code: string): Found[] {
  const { type, start, end } = node;
  if (type === "VariableDeclaration") return variablesOf(node);
  if (type === "ClassDeclaration") return classOf(node, code);
  if (type === "TSInterfaceDeclaration") return [interfaceOf(node, code)];
  if (type === "FunctionDeclaration" || type === "TSDeclareFunction") {
    return node.id ? [{ name: node.id.name, kind: "function", start, end }] : [];
  }
  if (type === "TSEnumDeclaration") return [{ name: node.id.name, kind: "enum", start, end }];
  if (type === "TSModuleDeclaration") {
    const [name, ...inner] = namesOf(node.id);
    if (name === undefined || node.kind === "global") return [];
    // `namespace A.B` is a namespace B that A exports.
    const exported = inner.reduceRight<NamespaceNames>(
      (names, one) => new Map([[one, names]]),
      namespaceNames(node, code),
    );
    return [{ name, kind: "namespace", start, end, exported }];
  }
  if (type === "TSTypeAliasDeclaration") {
    return [{ name: node.id.name, kind: "type", start, end, ...parametersOf(node.typeParameters, code) }];
  }
  if (type === "ImportDeclaration") {
    return node.specifiers.map(({ local }) => ({ name: local.name, kind: "import", start, end }));
  }
  return type === "TSImportEqualsDeclaration" ? [{ name: node.id.name, kind: "import", start, end }] : [];
}

function classOf(node: Class, code: string): Found[] {
  const { id, start, end } = node;
  if (!id) return [];
  const members = new Map<string, string | undefined>();
  for (const member of node.body.body) {
    if (!("key" in member) || member.static) continue;
    members.set(textOf(member.key, code), member.type === "MethodDefinition" ? undefined : textOf(member, code));
  }
  const parameters = parametersOf(node.typeParameters, code);
  return [{ name: id.name, kind: "class", start, end, members, ...parameters }];
}

function interfaceOf(node: Extract<Node, { type: "TSInterfaceDeclaration" }>, code: string): Found {
  const members = new Map<string, string | undefined>();
  for (const member of node.body.body) {
    if (!("key" in member)) continue;
    members.set(textOf(member.key, code), member.type === "TSMethodSignature" ? undefined : textOf(member, code));
  }
  return {
    name: node.id.name,
    kind: "interface",
    start: node.start,
    end: node.end,
    members,
    heritage: node.extends.map((base) => textOf(base, code)).join(", "),
    body: code.slice(node.body.start + 1, node.body.end - 1),
    ...parametersOf(node.typeParameters, code),
  };
}

function variablesOf(node: Extract<Node, { type: "VariableDeclaration" }>): Found[] {
  return node.declarations.flatMap((declarator) => {
    const { id, init, start, end } = declarator;
    const value = init && { start: init.start, end: init.end, isFunction: isFunctionValue(init) };
    const kind = kindOf(declarator, node);
    const union = unionOf(id);
    const isInferred = kind === "const" && init && !id.typeAnnotation && !isSymbol(init);
    const rest = {
      ...(value ? { value } : {}),
      ...(union === undefined ? {} : { union }),
      ...(isInferred ? { isInferred } : {}),
    };
    return boundNames(id).map((name) => ({ name, kind, start, end, ...rest }));
  });
}

function kindOf(
  { id, init }: VariableDeclarator,
  { kind, declare }: Extract<Node, { type: "VariableDeclaration" }>,
): Kind {
  const isOpen = id.type === "Identifier" && !id.typeAnnotation && !declare;
  if (kind === "using" || kind === "await using") return "const";
  if (isOpen && init && isEmptyArray(init)) return kind === "const" ? "array" : "letArray";
  if (kind === "const") return "const";
  return isOpen && (!init || isNothing(init)) ? "auto" : "let";
}

function isNothing(node: Node): boolean {
  return (node.type === "Literal" && node.raw === "null") || (node.type === "Identifier" && node.name === "undefined");
}

function isSymbol(node: Node): boolean {
  return node.type === "CallExpression" && node.callee.type === "Identifier" && node.callee.name === "Symbol";
}

function isEmptyArray(node: Node): boolean {
  return node.type === "ArrayExpression" && node.elements.length === 0;
}

function isFunctionValue(node: Node): boolean {
  return (
    node.type === "ArrowFunctionExpression" || node.type === "FunctionExpression" || node.type === "ClassExpression"
  );
}

function namespaceNames(node: Extract<Node, { type: "TSModuleDeclaration" }>, code: string): NamespaceNames {
  const names = new Map<string, NamespaceNames | undefined>();
  for (const statement of node.body?.body ?? []) {
    if (statement.type !== "ExportNamedDeclaration" || !statement.declaration) continue;
    for (const { name, exported } of declarationsOf(statement.declaration, code)) names.set(name, exported);
  }
  return names;
}

function parametersOf(node: Node | null | undefined, code: string): Pick<Declaration, "typeParameters"> {
  if (node?.type !== "TSTypeParameterDeclaration") return {};
  const used = node.params.map(({ name }) => name.name).join(", ");
  return { typeParameters: { declared: textOf(node, code), used: `<${used}>` } };
}

/** Groups declarations by name. */
export function groupedByName(declarations: readonly Declaration[]): Map<string, Declaration[]> {
  const names = new Map<string, Declaration[]>();
  for (const declaration of declarations) {
    const others = names.get(declaration.name);
    if (others) others.push(declaration);
    else names.set(declaration.name, [declaration]);
  }
  return names;
}

function textOf(node: { start: number; end: number }, code: string): string {
  return code.slice(node.start, node.end);
}
