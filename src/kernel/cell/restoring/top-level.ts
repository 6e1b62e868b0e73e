import type { ImportDeclaration, Node, Program } from "oxc-parser";
import { boundNames, isFunctionValue, unexported, varDeclarations } from "../syntax/ast.ts";

/** The declarations at the top level of some code, grouped by how their names get their values again. */
export type TopLevel = {
  /** Names whose values are kept. */
  readonly values: readonly string[];
  /** Names whose declarations run again: functions, classes, enums and types. */
  readonly made: readonly string[];
  /** Those of them that are functions returning promises. */
  readonly async: readonly string[];
  readonly imports: readonly ImportDeclaration[];
  /** A description of the first statement that cannot be treated in this way; undefined without one. */
  readonly problem: string | undefined;
};

/** Sorts the names that some code declares. */
export function topLevelOf({ body }: Program): TopLevel {
  const values: string[] = [];
  const made: string[] = [];
  const async: string[] = [];
  const imports: ImportDeclaration[] = [];
  let problem: string | undefined;
  for (const statement of body) {
    const node = unexported(statement);
    switch (node.type) {
      case "ImportDeclaration":
        imports.push(node);
        break;
      case "VariableDeclaration":
        if (node.declare) break;
        for (const { id, init } of node.declarations) {
          (init !== null && isRemade(init) ? made : values).push(...boundNames(id));
          if (init !== null && isAsync(init)) async.push(...boundNames(id));
        }
        break;
      case "FunctionDeclaration":
      case "ClassDeclaration":
        if (node.id !== null) made.push(node.id.name);
        if (node.id !== null && isAsync(node)) async.push(node.id.name);
        if (!isRemade(node)) problem ??= `the class ${node.id?.name ?? ""} runs code when it is declared`;
        break;
      case "TSEnumDeclaration":
        made.push(node.id.name);
        break;
      case "TSInterfaceDeclaration":
      case "TSTypeAliasDeclaration":
        break;
      case "TSModuleDeclaration":
      case "ExportNamedDeclaration":
      case "ExportAllDeclaration":
      case "ExportDefaultDeclaration":
        problem ??= "it has a namespace or an export list";
        break;
      default:
        if (varDeclarations(node).length > 0) problem ??= "it declares a var in a block";
    }
  }
  return { values, made, async, imports, problem };
}

function isAsync(node: Node): boolean {
  if (node.type === "ParenthesizedExpression") return isAsync(node.expression);
  return "async" in node && node.async;
}

/** True for a function or class whose declaration runs no code. */
export function isRemade(node: Node): boolean {
  if (node.type === "ParenthesizedExpression") return isRemade(node.expression);
  if (node.type !== "ClassDeclaration" && node.type !== "ClassExpression") {
    return isFunctionValue(node);
  }
  const isPlain = node.superClass === null || node.superClass.type === "Identifier";
  return isPlain && node.decorators.length === 0 && node.body.body.every(isPlainMember);
}

function isPlainMember(member: Node): boolean {
  switch (member.type) {
    case "MethodDefinition":
      return !member.computed && member.decorators.length === 0;
    case "PropertyDefinition":
      return !member.computed && !member.static && member.decorators.length === 0;
    default:
      return member.type.startsWith("TS");
  }
}
