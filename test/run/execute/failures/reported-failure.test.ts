import { describe, expect, it } from "vitest";
import type { Output } from "../../../../src/notebook/types.ts";
import { failureOf } from "../../../../src/run/execute/failures/reported-failure.ts";

const stderr = (text: string): Output => ({ output_type: "stream", name: "stderr", text });

// As tslab 1.0.22 writes it.
const THROWN = `evalmachine.<anonymous>:4
    throw new TypeError('boom');
    ^

TypeError: boom
    at f (evalmachine.<anonymous>:4:11)
    at evalmachine.<anonymous>:7:22
    at sigintHandlersWrap (node:vm:280:12)
    at Object.execute (/x/node_modules/tslab/dist/executor.js:160:38)
    at async JupyterHandlerImpl.handleExecute (/x/node_modules/tslab/dist/jupyter.js:208:21)
`;

describe("failureOf", () => {
  it("returns the error in the reply", () => {
    expect(failureOf("Error: \u001b[31mred\u001b[0m", []).summary).toBe("Error: red");
  });

  it("returns the error output with its traceback when the reply has none", () => {
    const error: Output = {
      output_type: "error",
      ename: "E",
      evalue: "v",
      traceback: ["\u001b[1mone\u001b[0m", "two"],
    };
    expect(failureOf(undefined, [stderr("warning"), error])).toEqual({ summary: "E: v", details: "one\ntwo" });
  });

  it("finds the error in tslab's output, and omits tslab's own frames", () => {
    const { summary, details } = failureOf(undefined, [stderr("Error: handled and printed before\n"), stderr(THROWN)]);
    expect(summary).toBe("TypeError: boom");
    expect(details).toContain("at f (evalmachine.<anonymous>:4:11)");
    expect(details).not.toContain("tslab");
    expect(details).not.toContain("node:vm");
  });

  it.each([
    [
      "a compiler's message",
      "1:7 - Type 'number' is not assignable to type 'string'.\n4:5 - Other.\n",
      "1:7 - Type 'number' is not assignable to type 'string'.",
    ],
    [
      "an error with a code",
      "RangeError [ERR_X]: far\n    at a (b:1:2) {\n  code: 'ERR_X'\n}\n",
      "RangeError [ERR_X]: far",
    ],
    ["an error of a user's class", "Mishap: it broke\n    at a (b:1:2)\n", "Mishap: it broke"],
    [
      "the outer of nested errors",
      "Error: outer\n    at a (b:1:2) {\n  [cause]: Error: inner\n      at c (d:1:2)\n}\n",
      "Error: outer",
    ],
    ["a thrown text", "warning: careful\njust text\n", "just text"],
    ["nothing at all", "", "the kernel reports an error without a message"],
  ])("finds %s", (_, text, summary) => {
    expect(failureOf(undefined, text === "" ? [] : [stderr(text)]).summary).toBe(summary);
  });
});
