import type MagicString from "magic-string";
import type { Node } from "oxc-parser";
import { childrenOf, isFunction } from "./ast.ts";

/**
 * Leads `await`, `import()` and `import.meta` through the runtime: an interrupted cell does not go on
 * when what it waited for arrives, and imports resolve from the notebook. Functions passed as arguments
 * keep their own text, because libraries send such functions elsewhere as source (to a browser page, to
 * a worker), where there is no runtime.
 */
export function rewriteSuspensions(text: MagicString, root: Node, runtime: string): void {
  visit(root, false);

  function visit(node: Node, isSent: boolean): void {
    for (const child of childrenOf(node)) {
      const isArgument = (node.type === "CallExpression" || node.type === "NewExpression") && node.callee !== child;
      visit(child, isSent || (isArgument && isFunction(child)));
    }
    if (node.type === "MetaProperty" && node.meta.name === "import")
      text.update(node.start, node.end, `${runtime}.meta`);
    if (isSent) return;
    if (node.type === "AwaitExpression") {
      text.prependRight(node.start, `${runtime}.resume(${runtime}.enter(),`);
      text.appendLeft(node.end, ")");
    } else if (node.type === "ImportExpression") {
      text.update(node.start, node.start + "import".length, `${runtime}.import`);
    } else if (node.type === "ForOfStatement" && node.await) {
      text.prependRight(node.right.start, `${runtime}.iterate(`);
      text.appendLeft(node.right.end, ")");
    }
  }
}
