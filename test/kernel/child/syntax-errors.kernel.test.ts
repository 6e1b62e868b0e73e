import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Execution, sharedClient } from "../support/client.ts";
import { tracebackOf } from "../support/outputs.ts";
import { sharedFolder } from "../../support/scratch.ts";

const { folder } = sharedFolder();

const client = await sharedClient({ cwd: folder, env: { TSNB_CHECK: "on" } });

/** The name and message of a failed execution's error, and its stderr. */
function said(run: Execution): readonly unknown[] {
  return [run.reply.content["ename"], run.reply.content["evalue"], run.stderr];
}

describe("a syntax error", () => {
  it("in a line that is a command of a shell comes with the way to run it", async () => {
    const run = await client.execute("const a = 1;\nnpm install lodash");
    expect(said(run)).toEqual(["SyntaxError", "TS1434: Unexpected keyword or identifier.", ""]);
    expect(tracebackOf(run).split("\n").at(-1)).toBe("A command starts with % or !: write %npm install lodash");
  });

  it.each<[string, string, string]>([
    ["const a = 1;\nconst = 2;", "TS1134: Variable declaration expected.", "2:7"],
    ["'a' satisfies number;\nconst = 2;", "TS1134: Variable declaration expected.", "2:7"],
    ["f(1, 2", "TS1005: ')' expected.", "1:7"],
    ["const text = `abc ${1", "TS1005: '}' expected.", "1:22"],
    ["%check on\nif (x {", "TS1005: ')' expected.", "2:7"],
    ["\nreturn 5", "TS1108: A 'return' statement can only be used within a function body.", "2:1"],
    ["let twice = 1;\nlet twice = 2;", "TS2451: Cannot redeclare block-scoped variable 'twice'.", "2:5"],
    ["print 'hello'", "TS1434: Unexpected keyword or identifier.", "1:1"],
    ["const view = <p><b></p>;", "TS17008: JSX element 'b' has no corresponding closing tag.", "1:18"],
  ])("of %j is in TypeScript's words, once", async (code, message, place) => {
    const run = await client.execute(code);
    expect(said(run)).toEqual(["SyntaxError", message, ""]);
    expect(tracebackOf(run)).toContain(`]:${place})\n`);
  });

  it("stays in the parser's words where TypeScript accepts the code", async () => {
    const run = await client.execute("export { nothing };");
    expect(run.reply.content["evalue"]).toBe("Export 'nothing' is not defined");
  });

  it("stays in the parser's words while checks are off", async () => {
    const run = await client.execute("%check off\nconst = 2;");
    expect(said(run)).toEqual(["SyntaxError", "Unexpected token", ""]);
    await client.execute("%check on");
  });

  it("of another parser is left as it is", async () => {
    const run = await client.execute("JSON.parse('{')");
    expect(run.reply.content["evalue"]).toMatch(/JSON/);
  });
});

describe("a syntax error in an imported file", () => {
  it.each(["import { one } from './bad.ts'; one", "require('./bad.ts')"])(
    "is in TypeScript's words, once, also after an edit: %s",
    async (code) => {
      const file = join(folder, "bad.ts");
      for (const [text, message, place] of [
        ["export const one = 1;\nconst = 2;\n", "TS1134: Variable declaration expected.", "2:7"],
        ["\n\nexport const one: = 1;\n", "TS1110: Type expected.", "3:19"],
      ] as const) {
        writeFileSync(file, text);
        const run = await client.execute(code);
        expect(said(run)).toEqual(["SyntaxError", message, ""]);
        expect(tracebackOf(run)).toContain(`bad.ts:${place})\n`);
      }
      writeFileSync(file, "export const one = 1;\n");
      expect((await client.execute(code)).reply.content["status"]).toBe("ok");
    },
  );
});
