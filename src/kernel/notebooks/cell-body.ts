import { MagicString } from "magic-string";
import type { Node, Program } from "oxc-parser";
import { boundNames, isEmptyStatement, unexported } from "../cell/syntax/ast.ts";
import { nestedVars } from "../cell/rewrite/declared-names.ts";
import { readTypeScriptFacts } from "../cell/typescript/typescript-facts.ts";
import { isHelperImport } from "../cell/rewrite/rewrite-imports.ts";
import { isTooDeepToRun } from "../cell/syntax/nesting.ts";
import { loadsIn } from "./imports/import-calls.ts";
import { loopHeads, rewriteNestedVar } from "../cell/rewrite/rewrite-nested-vars.ts";
import { withObjectLiteral } from "../cell/syntax/object-literal.ts";
import { type BlockResources, helper } from "../cell/runtime-interface.ts";
import { type Position, tracer } from "../cell/source-map.ts";
import { CellSyntaxError, lineAndColumn } from "../cell/syntax/syntax-error.ts";
import { parseJavaScript, toJavaScript, type TransformSettings } from "../cell/typescript/to-javascript.ts";
import { withoutMagics } from "../magic/lines/magic-lines.ts";
import type { StarNames } from "./imports/star-names.ts";

// Names that cells do not use.
const USING = "__tsnb_using__";
const EXPORT = "__tsnb_export_";

type Statement = Program["body"][number];
type Declaration = Extract<Statement, { type: "VariableDeclaration" }>;
type Import = Extract<Statement, { type: "ImportDeclaration" }>;

/** An import of a cell. */
export type CellImport = {
  readonly specifier: string;
  /** The names of the exports that it takes: `default` for the default export, `*` for all of them. */
  readonly keys: readonly string[];
  readonly attributes: ReadonlyMap<string, string>;
  readonly from: Position;
};

/** A cell's code as the body of an async function, which assigns the cell's names to variables of the module. */
export type CellBody = {
  readonly code: string;
  /** The program of the cell without types, before it became a function body. */
  readonly program: Program;
  /** The variables that the module must declare. */
  readonly variables: readonly string[];
  /** The variables that are not names of the cell, but functions that JSX calls. */
  readonly helpers: ReadonlySet<string>;
  /** The exports that are no names of the cell or have other names, such as `default`: the variables by name. */
  readonly exported: ReadonlyMap<string, string>;
  /** The exports that `export *` adds: the variables by name. */
  readonly stars: ReadonlyMap<string, string>;
  /** The packages whose exports `export *` does not add. */
  readonly starPackages: readonly string[];
  /** The modules that it imports, in source order. */
  readonly imports: readonly CellImport[];
  /** The specifiers of its `import()` calls that run with it. */
  readonly loads: readonly string[];
  readonly usesHelpers: boolean;
  /** For each line of the code, columns from 0 and the places in the cell that they came from. */
  readonly places: readonly (readonly { readonly column: number; readonly from: Position }[])[];
};

export type CellBodyOptions = {
  /** Returns the statement before the uses of the import at `index`; `pick` the expression for one of its exports. */
  readonly load: (index: number, imported: CellImport) => string;
  readonly pick: (index: number, imported: CellImport, key: string, name: string) => string;
  /** Returns what `export * from specifier` adds; by default nothing. */
  readonly starNames?: (specifier: string) => StarNames;
  readonly settings?: TransformSettings;
};

/** True for a variable that holds an export and is no name of a cell. */
export function isExportVariable(variable: string): boolean {
  return variable.startsWith(EXPORT);
}

/** The variable of an export that is no name of a cell: the export may be named by a reserved word or any string. */
export function exportVariable(name: string): string {
  return `${EXPORT}${Buffer.from(name).toString("hex")}`;
}

/**
 * Turns a cell into the body of a function.
 *
 * @throws {CellSyntaxError} when the cell is not TypeScript, or its brackets are nested too deeply.
 */
export function cellBody(source: string, options: CellBodyOptions): CellBody {
  const { load, pick, starNames = () => ({ names: [], packages: [] }), settings = {} } = options;
  if (isTooDeepToRun(source)) throw new CellSyntaxError("The brackets of this cell are nested too deeply", 1, 0);
  const plain = withoutMagics(source.replace(/^#!/, "//"));
  const literal = withObjectLiteral(plain);
  const facts = readTypeScriptFacts(literal?.source ?? plain, new Map());
  const typescript = { ...settings.typescript, onlyRemoveTypeImports: true };
  const { code, mappings, usesHelpers } = toJavaScript(facts.source, () => ({ ...settings, typescript }));
  const program = parseJavaScript(code);
  const text = new MagicString(code);
  const variables = new Set<string>();
  const helpers = new Set<string>();
  const exported = new Map<string, string>();
  const stars = new Map<string, string>();
  const starPackages: string[] = [];
  const imports: CellImport[] = [];
  const nested = nestedVars(program, code);
  const heads = new Set(nested.size > 0 ? program.body.flatMap(loopHeads) : []);
  const earlier = [...(facts.mappings === undefined ? [] : [facts.mappings]), ...(literal ? [literal.mappings()] : [])];
  const trace = tracer([...mappings, ...earlier]);
  for (const statement of program.body) rewrite(statement);
  for (const one of [...nested.values()].flat()) {
    for (const { id } of one.declarations) for (const name of boundNames(id)) variables.add(name);
    rewriteNestedVar(text, one, { isInHead: heads.has(one), opening: "void (" });
  }
  hoist(["FunctionDeclaration"]);
  hoist(["ImportDeclaration", "FunctionDeclaration"]);
  if (facts.using.size > 0) disposeAtEnd(text);
  const places = text.generateDecodedMap({ hires: "boundary" }).mappings.map((segments) =>
    segments.flatMap(([column, , line, sourceColumn]) => {
      if (line === undefined || sourceColumn === undefined) return [];
      const from = trace({ line: line + 1, column: sourceColumn });
      return from === undefined ? [] : [{ column, from }];
    }),
  );
  const loads = program.body.flatMap(loadsIn);
  const rest = { variables: [...variables], helpers, exported, stars, starPackages, imports, loads, places };
  return { code: text.toString(), program, usesHelpers: usesHelpers || facts.using.size > 0, ...rest };

  function rewrite(statement: Statement): void {
    switch (statement.type) {
      case "ImportDeclaration":
        text.update(statement.start, statement.end, bindings(statement));
        break;
      case "ExportAllDeclaration":
        text.update(statement.start, statement.end, exportAll(statement));
        break;
      case "ExportDefaultDeclaration":
        exportDefault(statement);
        break;
      case "ExportNamedDeclaration":
        if (statement.declaration === null) exportNames(statement);
        else {
          text.remove(statement.start, statement.declaration.start);
          declaration(statement.declaration);
        }
        break;
      default:
        if (!isEmptyStatement(statement)) declaration(statement);
    }
  }

  function addImport(
    { start, value: specifier }: Import["source"],
    keys: readonly string[],
    attributes: Import["attributes"],
  ): { load: string; pick: (key: string, name: string) => string } {
    const at = lineAndColumn(code, start);
    const named = attributes.map(({ key, value }) => [textOf(key), value.value] as const);
    const imported = { specifier, keys, attributes: new Map(named), from: trace(at) ?? at };
    const index = imports.push(imported) - 1;
    return { load: load(index, imported), pick: (key, name) => pick(index, imported, key, name) };
  }

  function bindings(statement: Import): string {
    const keys = statement.specifiers.map(keyOf);
    const module = addImport(statement.source, keys, statement.attributes);
    const isHelper = isHelperImport(statement);
    const assignments = statement.specifiers.map(({ local: { name } }, index) => {
      variables.add(name);
      if (isHelper) helpers.add(name);
      return `${name} = ${module.pick(keys[index] ?? "", name)};`;
    });
    return [module.load, ...assignments].join(" ");
  }

  function exportNames({
    start,
    end,
    source: module,
    specifiers,
  }: Extract<Statement, { type: "ExportNamedDeclaration" }>): void {
    if (!module) {
      for (const { local, exported: as } of specifiers) exported.set(textOf(as), textOf(local));
      text.remove(start, end);
      return;
    }
    const keys = specifiers.map(({ local }) => textOf(local));
    const imported = addImport(module, keys, []);
    const assignments = specifiers.map(({ exported: as }, index) => {
      const variable = added(textOf(as), exported);
      return `${variable} = ${imported.pick(keys[index] ?? "", variable)};`;
    });
    text.update(start, end, [imported.load, ...assignments].join(" "));
  }

  function exportAll({ source: module, exported: as }: Extract<Statement, { type: "ExportAllDeclaration" }>): string {
    const imported = addImport(module, ["*"], []);
    if (as !== null) {
      const variable = added(textOf(as), exported);
      return `${imported.load} ${variable} = ${imported.pick("*", variable)};`;
    }
    const { names, packages } = starNames(module.value);
    starPackages.push(...packages);
    const assignments = names.map((name) => {
      const variable = added(name, stars);
      return `${variable} = ${imported.pick(name, variable)};`;
    });
    return [imported.load, ...assignments].join(" ");
  }

  function added(name: string, to: Map<string, string>): string {
    const variable = exportVariable(name);
    variables.add(variable);
    to.set(name, variable);
    return variable;
  }

  function declaration(statement: Statement): void {
    if (statement.type === "VariableDeclaration") assigned(statement);
    if (statement.type !== "FunctionDeclaration" && statement.type !== "ClassDeclaration") return;
    const { id, start, end, type } = statement;
    if (!id) return;
    variables.add(id.name);
    // Inside a function with its own name, the name would always refer to this cell's function.
    if (type === "FunctionDeclaration") text.remove(id.start, id.end);
    text.prependRight(start, `${id.name} = ({ ${id.name}: `).appendLeft(end, ` }).${id.name};\n`);
  }

  function assigned({ kind, start, end, declarations }: Declaration): void {
    const [first] = declarations;
    const last = declarations.at(-1);
    if (first === undefined || last === undefined) return;
    text.update(start, first.start, ";(");
    for (const { id, init } of declarations) {
      for (const name of boundNames(id)) variables.add(name);
      if (init === null && kind !== "var") text.appendLeft(id.end, " = undefined");
      const using = id.type === "Identifier" ? facts.using.get(id.name) : undefined;
      if (init !== null && using !== undefined) {
        text.prependRight(init.start, `${resources(using === "sync" ? "u" : "a")}(`).appendLeft(init.end, ")");
      }
    }
    text.appendRight(last.end, ")");
    if (code[end - 1] !== ";") text.appendRight(end, ";");
  }

  function exportDefault(statement: Extract<Statement, { type: "ExportDefaultDeclaration" }>): void {
    const { start, end, declaration: declared } = statement;
    const isNamed = "id" in declared && declared.id !== null && declared.id !== undefined;
    if (isNamed && (declared.type === "FunctionDeclaration" || declared.type === "ClassDeclaration")) {
      text.remove(start, declared.start);
      declaration(declared);
      exported.set("default", declared.id?.name ?? "");
    } else {
      text.update(start, declared.start, `${added("default", exported)} = (`).appendRight(declared.end, ")");
      if (code[end - 1] !== ";") text.appendRight(end, ";");
    }
  }

  /** Moves statements of the first type up to the first statement that has none of these types. */
  function hoist(types: readonly Node["type"][]): void {
    let anchor: number | undefined;
    for (const one of program.body) {
      const { type } = unexported(one);
      if (anchor === undefined && !types.includes(type)) anchor = one.start;
      else if (anchor !== undefined && type === types[0]) text.move(one.start, one.end, anchor);
    }
  }
}

function resources(key: keyof BlockResources): string {
  return `${USING}.${key}`;
}

// The resources of a top-level `using` end with the cell.
function disposeAtEnd(text: MagicString): void {
  text.prepend(`const ${USING} = ${helper("usingCtx")}(); try { `);
  text.append(`\n} catch (error) { ${resources("e")} = error; } finally { await ${resources("d")}(); }`);
}

function keyOf(specifier: Import["specifiers"][number]): string {
  if (specifier.type === "ImportNamespaceSpecifier") return "*";
  return specifier.type === "ImportDefaultSpecifier" ? "default" : textOf(specifier.imported);
}

function textOf(name: { readonly name: string } | { readonly value: string }): string {
  return "name" in name ? name.name : name.value;
}
