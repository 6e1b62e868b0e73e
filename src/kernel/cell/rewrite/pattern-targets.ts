import type { Node, Program, VariableDeclaration } from "oxc-parser";
import { nameOf, unexported } from "../syntax/ast.ts";
import type { DeclaredVariable } from "./declared-names.ts";
import { isLoopTarget } from "./rewrite-nested-vars.ts";
import type { Reach } from "./reach.ts";

/** A name in a pattern, and its default value. */
type Target = { readonly name: string; readonly start: number; readonly fallback?: Node };

// A name that cells do not use.
const VALUE = "__tsnb_value__";

/** The names declared by patterns, `for...of` and `for...in`, next to which no mark can be set. */
export function targetsIn(
  program: Program,
  code: string,
  nested: readonly VariableDeclaration[],
  heads: ReadonlySet<Node>,
): Target[] {
  const found: Target[] = [];
  const add = (node: VariableDeclaration): void => {
    const isTarget = heads.has(node) && isLoopTarget(code, node);
    for (const { id } of node.declarations) if (isTarget || nameOf(id) === "") found.push(...patternTargets(id));
  };
  for (const statement of program.body) {
    const node = unexported(statement);
    if (node.type === "VariableDeclaration") add(node);
  }
  for (const node of nested) add(node);
  return found;
}

function patternTargets(pattern: Node, fallback?: Node): Target[] {
  switch (pattern.type) {
    case "Identifier":
      return [{ name: pattern.name, start: pattern.start, ...(fallback ? { fallback } : {}) }];
    case "ObjectPattern":
      return pattern.properties.flatMap((property) =>
        patternTargets(property.type === "RestElement" ? property.argument : property.value),
      );
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => (element ? patternTargets(element) : []));
    case "AssignmentPattern":
      return patternTargets(pattern.left, pattern.right);
    case "RestElement":
      return patternTargets(pattern.argument);
    default:
      return [];
  }
}

/** The property for a name. The prefix is needed because V8 rejects `async` before the `of` of a loop. */
export function targetOf(name: string): string {
  return `$${name}`;
}

/** The code for an object with a setter for each of these names; the setter assigns the variable and sets its mark. */
export function targetsText(
  targets: readonly Target[],
  declared: ReadonlyMap<string, DeclaredVariable>,
  { runtime, marks, targets: object }: Reach,
): string {
  if (targets.length === 0) return "";
  const setters = Array.from(new Set(targets.map(({ name }) => name)), (name) => {
    const { variable = name, mark = 0, lexical = true } = declared.get(name) ?? {};
    const value = lexical ? VALUE : `${runtime("own")}(${JSON.stringify(name)},${VALUE})`;
    return `set ${targetOf(name)}(${VALUE}){${variable}=${value};${marks}[${mark}]=1}`;
  });
  return `const ${object}={__proto__:null,${setters.join(",")}};`;
}
