import { parseSync, type StaticImport } from "oxc-parser";
import type { Importable } from "../types/imports/importable.ts";
import type { TextSpan } from "./messages.ts";

type Edit = TextSpan & { readonly text: string };

/** The names that an import statement declares. */
type Wanted = Pick<Importable, "name" | "module" | "style" | "isType">;

const COMMENTS = /^(?:[ \t]*(?:\/\/[^\n]*)?\n)*/;

/**
 * The edit that imports a name into a cell: into an existing import of the module if it can take the name, else as a
 * statement below the imports at the start of the cell, or at its first line of TypeScript, below commands and
 * comments like `// @ts-nocheck`. The code may have syntax errors.
 */
export function importEdit(code: string, wanted: Wanted): Edit {
  const { staticImports } = parseSync("cell.tsx", code).module;
  for (const statement of staticImports) {
    const edit = statement.moduleRequest.value === wanted.module ? addedTo(statement, code, wanted) : undefined;
    if (edit) return edit;
  }
  const text = statementOf(wanted, staticImports[0], code);
  const start = COMMENTS.exec(code)?.[0].length ?? 0;
  const last = leading(staticImports, code, start);
  if (!last) {
    const at = code.slice(start).trim() === "" ? 0 : start;
    return { start: at, end: at, text: `${text}\n` };
  }
  const line = /^[^\S\n]*(?:\/\/[^\n]*)?(?=\n|$)/.exec(code.slice(last.end))?.[0].length ?? 0;
  return { start: last.end + line, end: last.end + line, text: `\n${text}` };
}

/** The last of the imports with which a cell starts. */
function leading(imports: readonly StaticImport[], code: string, start: number): StaticImport | undefined {
  let last: StaticImport | undefined;
  for (const statement of imports) {
    const between = code.slice(last?.end ?? start, statement.start);
    if (/[^\s;]/.test(between.replaceAll(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, ""))) break;
    last = statement;
  }
  return last;
}

function addedTo({ start, end, entries }: StaticImport, code: string, wanted: Wanted): Edit | undefined {
  const isTypeOnly = /^import\s+type\s*(?:\{|\*|[\p{ID_Start}$_][^,]*?\sfrom\b)/u.test(code.slice(start, end));
  const kinds = entries.map(({ importName }) => String(importName.kind));
  if ((isTypeOnly && !wanted.isType) || kinds.includes("NamespaceObject") || entries.length === 0) return undefined;
  const braces = code.indexOf("{", start);
  if (wanted.style === "default" && !wanted.isType && !kinds.includes("Default")) {
    return { start: braces, end: braces, text: `${wanted.name}, ` };
  }
  if (wanted.style !== "named") return undefined;
  const name = wanted.isType && !isTypeOnly ? `type ${wanted.name}` : wanted.name;
  const last = entries.at(-1);
  const at = last?.localName.end ?? start;
  if (last && kinds.at(-1) === "Default") return isTypeOnly ? undefined : { start: at, end: at, text: `, { ${name} }` };
  const first = entries.find((_, index) => kinds[index] !== "Default");
  const before = /\n[^\S\n]*$/.exec(code.slice(braces + 1, first?.importName.start ?? braces))?.[0] ?? " ";
  return { start: at, end: at, text: `,${before}${name}` };
}

/** An import statement, in the style of another one of the cell. */
function statementOf({ name, module, style, isType }: Wanted, other: StaticImport | undefined, code: string): string {
  const what = { named: `{ ${name} }`, default: name, namespace: `* as ${name}` }[style];
  const isSingle = other !== undefined && code[other.moduleRequest.start] === "'";
  const from = isSingle ? `'${module}'` : JSON.stringify(module);
  const hasEnd = other === undefined || code[other.end - 1] === ";";
  return `import ${isType ? "type " : ""}${what} from ${from}${hasEnd ? ";" : ""}`;
}
