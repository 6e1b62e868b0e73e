import { isBuiltin } from "node:module";
import { MagicString } from "magic-string";
import { type Node, parseSync } from "oxc-parser";
import type { InteropRules } from "../commonjs/interop.ts";
import { moduleRuntime } from "../module-runtime.ts";

/**
 * An import in the project's own code, encoded in its specifier: only its resolution shows if the module is CommonJS,
 * whose exports are known only after its run.
 */
export type ImportTag = {
  readonly rules: InteropRules;
  /** The imported exports: `*` for a namespace, `**` for `export *`; empty for `import()`, which gets all of them. */
  readonly names: readonly ImportedName[];
  readonly specifier: string;
};

/** The name of an imported export; one that is only re-exported need not exist. */
export type ImportedName = { readonly key: string; readonly isOptional: boolean };

/** The export under which a tagged namespace import finds the namespace. */
export const NAMESPACE = "*";
export const STAR = "**";
/** The mark of an import that runs a whole notebook. */
export const WHOLE = "***";

const TAG = /^tsnb:import\/(types|node)\/([^/]*)\/(.*)$/s;

/** The tagged specifier of an import of these exports; built-in modules get no tag. */
export function taggedSpecifier({ rules, names, specifier }: ImportTag): string {
  if (isBuiltin(specifier) || /^(?!file:)[a-z][a-z\d+.-]+:/i.test(specifier) || specifier === "tslab") return specifier;
  return `tsnb:import/${rules}/${encodedNames(names)}/${specifier}`;
}

/** The tag of a specifier; undefined without one. */
export function readTag(tagged: string): ImportTag | undefined {
  const [, rules, names = "", specifier = ""] = TAG.exec(tagged) ?? [];
  return rules === "types" || rules === "node" ? { rules, names: decodedNames(names), specifier } : undefined;
}

/** Removes the tags from specifiers in a message. */
export function withoutTags(message: string): string {
  return message.replaceAll(/tsnb:import\/(?:types|node)\/[^/]*\//g, "");
}

export function encodedNames(names: readonly ImportedName[]): string {
  return names.map(({ key, isOptional }) => `${isOptional ? "?" : ""}${encodeURIComponent(key)}`).join(",");
}

export function decodedNames(text: string): ImportedName[] {
  if (text === "") return [];
  return text.split(",").map((name) => {
    const isOptional = name.startsWith("?");
    return { key: decodeURIComponent(isOptional ? name.slice(1) : name), isOptional };
  });
}

/** JavaScript with its source mappings, if anything was tagged. */
type Tagged = { readonly code: string; readonly mappings: readonly string[] };

/** Tags the imports of a module of the project, or the `import()` calls of a CommonJS module. */
export function tagImports(code: string, rules: InteropRules, sourceType: "module" | "commonjs"): Tagged {
  if (!/\b(?:import|export)\b/.test(code)) return { code, mappings: [] };
  const { program, module } = parseSync("file.js", code, { lang: "js", sourceType });
  const text = new MagicString(code);
  for (const node of program.body) markStatement(text, node, rules);
  for (const { start } of module.dynamicImports) {
    text.update(start, start + "import".length, dynamicText(rules));
  }
  if (!text.hasChanged()) return { code, mappings: [] };
  return { code: text.toString(), mappings: [text.generateMap({ hires: "boundary" }).mappings] };
}

// A function sent elsewhere as source finds no kernel there.
function dynamicText(rules: InteropRules): string {
  return `(${moduleRuntime("dynamic")}??(({load},name,options)=>load(name,options))).bind(null,{rules:"${rules}",load:(a,b)=>import(a,b)})`;
}

function markStatement(text: MagicString, node: Node, rules: InteropRules): void {
  if (!isImport(node) || !node.source) return;
  const names = importedNames(node);
  const { source, attributes, end } = node;
  const tagged = taggedSpecifier({ rules, names, specifier: source.value });
  if (names.length === 0 || tagged === source.value || !attributes.every(isOfJson)) return;
  if (attributes.length > 0) text.update(source.end, end, ";");
  text.update(source.start, source.end, JSON.stringify(tagged));
  if (node.type === "ImportDeclaration") {
    const all = node.specifiers.find((one) => one.type === "ImportNamespaceSpecifier");
    if (all) nameNamespace(text, all.start, all.local);
  } else if (node.type === "ExportAllDeclaration" && node.exported) {
    nameNamespace(text, node.start + "export".length, node.exported);
  }
}

// `* as all` becomes an import of the export that is the namespace.
function nameNamespace(text: MagicString, start: number, name: { readonly start: number; readonly end: number }): void {
  text.update(start, name.start, ` {"${NAMESPACE}" as `);
  text.appendLeft(name.end, "}");
}

type Import = Extract<Node, { type: "ImportDeclaration" | "ExportNamedDeclaration" | "ExportAllDeclaration" }>;

function isImport(node: Node): node is Import {
  if (node.type === "ImportDeclaration") return node.phase === null;
  return node.type === "ExportNamedDeclaration" || node.type === "ExportAllDeclaration";
}

// The facade of a JSON file imports it with this attribute itself.
function isOfJson({ key, value }: Import["attributes"][number]): boolean {
  return (key.type === "Identifier" ? key.name : key.value) === "type" && value.value === "json";
}

function importedNames(node: Import): ImportedName[] {
  switch (node.type) {
    case "ImportDeclaration":
      return node.specifiers.map((one) => {
        if (one.type === "ImportSpecifier") return { key: exportName(one.imported), isOptional: false };
        return { key: one.type === "ImportNamespaceSpecifier" ? NAMESPACE : "default", isOptional: false };
      });
    case "ExportNamedDeclaration":
      return node.specifiers.map(({ local }) => ({ key: exportName(local), isOptional: true }));
    default:
      return [{ key: node.exported ? NAMESPACE : STAR, isOptional: false }];
  }
}

function exportName(name: { readonly name: string } | { readonly value: string }): string {
  return "name" in name ? name.name : name.value;
}
