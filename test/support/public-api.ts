import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseSync } from "oxc-parser";

const root: string = join(import.meta.dirname, "..", "..");

/** A name that an entry of the package exports, with its documentation. */
export type PublicName = {
  readonly entry: string;
  readonly name: string;
  readonly isType: boolean;
  readonly kind: "function" | "class" | "constant" | "type";
  readonly file: string;
  /** The docstring of the declaration, without its stars. */
  readonly doc: string;
  /** All docstrings of the declaration and its members. */
  readonly docs: readonly string[];
};

/** The entries of the package, by their name in `exports`. */
export function entries(): { readonly entry: string; readonly file: string }[] {
  const manifest: { exports: Record<string, { types?: string } | string> } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  );
  return Object.entries(manifest.exports).flatMap(([name, target]) => {
    const types = typeof target === "string" ? undefined : target.types;
    if (types === undefined) return [];
    const file = types.replace(/^\.\/dist/, join(root, "src")).replace(/\.d\.ts$/, ".ts");
    return [{ entry: `tsnb${name.slice(1)}`, file }];
  });
}

/** Everything that an entry exports. */
export function publicNames({ entry, file }: { entry: string; file: string }): PublicName[] {
  const found: PublicName[] = [];
  const { program } = parseSync(file, readFileSync(file, "utf8"));
  for (const node of program.body) {
    if (node.type !== "ExportNamedDeclaration") continue;
    if (node.source) {
      const source = join(dirname(file), node.source.value);
      for (const { exported, local, exportKind } of node.specifiers) {
        const isType = exportKind === "type" || node.exportKind === "type";
        found.push({ entry, isType, ...declared(source, nameOf(local)), name: nameOf(exported) });
      }
    } else if (node.declaration) {
      for (const name of namesOf(node.declaration)) found.push({ entry, isType: false, ...declared(file, name), name });
    }
  }
  return found;
}

type Declared = Pick<PublicName, "kind" | "file" | "doc" | "docs">;

function declared(file: string, name: string): Declared {
  const text = readFileSync(file, "utf8");
  const { program, comments } = parseSync(file, text);
  const docs = comments.filter(({ type, value }) => type === "Block" && value.startsWith("*"));
  for (const node of program.body) {
    if (node.type === "ExportNamedDeclaration" && node.source) {
      const through = node.specifiers.find(({ exported }) => nameOf(exported) === name);
      if (through) return declared(join(dirname(file), node.source.value), nameOf(through.local));
    }
    const declaration = node.type === "ExportNamedDeclaration" ? node.declaration : undefined;
    if (!declaration || !namesOf(declaration).includes(name)) continue;
    const before = docs.find(({ end }) => end <= node.start && text.slice(end, node.start).trim() === "");
    const inside = docs.filter(({ start }) => start > node.start && start < node.end);
    return {
      kind: kindOf(declaration.type),
      file,
      doc: before ? withoutStars(before.value) : "",
      docs: [...(before ? [before] : []), ...inside].map(({ value }) => withoutStars(value)),
    };
  }
  throw new Error(`${file} does not declare ${name}`);
}

function nameOf(node: { type: string; name?: string; value?: unknown }): string {
  return node.name ?? String(node.value);
}

function namesOf(declaration: object): string[] {
  if ("declarations" in declaration && Array.isArray(declaration.declarations)) {
    return declaration.declarations.map(({ id }: { id: { name: string } }) => id.name);
  }
  const id: unknown = Reflect.get(declaration, "id");
  return typeof id === "object" && id !== null && "name" in id ? [String(id.name)] : [];
}

function kindOf(type: string): PublicName["kind"] {
  if (type === "FunctionDeclaration" || type === "TSDeclareFunction") return "function";
  if (type === "ClassDeclaration") return "class";
  return type === "VariableDeclaration" ? "constant" : "type";
}

function withoutStars(comment: string): string {
  return comment
    .replace(/^\*/, "")
    .replaceAll(/\n[ \t]*\*[ ]?/g, "\n")
    .trim();
}

/** The code of the examples in a docstring. */
export function examplesIn(doc: string): string[] {
  return doc
    .split(/^@example[ \t]*/m)
    .slice(1)
    .map((part) => part.split(/^@\w/m)[0]?.trim() ?? "");
}

/** The names of the `TsnbError` classes that are made in an entry's modules, those that it loads later included. */
export function errorsThrownFrom({ file }: { file: string }): string[] {
  const classes = new Set<string>();
  const made = new Set<string>();
  const seen = new Set([file]);
  for (const path of seen) {
    const code = readFileSync(path, "utf8");
    for (const imported of importedBy(path, code)) seen.add(imported);
    for (const [, name = "", base = ""] of code.matchAll(/\bclass (\w+Error) extends (\w+Error)\b/g)) {
      if (base !== "Error" && base !== "SyntaxError") classes.add(name);
    }
    for (const [, name = ""] of code.matchAll(/\bnew (\w+Error)\(/g)) made.add(name);
  }
  return [...made].filter((name) => classes.has(name));
}

/** The files that a module loads, without those of which it only takes types. */
function importedBy(path: string, code: string): string[] {
  const { program } = parseSync(path, code);
  const sources = program.body.flatMap((node) => {
    if (node.type === "ImportDeclaration") {
      const takesValue = node.specifiers.some((one) => one.type !== "ImportSpecifier" || one.importKind !== "type");
      return node.importKind !== "type" && (takesValue || node.specifiers.length === 0) ? [node.source.value] : [];
    }
    const isExport = node.type === "ExportNamedDeclaration" || node.type === "ExportAllDeclaration";
    return isExport && node.exportKind !== "type" && node.source ? [node.source.value] : [];
  });
  const later = Array.from(code.matchAll(/\bimport\("(\.[^"]+)"\)/g), ([, source = ""]) => source);
  return [...sources, ...later].flatMap((source) => (source.startsWith(".") ? [join(dirname(path), source)] : []));
}
