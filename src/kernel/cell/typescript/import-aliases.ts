import type MagicString from "magic-string";
import type { Node } from "oxc-parser";
import { referencesIn } from "../syntax/scope.ts";

/**
 * Lowers `import a = b.c`, which may name a type, to code that reads the value only if it exists. When the cell itself
 * uses the value, the transformer's output is right.
 */
export function lowerAliases(statements: readonly Node[], text: MagicString): void {
  const used = new Set(referencesIn(statements).map(({ name }) => name));
  for (const node of statements) {
    if (node.type !== "TSImportEqualsDeclaration" || node.importKind === "type" || used.has(node.id.name)) continue;
    const [root, ...parts] = pathOf(node.moduleReference);
    if (root === undefined) continue;
    const value = [root, ...parts].join("?.");
    text.update(node.start, node.end, `var ${node.id.name} = typeof ${root} === "undefined" ? void 0 : ${value};`);
  }
}

/** The parts of a dotted path; empty for `require("module")`. */
function pathOf(reference: Node): string[] {
  if (reference.type === "Identifier") return [reference.name];
  return reference.type === "TSQualifiedName" ? [...pathOf(reference.left), reference.right.name] : [];
}
