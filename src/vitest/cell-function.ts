import { MagicString } from "magic-string";
import type { Program } from "oxc-parser";
import { boundNames, isEmpty } from "../kernel/cell/ast.ts";
import { type Position, traceAll } from "../kernel/cell/source-map.ts";
import { lineAndColumn } from "../kernel/cell/syntax-error.ts";
import { parseJavaScript, toJavaScript } from "../kernel/cell/transform.ts";
import { withoutMagics } from "../kernel/magic/lines.ts";

type Statement = Program["body"][number];
type Declaration = Extract<Statement, { type: "VariableDeclaration" }>;
type Import = Extract<Statement, { type: "ImportDeclaration" }>;

/** A cell's code as the inside of a function: what it declares is assigned to variables of the module around it. */
export type CellFunction = {
  readonly code: string;
  /** The variables that the module has to have. */
  readonly names: readonly string[];
  /** The modules that it imports, and where; in the code, the one at `index` is called `module(index)`. */
  readonly imports: readonly { readonly specifier: string; readonly from: Position }[];
  /** By line of the code: columns, from 0, and the places in the cell that they came from. */
  readonly places: readonly (readonly { readonly column: number; readonly from: Position }[])[];
};

/**
 * Makes a function of a cell.
 *
 * @param module the name under which the module around it has an imported module.
 * @throws {CellSyntaxError} when the cell is not TypeScript.
 */
export function cellFunction(source: string, module: (index: number) => string): CellFunction {
  const { code, mappings } = toJavaScript(withoutMagics(source), () => ({
    typescript: { onlyRemoveTypeImports: true },
  }));
  const text = new MagicString(code);
  const names: string[] = [];
  const imports: { specifier: string; from: Position }[] = [];
  for (const statement of parseJavaScript(code).body) rewrite(statement);
  const decoded = text.generateDecodedMap({ hires: "boundary" }).mappings;
  const places = decoded.map((segments) =>
    segments.flatMap(([column, , line, sourceColumn]) => {
      if (line === undefined || sourceColumn === undefined) return [];
      const from = traceAll(mappings, { line: line + 1, column: sourceColumn });
      return from === undefined ? [] : [{ column, from }];
    }),
  );
  return { code: text.toString(), names, imports, places };

  function rewrite(statement: Statement): void {
    switch (statement.type) {
      case "ImportDeclaration":
        text.overwrite(statement.start, statement.end, bindings(statement));
        break;
      case "ExportAllDeclaration":
        addImport(statement.source);
        text.remove(statement.start, statement.end);
        break;
      case "ExportDefaultDeclaration":
        exportDefault(statement);
        break;
      case "ExportNamedDeclaration":
        if (statement.declaration === null) {
          if (statement.source !== null) addImport(statement.source);
          text.remove(statement.start, statement.end);
        } else {
          text.remove(statement.start, statement.declaration.start);
          declaration(statement.declaration);
        }
        break;
      default:
        if (!isEmpty(statement)) declaration(statement);
    }
  }

  function addImport({ start, value }: Import["source"]): number {
    const at = lineAndColumn(code, start);
    return imports.push({ specifier: value, from: traceAll(mappings, at) ?? at }) - 1;
  }

  function bindings({ source: from, specifiers }: Import): string {
    const name = module(addImport(from));
    return specifiers
      .map((specifier) => {
        names.push(specifier.local.name);
        return `${specifier.local.name} = ${name}${memberOf(specifier)};`;
      })
      .join(" ");
  }

  function declaration(statement: Statement): void {
    if (statement.type === "VariableDeclaration" && !statement.kind.includes("using")) variables(statement);
    if (statement.type === "FunctionDeclaration" && statement.id) {
      names.push(statement.id.name);
      text.prependRight(statement.start, `${statement.id.name} = `).appendLeft(statement.end, ";\n");
      // Declarations exist from the start.
      text.move(statement.start, statement.end, 0);
    }
    if (statement.type === "ClassDeclaration" && statement.id) {
      names.push(statement.id.name);
      text.prependRight(statement.start, `${statement.id.name} = `).appendLeft(statement.end, ";\n");
    }
  }

  function variables({ start, end, declarations }: Declaration): void {
    const [first] = declarations;
    const last = declarations.at(-1);
    if (first === undefined || last === undefined) return;
    text.overwrite(start, first.start, ";(");
    for (const { id, init } of declarations) {
      names.push(...boundNames(id));
      if (init === null) text.appendLeft(id.end, " = undefined");
    }
    text.appendRight(last.end, ")");
    if (code[end - 1] !== ";") text.appendRight(end, ";");
  }

  function exportDefault({
    start,
    end,
    declaration: declared,
  }: Extract<Statement, { type: "ExportDefaultDeclaration" }>) {
    const isNamed = "id" in declared && declared.id !== null && declared.id !== undefined;
    if (isNamed && (declared.type === "FunctionDeclaration" || declared.type === "ClassDeclaration")) {
      text.remove(start, declared.start);
      declaration(declared);
    } else {
      text.overwrite(start, declared.start, "void (").appendRight(declared.end, ")");
      if (code[end - 1] !== ";") text.appendRight(end, ";");
    }
  }
}

function memberOf(specifier: Import["specifiers"][number]): string {
  if (specifier.type === "ImportNamespaceSpecifier") return "";
  if (specifier.type === "ImportDefaultSpecifier") return ".default";
  const { imported } = specifier;
  return `[${JSON.stringify(imported.type === "Identifier" ? imported.name : imported.value)}]`;
}
