import { describe, expect, it } from "vitest";
import { sharedClient } from "../support/client.ts";
import { tracebackOf, withoutColours } from "../support/outputs.ts";

const client = await sharedClient({ env: { TSNB_CHECK: "on" } });

describe("an object literal", () => {
  it.each([
    ["{ a: 1, b: 2 }", "{ a: 1, b: 2 }"],
    ['{ x: "foo" }', "{ x: 'foo' }"],
    ["const p = 1, q = [2]\n{ p, q }", "{ p: 1, q: [ 2 ] }"],
    ["%check on\n{ p, then: null } // a note", "{ p: 1, then: null }"],
    ["{ p: await Promise.resolve(3) } satisfies { p: number };", "{ p: 3 }"],
    ["{ get p() { return 4 } }.p", "4"],
    ["{}", "{}"],
  ])("%j is shown without a type error", async (code, shown) => {
    const run = await client.execute(code);
    expect([tracebackOf(run), run.stderr, run.result]).toEqual(["", "", shown]);
  });

  it("has its errors and type errors in its own columns", async () => {
    const run = await client.execute("const o = { k: 1 }\n{ a: o.nope, b: missing() }");
    expect(withoutColours(run.stderr)).toContain("2 | { a: o.nope, b: missing() }\n  |        ^^^^\n");
    expect(tracebackOf(run)).toMatch(/Cell \[\d+\]:2:17/);
  });

  it("is complete in a console, and an unfinished one is not", async () => {
    const ask = async (code: string) =>
      (await client.request("shell", "is_complete_request", { code })).content["status"];
    expect(await Promise.all(["{ a: 1, b: 2 }", "{ a: 1,"].map(ask))).toEqual(["complete", "incomplete"]);
  });

  it("is not made from a block, which is run", async () => {
    const run = await client.execute("{ const inner = 1; console.log(inner) }");
    expect([run.stdout, run.result]).toEqual(["1\n", undefined]);
  });
});

describe("export", () => {
  it.each(["export { p }", "export { p as other, q }", "export { p as default }", "export { type Odd, p }"])(
    "%j works for names of earlier cells",
    async (code) => {
      await client.execute("const p = 1, q = 2; type Odd = 1");
      const run = await client.execute(code);
      expect([tracebackOf(run), run.stderr]).toEqual(["", ""]);
    },
  );

  it("fails for an undeclared name as in a file", async () => {
    const run = await client.execute("export { nothing }");
    expect(run.reply.content).toMatchObject({ ename: "SyntaxError", evalue: "Export 'nothing' is not defined" });
  });
});

describe("/** @jsx h */", () => {
  const types = "declare global { namespace JSX { interface IntrinsicElements { [name: string]: unknown } } }";
  const factory = "const h = (tag: unknown, props: unknown, ...children: unknown[]) => [tag, props, ...children];";

  it.each([
    ["/** @jsx h */", "<b>x</b>", "[ 'b', null, 'x' ]"],
    ["// @jsx h", "<b k={1}/>", "[ 'b', { k: 1 } ]"],
    ["/* @jsx h */", "<b>{1}{2}</b>", "[ 'b', null, 1, 2 ]"],
    ["/**\n * @jsx h\n */", "<b/>", "[ 'b', null ]"],
    ["/** @jsxRuntime classic */ /** @jsx h */", "<b/>", "[ 'b', null ]"],
    ["/** @jsx h */ /** @jsxFrag f */\nconst f = 0;", "<><b/></>", "[ 0, null, [ 'b', null ] ]"],
  ])("applies without a tsconfig.json: %j", async (pragma, code, shown) => {
    await client.execute(`export {};\n${types}\n${factory}`);
    const run = await client.execute(`${pragma}\n${code}`);
    expect([tracebackOf(run), run.result]).toEqual(["", shown]);
    expect(run.stderr).not.toContain("react");
  });
});

describe("a long expression", () => {
  it.each([
    ["texts", (count: number) => Array(count).fill('"a"').join(" + "), "'aaaa"],
    ["numbers", (count: number) => Array(count).fill("1").join("+"), "20000"],
    ["lines", (count: number) => Array(count).fill("1").join("\n  + "), "20000"],
    [
      "names, behind a declaration",
      (count: number) => `const one = 1;\n${Array(count).fill("one").join(" + ")}`,
      "20000",
    ],
    ["conditions", (count: number) => Array(count).fill("false").join(" || "), "false"],
    ["conditions with await", (count: number) => `await 1 && ${Array(count).fill("true").join(" && ")}`, "true"],
    ["operators that mix", (count: number) => `0${" + 2 - 1".repeat(count / 2)}`, "10000"],
  ])("of 20,000 %s is compiled", async (_what, code, shown) => {
    const run = await client.execute(code(20_000));
    expect(tracebackOf(run)).toBe("");
    expect(run.result?.startsWith(shown)).toBe(true);
  });
});
