import type { Node } from "oxc-parser";
import { parseCell } from "../../cell/syntax/parse.ts";
import { withoutMagics } from "../../magic/lines/magic-lines.ts";

/** The name of a default export without a name, in a character that nobody types. */
export const DEFAULT = "\uA485";

type DefaultExport = Extract<Node, { type: "ExportDefaultDeclaration" }>;

/** The name of a function, class or interface that says `export default`; undefined for an expression. */
export function declaredDefault({ declaration }: DefaultExport): string | undefined {
  switch (declaration.type) {
    case "ClassDeclaration":
    case "FunctionDeclaration":
    case "TSDeclareFunction":
    case "TSInterfaceDeclaration":
      return declaration.id?.name ?? DEFAULT;
    default:
      return undefined;
  }
}

/** A cell whose default export has a name: that of its function or class, or `DEFAULT`. */
export function withNamedDefault(source: string): string {
  if (!/\bdefault\b/.test(source)) return source;
  let code = withoutMagics(source);
  for (const statement of (parseCell(code)?.parsed.program.body ?? []).toReversed()) {
    if (statement.type === "ExportDefaultDeclaration") code = withName(code, statement);
  }
  return code;
}

function withName(code: string, statement: DefaultExport): string {
  const { start, end, declaration } = statement;
  const text = code.slice(declaration.start, end);
  const name = declaredDefault(statement);
  if (name === undefined) return `${code.slice(0, start)}const ${DEFAULT} = ${text};${code.slice(end)}`;
  if (name !== DEFAULT) return code;
  const named = text.replace(/\bfunction\b\s*\*?|\bclass\b/, (keyword) => `${keyword} ${DEFAULT}`);
  return code.slice(0, declaration.start) + named + code.slice(end);
}
