import type MagicString from "magic-string";
import type { Node } from "oxc-parser";
import { childrenOf, isFunction } from "../syntax/ast.ts";
import { member, RUNTIME } from "../runtime-interface.ts";

/**
 * Routes `await`, `import()` and `import.meta` through the runtime, so that an interrupted cell stops at its next
 * `await` or the next round of a `for await`, and imports resolve from the notebook.
 */
export function rewriteSuspensions(text: MagicString, root: Node): void {
  let loops = 0;
  visit(root, "waitHere");

  function visit(node: Node, wait: "wait" | "waitHere"): void {
    for (const child of childrenOf(node)) visit(child, isFunction(node) ? "wait" : wait);
    if (node.type === "MetaProperty" && node.meta.name === "import") text.update(node.start, node.end, member("meta"));
    else if (node.type === "ImportExpression") {
      text.update(node.start, node.start + "import".length, member("import"));
    } else if (node.type === "AwaitExpression") {
      text.prependRight(node.argument.start, `${member(wait)}(`);
      text.prependRight(node.start, `${member("resume")}(${member("enter")}(),`);
      text.appendLeft(node.end, "))");
    } else if (node.type === "ForOfStatement" && node.await) {
      // Declared in the body, the variable is one of the function around the loop.
      const entered = `${RUNTIME}${++loops}`;
      text.prependRight(node.right.start, `${member("iterate")}(`);
      text.appendLeft(node.right.end, `, ${entered} = ${member("enter")}())`);
      text.prependRight(node.body.start, `{ var ${entered}; ${member("resume")}(${entered}); `);
      text.appendLeft(node.body.end, " }");
    }
  }
}
