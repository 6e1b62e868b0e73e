import { isBuiltin } from "node:module";
import type { Node } from "oxc-parser";
import type { Name } from "./names.ts";
import type { Reach } from "./reach.ts";

export type ImportDeclaration = Extract<Node, { type: "ImportDeclaration" }>;

/** One name that an import brings: the module's `default`, `*` for all of it, or an export's name. */
type Imported = { readonly local: string; readonly key: string; readonly isProperty: boolean };

/**
 * The names that an import declares. They are properties of the global object, so that they can read the
 * module anew each time and a counter that it changes is seen to change; those of what Node has built in
 * are plain variables.
 */
export function importedNames(node: ImportDeclaration): Imported[] {
  const isProperty = !isBuiltin(node.source.value);
  return node.specifiers.map((specifier) => {
    const local = specifier.local.name;
    if (specifier.type === "ImportDefaultSpecifier") return { local, key: "default", isProperty };
    if (specifier.type === "ImportNamespaceSpecifier") return { local, key: "*", isProperty };
    const { imported } = specifier;
    return { local, key: imported.type === "Identifier" ? imported.name : imported.value, isProperty };
  });
}

/** Whether the compiler put this import there, for JSX: its names are no names of the notebook. */
export function isHelperImport(node: ImportDeclaration): boolean {
  return /\/jsx-(dev-)?runtime$/.test(node.source.value) && node.specifiers.every(({ local }) => local.name[0] === "_");
}

// No name that a cell would take.
const MODULE = "__tsnb_module__";

/** An import as statements. A name that is not used may be a type, so only used ones must exist. */
export function importText(
  node: ImportDeclaration,
  { runtime, marks }: Reach,
  used: ReadonlySet<string>,
  declared: ReadonlyMap<string, Name & { readonly mark: number }>,
): string {
  const attributes = node.attributes.map(({ key, value }) => [
    key.type === "Identifier" ? key.name : key.value,
    value.value,
  ]);
  const specifier = JSON.stringify(node.source.value);
  const load = [specifier, JSON.stringify(Object.fromEntries(attributes))];
  const module = `${runtime("resume")}(${runtime("enter")}(),await ${runtime("load")}(${load.join(",")}))`;
  const isHelper = isHelperImport(node);
  const assignments = importedNames(node).map(({ local, key }) => {
    const isNeeded = isHelper || used.has(local);
    const parts = [MODULE, specifier, JSON.stringify(key), isNeeded].join(",");
    const target = isHelper ? undefined : declared.get(local);
    if (!target) return `${isHelper ? "var " : ""}${local}=${runtime("pick")}(${parts});`;
    const { variable, lexical, mark } = target;
    const bound = lexical
      ? `${variable}=${runtime("pick")}(${parts})`
      : `${runtime("bind")}(${JSON.stringify(local)},${parts})`;
    return `${bound};${marks}[${mark}]=1;`;
  });
  return assignments.length > 0 ? `{const ${MODULE}=${module};${assignments.join("")}}` : `${module};`;
}
