import { parseCell } from "../../cell/syntax/parse.ts";
import { withoutMagics } from "../../magic/magic-lines.ts";

/** An export such as `export { a as b }`: a name of the notebook or, with `from`, of another module. */
export type RenamedExport = { readonly name: string; readonly from?: string };

/** The exports of a cell under other names or from other modules, by the names that importers use. */
export function renamedExports(source: string): ReadonlyMap<string, RenamedExport> {
  const found = new Map<string, RenamedExport>();
  if (!/\bexport\b/.test(source)) return found;
  for (const node of parseCell(withoutMagics(source))?.parsed.program.body ?? []) {
    if (node.type !== "ExportNamedDeclaration") continue;
    const from = node.source?.value;
    for (const { local, exported } of node.specifiers) {
      const name = textOf(local);
      if (from !== undefined) found.set(textOf(exported), { name, from });
      else if (textOf(exported) !== name) found.set(textOf(exported), { name });
    }
  }
  return found;
}

function textOf(name: { readonly name: string } | { readonly value: string }): string {
  return "name" in name ? name.name : name.value;
}
