import type MagicString from "magic-string";
import type { Node } from "oxc-parser";
import { childrenOf, isFunction } from "../syntax/ast.ts";
import { member } from "../runtime-interface.ts";

/** The key in the symbol registry of the global function that imports from the notebook. */
export const NOTEBOOK_IMPORT = "tsnb.import";

/**
 * Routes `await`, `import()` and `import.meta` through the runtime, so that an interrupted cell stops at its next
 * `await`, and imports resolve from the notebook. A function passed as an argument keeps its `await`, and its
 * `import()` is the notebook's only where that exists: libraries may send the source of such functions elsewhere (to a
 * browser page, to a worker), where there is no runtime. Arguments of the functions in CALLED_HERE run in this process.
 */
export function rewriteSuspensions(text: MagicString, root: Node): void {
  visit(root, false, "waitHere");

  function visit(node: Node, isSent: boolean, wait: "wait" | "waitHere"): void {
    for (const child of childrenOf(node))
      visit(child, isSent || isSentBy(node, child), isFunction(node) ? "wait" : wait);
    if (node.type === "MetaProperty" && node.meta.name === "import") text.update(node.start, node.end, member("meta"));
    if (node.type === "ImportExpression") {
      text.update(node.start, node.start + "import".length, isSent ? SENT_IMPORT : member("import"));
    }
    if (isSent) return;
    if (node.type === "AwaitExpression") {
      text.prependRight(node.argument.start, `${member(wait)}(`);
      text.prependRight(node.start, `${member("resume")}(${member("enter")}(),`);
      text.appendLeft(node.end, "))");
    } else if (node.type === "ForOfStatement" && node.await) {
      text.prependRight(node.right.start, `${member("iterate")}(`);
      text.appendLeft(node.right.end, ")");
    }
  }
}

const SENT_IMPORT = `(globalThis[Symbol.for("${NOTEBOOK_IMPORT}")]??((a,b)=>import(a,b)))`;

const CALLED_HERE = new Set([
  ...["map", "flatMap", "filter", "forEach", "reduce", "some", "every", "find", "sort", "from"],
  ...["then", "catch", "finally", "Promise", "setTimeout", "setInterval", "setImmediate", "queueMicrotask"],
]);

function isSentBy(node: Node, child: Node): boolean {
  if ((node.type !== "CallExpression" && node.type !== "NewExpression") || node.callee === child) return false;
  if (!isFunction(child)) return false;
  const { callee } = node;
  const name = callee.type === "MemberExpression" && !callee.computed ? callee.property : callee;
  return !(name.type === "Identifier" && CALLED_HERE.has(name.name));
}
