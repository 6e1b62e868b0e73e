import { MagicString } from "magic-string";
import type { AccessorProperty, Class, MethodDefinition, Node, Program, PropertyDefinition } from "oxc-parser";
import { childrenOf, nameOf } from "../syntax/ast.ts";
import { DECORATION, decoration, helper } from "../runtime-interface.ts";
import { CellSyntaxError, lineAndColumn } from "../syntax/syntax-error.ts";

type Member = AccessorProperty | MethodDefinition | PropertyDefinition;

/**
 * Lowers standard decorators and `accessor` fields, which Node does not run: a class becomes the argument of a
 * helper that its members report to. Undefined when there are none.
 *
 * @throws {CellSyntaxError} for a decorated private method, which cannot be replaced.
 * @see https://github.com/tc39/proposal-decorators
 */
export function lowerDecorators(code: string, program: Program): { code: string; mappings: string } | undefined {
  const text = new MagicString(code);
  const visit = (node: Node, parent: Node): void => {
    for (const child of childrenOf(node)) visit(child, node);
    if (node.type === "ClassDeclaration" || node.type === "ClassExpression")
      new Lowering(code, text).lower(node, parent);
  };
  visit(program, program);
  return text.hasChanged()
    ? { code: text.toString(), mappings: text.generateMap({ hires: "boundary" }).mappings }
    : undefined;
}

class Lowering {
  readonly #code: string;
  readonly #text: MagicString;
  readonly #entries: string[] = [];
  #hasInstanceMethods = false;

  constructor(code: string, text: MagicString) {
    this.#code = code;
    this.#text = text;
  }

  lower(node: Class, parent: Node): void {
    for (const [index, member] of node.body.body.entries()) {
      if (member.type === "AccessorProperty") this.#lowerAccessor(member, index, node.decorators.length > 0);
      else if (member.type === "MethodDefinition" && member.decorators.length > 0) this.#lowerMethod(member, index);
      else if (member.type === "PropertyDefinition" && member.decorators.length > 0) this.#lowerField(member, index);
    }
    if (this.#entries.length === 0 && node.decorators.length === 0) return;
    const start = this.#hasInstanceMethods ? ` #tsnb_start = ${decoration("start")}(this);` : "";
    const binding = bindingOf(node);
    const assigned = binding === undefined ? "" : `${binding} = `;
    const begin = `static { ${assigned}${decoration("begin")}(this, [${this.#entries.join(", ")}]); }`;
    this.#text.appendLeft(node.body.start + 1, ` ${begin}${start}`);
    this.#wrap(node, parent);
  }

  // Inside a class, the name of the class refers to the decorated class.
  #wrap(node: Class, parent: Node): void {
    const decorators = this.#take(node.decorators);
    const binding = bindingOf(node);
    if (binding !== undefined) this.#leadPrivates(node.body, binding);
    const isDeclared = node.type === "ClassDeclaration" && node.id;
    const isDefault = parent.type === "ExportDefaultDeclaration" && isDeclared;
    if (isDefault) this.#text.remove(parent.start, node.start);
    if (binding !== undefined && node.id) this.#text.remove(node.id.start, node.id.end);
    const name = binding ?? (node.id ? undefined : nameFrom(parent, node));
    const [opening, closing] = name === undefined ? ["", ""] : [`{ ${name}: `, ` }.${name}`];
    const parameters = binding === undefined ? DECORATION : `${DECORATION}, ${binding}`;
    const head = `((${parameters}) => ${decoration("end")}(${opening}`;
    this.#text.prependRight(node.start, `${isDeclared ? `let ${node.id?.name} = ` : ""}${head}`);
    this.#text.appendLeft(node.end, `${closing}))(${helper("decorators")}(${decorators}))${isDeclared ? ";" : ""}`);
    if (isDefault) this.#text.appendLeft(node.end, `\nexport default ${node.id?.name};`);
  }

  // Private names belong to the original class, even if decorators replace it.
  #leadPrivates(node: Node, binding: string): void {
    for (const child of childrenOf(node)) this.#leadPrivates(child, binding);
    if (node.type !== "MemberExpression" || node.property.type !== "PrivateIdentifier") return;
    const { object } = node;
    if (nameOf(object) === binding) this.#text.update(object.start, object.end, decoration("self"));
  }

  #lowerMethod(member: MethodDefinition, index: number): void {
    if (member.key.type === "PrivateIdentifier") throw this.#privateError(member);
    const kind = member.kind === "get" ? "getter" : member.kind === "set" ? "setter" : "method";
    this.#enter(member, index, kind);
    this.#recordKey(member, index);
    if (!member.static) this.#hasInstanceMethods = true;
  }

  #lowerField(member: PropertyDefinition, index: number): void {
    this.#enter(member, index, "field");
    this.#recordKey(member, index);
    this.#initialize(member, index, member.key.end + (member.computed ? 1 : 0), " = ");
  }

  // A private field holds the value; a getter and a setter with the accessor's name read and write it.
  #lowerAccessor(member: AccessorProperty, index: number, isReplaced: boolean): void {
    const isKnown = member.decorators.length > 0 || member.computed;
    if (member.decorators.length > 0 && member.key.type === "PrivateIdentifier") throw this.#privateError(member);
    const key = this.#code.slice(member.key.start, member.key.end);
    if (isKnown) this.#enter(member, index, "accessor");
    const prefix = member.static ? "static " : "";
    const start = member.decorators.at(-1)?.end ?? member.start;
    const keyEnd = member.key.end + (member.computed ? 1 : 0);
    const storage = `#tsnb_accessor_${index}`;
    const place = `${member.static && isReplaced ? decoration("self") : "this"}.${storage}`;
    this.#text.update(start, keyEnd, `${prefix}${storage}`);
    if (isKnown) this.#initialize(member, index, keyEnd, " = ");
    const [get, set] = member.computed
      ? [`[${decoration("key")}(${index}, ${key})]`, `[${decoration("keyOf")}(${index})]`]
      : [key, key];
    this.#text.appendLeft(
      member.end,
      ` ${prefix}get ${get}() { return ${place}; } ${prefix}set ${set}(value) { ${place} = value; }`,
    );
    if (!member.static && member.decorators.length > 0) this.#hasInstanceMethods = true;
  }

  #initialize(member: AccessorProperty | PropertyDefinition, index: number, keyEnd: number, equals: string): void {
    const { value } = member;
    if (value) {
      this.#text.prependRight(value.start, `${decoration("init")}(${index}, this, `);
      this.#text.appendLeft(value.end, ")");
    } else this.#text.appendLeft(keyEnd, `${equals}${decoration("init")}(${index}, this, void 0)`);
    const prefix = member.static ? "static " : "";
    this.#text.appendLeft(member.end, ` ${prefix}#tsnb_after_${index} = ${decoration("after")}(${index}, this);`);
  }

  #enter(member: Member, index: number, kind: string): void {
    const decorators = this.#take(member.decorators);
    const { key } = member;
    const parts = [`index: ${index}`, `kind: "${kind}"`, `isStatic: ${member.static}`, `decorators: ${decorators}`];
    if (key.type === "PrivateIdentifier") {
      const name = `#${key.name}`;
      const access = `{ has: (o) => ${name} in o, get: (o) => o.${name}, set: (o, v) => { o.${name} = v; } }`;
      parts.push(`name: "${name}"`, `access: ${access}`);
    } else if (!member.computed) {
      parts.push(`name: ${key.type === "Identifier" ? JSON.stringify(key.name) : `String(${this.#slice(key)})`}`);
    }
    this.#entries.push(`{ ${parts.join(", ")} }`);
  }

  #recordKey(member: Member, index: number): void {
    if (!member.computed) return;
    this.#text.prependRight(member.key.start, `${decoration("key")}(${index}, `);
    this.#text.appendLeft(member.key.end, ")");
  }

  /** Removes decorators from the text and returns the list of their expressions. */
  #take(decorators: Class["decorators"]): string {
    for (const { start, end } of decorators) this.#text.remove(start, end);
    return `[${decorators.map(({ expression }) => this.#slice(expression)).join(", ")}]`;
  }

  #slice({ start, end }: Node): string {
    return this.#code.slice(start, end);
  }

  #privateError(member: Member): CellSyntaxError {
    const { line, column } = lineAndColumn(this.#code, member.key.start);
    return new CellSyntaxError("Private methods and accessors cannot have decorators here", line, column);
  }
}

function bindingOf({ id, decorators }: Class): string | undefined {
  return decorators.length > 0 ? id?.name : undefined;
}

/** The name that an anonymous class takes from its context; undefined when there is none. */
function nameFrom(parent: Node, node: Node): string | undefined {
  switch (parent.type) {
    case "VariableDeclarator":
      return identifierOf(parent.id);
    case "AssignmentExpression":
      return parent.operator === "=" ? identifierOf(parent.left) : undefined;
    case "AssignmentPattern":
      return parent.right === node ? identifierOf(parent.left) : undefined;
    case "Property":
    case "PropertyDefinition":
      return parent.computed || parent.value !== node ? undefined : identifierOf(parent.key);
    default:
      return undefined;
  }
}

function identifierOf(node: Node): string | undefined {
  return nameOf(node) || undefined;
}
