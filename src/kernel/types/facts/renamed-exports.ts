import type { Node } from "oxc-parser";
import { parseCell } from "../../cell/syntax/parse.ts";
import { withoutMagics } from "../../magic/lines/magic-lines.ts";
import { declaredDefault, DEFAULT } from "./named-default.ts";

/** An export such as `export { a as b }`: a name of the notebook or, with `from`, of another module; `*` is all of it. */
export type RenamedExport = {
  readonly name: string;
  readonly from?: string;
  /** The name whose value `export default` gives; if it is a type too, importers get both. */
  readonly original?: string;
};

/** The exports of a cell under other names or from other modules. */
export type RenamedExports = {
  /** The exports by the names that importers use. */
  readonly byName: ReadonlyMap<string, RenamedExport>;
  /** The modules of `export *`. */
  readonly stars: readonly string[];
};

/** Reads the exports of a cell under other names or from other modules. The default export is as `withNamedDefault` names it. */
export function renamedExports(source: string): RenamedExports {
  const found = new Map<string, RenamedExport>();
  const stars: string[] = [];
  if (!/\bexport\b/.test(source)) return { byName: found, stars };
  for (const node of parseCell(withoutMagics(source))?.parsed.program.body ?? []) {
    if (node.type === "ExportAllDeclaration") {
      if (node.exported === null) stars.push(node.source.value);
      else found.set(textOf(node.exported), { name: "*", from: node.source.value });
    }
    if (node.type === "ExportDefaultDeclaration") found.set("default", defaultOf(node));
    if (node.type !== "ExportNamedDeclaration") continue;
    const from = node.source?.value;
    for (const { local, exported } of node.specifiers) {
      const name = textOf(local);
      if (from !== undefined) found.set(textOf(exported), { name, from });
      else if (textOf(exported) !== name) found.set(textOf(exported), { name });
    }
  }
  return { byName: found, stars };
}

function defaultOf(node: Extract<Node, { type: "ExportDefaultDeclaration" }>): RenamedExport {
  const { declaration } = node;
  return {
    name: declaredDefault(node) ?? DEFAULT,
    ...(declaration.type === "Identifier" ? { original: declaration.name } : {}),
  };
}

function textOf(name: { readonly name: string } | { readonly value: string }): string {
  return "name" in name ? name.name : name.value;
}
