import { type Node, parseSync, type StaticExportEntry } from "oxc-parser";
import { boundNames, unexported } from "../../cell/syntax/ast.ts";
import { isTooDeep } from "../../cell/syntax/nesting.ts";

/** A name that a file exports: its own, or one of another file. */
export type FileExport = {
  /** The name of the export; for a default export the name that it has in the file, if any. */
  readonly name: string | undefined;
  readonly isDefault: boolean;
  readonly kind: string;
  readonly isType: boolean;
  /** The module that it comes from, and its name there, when the file only passes it on. */
  readonly from?: { readonly module: string; readonly name: string };
};

export type FileExports = {
  readonly own: readonly FileExport[];
  /** The modules of which it exports all names. */
  readonly all: readonly string[];
};

type Declared = { readonly kind: string; readonly isType: boolean };

const NOTHING: FileExports = { own: [], all: [] };

/** The exports of a file of TypeScript or JavaScript; none when it cannot be read. */
export function exportsIn(file: string, text: string): FileExports {
  if (isTooDeep(text)) return NOTHING;
  const { module, program, errors } = parseSync(file, text);
  if (errors.length > 0) return NOTHING;
  const declared = declaredIn(program.body);
  const entries = module.staticExports.flatMap((statement) => statement.entries);
  return {
    own: entries.flatMap((entry) => exportOf(entry, declared)),
    all: entries.flatMap(({ moduleRequest, importName }) =>
      moduleRequest && String(importName.kind) === "AllButDefault" ? [moduleRequest.value] : [],
    ),
  };
}

function exportOf(
  { exportName, localName, importName, moduleRequest, isType }: StaticExportEntry,
  declared: ReadonlyMap<string, Declared>,
): FileExport[] {
  const isDefault = String(exportName.kind) === "Default" || exportName.name === "default";
  const name = isDefault ? (localName.name ?? undefined) : (exportName.name ?? undefined);
  if (name === undefined && !isDefault) return [];
  if (moduleRequest) {
    const from = { module: moduleRequest.value, name: importName.name ?? "default" };
    const isNamed = ["Name", "Default"].includes(String(importName.kind));
    return [{ name, isDefault, kind: isType ? "type" : "variable", isType, ...(isNamed ? { from } : {}) }];
  }
  const own = declared.get(localName.name ?? "");
  return [{ name, isDefault, kind: own?.kind ?? "variable", isType: own?.isType ?? isType }];
}

/** The names that statements declare. A name with a value and a type counts as a value. */
function declaredIn(statements: readonly Node[]): Map<string, Declared> {
  const found = new Map<string, Declared>();
  for (const statement of statements) {
    for (const [name, declared] of declarationOf(unexported(statement))) {
      if (found.get(name)?.isType !== false) found.set(name, declared);
    }
  }
  return found;
}

function declarationOf(node: Node): (readonly [string, Declared])[] {
  const value = (kind: string) => ({ kind, isType: false });
  switch (node.type) {
    case "VariableDeclaration":
      return node.declarations.flatMap(({ id, init }) => {
        const kind = init?.type === "ArrowFunctionExpression" ? "function" : "variable";
        return boundNames(id).map((name) => [name, value(kind)] as const);
      });
    case "FunctionDeclaration":
    case "TSDeclareFunction":
      return node.id ? [[node.id.name, value("function")]] : [];
    case "ClassDeclaration":
      return node.id ? [[node.id.name, value("class")]] : [];
    case "TSEnumDeclaration":
      return [[node.id.name, value("enum")]];
    case "TSModuleDeclaration":
      return node.id.type === "Identifier" ? [[node.id.name, value("module")]] : [];
    case "TSInterfaceDeclaration":
      return [[node.id.name, { kind: "interface", isType: true }]];
    case "TSTypeAliasDeclaration":
      return [[node.id.name, { kind: "type", isType: true }]];
    default:
      return [];
  }
}
