import type MagicString from "magic-string";
import type { Node } from "oxc-parser";
import { referencesIn } from "./scope.ts";

/**
 * Makes `import a = b.c` read what there is, unless the cell itself needs the value. Only the checker knows
 * whether it stands for a type, which is nothing at run time; the transformer reads it as a value in any case.
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

/** The names of a dotted path; none when it is `require("module")`. */
function pathOf(reference: Node): string[] {
  if (reference.type === "Identifier") return [reference.name];
  return reference.type === "TSQualifiedName" ? [...pathOf(reference.left), reference.right.name] : [];
}
