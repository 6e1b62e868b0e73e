import { isBuiltin } from "node:module";
import type { Node } from "oxc-parser";
import type { Name } from "../names.ts";
import type { Reach } from "./reach.ts";

export type ImportDeclaration = Extract<Node, { type: "ImportDeclaration" }>;

/** A name that an import declares. `key`: `default`, the export's name, or `*` for the whole module. */
type Imported = { readonly local: string; readonly key: string; readonly isProperty: boolean };

/**
 * The names that an import declares. They are properties of the global object that read the module each time, so that
 * cells see changes of an export; names from built-in modules of Node are plain variables.
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

/** True for an import that the transformer added for JSX: its names do not belong to the notebook. */
export function isHelperImport(node: ImportDeclaration): boolean {
  return /\/jsx-(dev-)?runtime$/.test(node.source.value) && node.specifiers.every(({ local }) => local.name[0] === "_");
}

// A name that cells do not use.
const MODULE = "__tsnb_module__";

/** An import as statements. An unused name may be a type; it is declared only if the module exports it as a value. */
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
  // The names are passed so that only the cells that they need run.
  if (specifier.endsWith('.ipynb"')) load.push(JSON.stringify(importedNames(node).map(({ key }) => key)));
  const module = `${runtime("resume")}(${runtime("enter")}(),await ${runtime("load")}(${load.join(",")}))`;
  const isHelper = isHelperImport(node);
  const assignments = importedNames(node).map(({ local, key }) => {
    const parts = [MODULE, specifier, JSON.stringify(key)].join(",");
    const target = isHelper ? undefined : declared.get(local);
    if (!target) return `${isHelper ? "var " : ""}${local}=${runtime("pick")}(${parts});`;
    const { variable, lexical, mark } = target;
    const bound = lexical
      ? `${variable}=${runtime("pick")}(${parts})`
      : `${runtime("bind")}(${JSON.stringify(local)},${parts})`;
    const assignment = `${bound};${marks}[${mark}]=1;`;
    return used.has(local) ? assignment : `if(${runtime("offers")}(${parts},${mark})){${assignment}}`;
  });
  return assignments.length > 0 ? `{const ${MODULE}=${module};${assignments.join("")}}` : `${module};`;
}
