import type { Node } from "oxc-parser";
import { boundNames, unexported } from "../syntax/ast.ts";
import { parseCell } from "../syntax/parse.ts";
import { member } from "../runtime-interface.ts";
import { isRemade } from "./top-level.ts";

type Edit = { readonly start: number; readonly end: number; readonly text: string };

/**
 * A cell that ran in an earlier session, as code that restores its names: only imports, functions, classes and enums
 * as they are, and variables with kept values. Lines stay where they were.
 */
export function restoredSource(source: string): string {
  const program = parseCell(source)?.parsed.program;
  if (program === undefined) return source;
  const edits: Edit[] = program.body.flatMap((statement): Edit[] => {
    const node = unexported(statement);
    switch (node.type) {
      case "ImportDeclaration":
      case "FunctionDeclaration":
      case "ClassDeclaration":
      case "TSEnumDeclaration":
      case "TSInterfaceDeclaration":
      case "TSTypeAliasDeclaration":
        return [];
      case "VariableDeclaration":
        return node.declare ? [] : node.declarations.flatMap((declarator) => restoredVariable(declarator));
      default:
        return [{ start: statement.start, end: statement.end, text: "" }];
    }
  });
  let made = "";
  let at = 0;
  for (const { start, end, text } of edits) {
    made += `${source.slice(at, start)}${text}${blank(source.slice(start, end))}`;
    at = end;
  }
  return made + source.slice(at);
}

function restoredVariable({ id, init, start, end }: Extract<Node, { type: "VariableDeclarator" }>): Edit[] {
  if (init !== null && isRemade(init)) return [];
  const names = boundNames(id).map((name) => `${name} = ${member("restored")}[${JSON.stringify(name)}]`);
  // An empty pattern binds nothing.
  return [{ start, end, text: names.length === 0 ? "[] = []" : names.join(", ") }];
}

function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, " ");
}
