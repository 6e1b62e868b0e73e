import { describe, expect, it } from "vitest";
import { sharedClient } from "../../support/client.ts";

const client = await sharedClient();

async function resultOf(code: string): Promise<unknown> {
  const { reply, result } = await client.execute(code);
  return result ?? reply.content["evalue"];
}

describe("toString of a function is its own code, without the kernel's", () => {
  it.each<[string, string, string]>([
    ["with await", "async function f(n) { await n; return f }; f", "async function f(n) { await n; return f; }"],
    [
      "that awaits in a loop",
      "async () => { for await (const x of [1]) x }",
      "async () => { for await (const x of [1]) x }",
    ],
    ["with imports", 'async () => [await import("fs"), import.meta]', 'async () => [await import("fs"), import.meta]'],
    ["as a generator", "function* g(n: number) { yield n }; g", "function* g(n) { yield n; }"],
    [
      "of a name that is declared later",
      "function h() { return below }; const below = 1; h",
      "function h() { return below; }",
    ],
    ["of a variable that hides a global", "const k = () => performance; const performance = 2; k", "() => performance"],
    ["as a method", "const o = { n: 1, async m(s) { await s } }; o.m", "async m(s) { await s; }"],
    ["as a class", "class C { async m() { await 1 } }; C", "class C { async m() { await 1; } }"],
    ["inside another", "(() => async () => await 2)()", "async () => await 2"],
    ["that is an argument", "const same = (f) => f; same(async () => await 3)", "async () => await 3"],
    ["below a command", "%time 1\nasync () => await 4", "async () => await 4"],
  ])("%s", async (_what, code, expected) => {
    await client.execute(code.replace(/([^;\n]+)$/, " var shown = $1"));
    const shown = String(await resultOf("String(shown)"));
    expect(shown.replaceAll(/(?:\\[nt]|'\s\+\s+'|\s)+/g, " ").slice(1, -1)).toBe(expected);
  });

  it("in a later cell too, and of a function that a function made", async () => {
    await client.execute("const make = () => async (n) => { await n }; const made = make();");
    expect(await resultOf("`${made}`")).toBe("'async (n) => { await n }'");
  });

  it("of the function with its name, among those with the same code", async () => {
    await client.execute("function a() { return 1 }\nfunction b() { return 1 }");
    expect(await resultOf("[a, b].map(String).join().replace(/\\s+/g, ' ')")).toBe(
      "'function a() { return 1; },function b() { return 1; }'",
    );
    await client.execute("function c() { return 1 }");
    expect(await resultOf("[b, a, c].map((f) => String(f).slice(0, 11))")).toBe(
      "[ 'function b(', 'function a(', 'function c(' ]",
    );
  });

  it("and not of a function with the same code that no cell declares", async () => {
    await client.execute("function noop() {}\nconst shown = 'function () {}', other = 'async () => { await 1 }';");
    const others =
      "[new Function('return function () {}')(), new Function('return { later: function () {} }')().later]";
    expect(await resultOf(`${others}.map(String)`)).toBe("[ 'function () {}', 'function () {}' ]");
    expect(await resultOf("String(noop)")).toBe("'function noop() {}'");
  });

  it("also of methods, accessors and functions that were renamed", async () => {
    await client.execute(`class K {
      static async s() { await 1 }
      get g() { return async () => { await 2 } }
      async #p() { await 3 }
      p() { return this.#p }
      ["x" + 1] = async () => { await 4 };
    }
    const renamed = Object.defineProperty(async () => { await 5 }, "name", { value: "other" });
    const getter = Object.getOwnPropertyDescriptor(K.prototype, "g").get;`);
    const shown =
      "[K.s, getter, new K().g, new K().p(), new K().x1, renamed].map((f) => String(f).replace(/\\s+/g, ' '))";
    expect(await resultOf(`(${shown}).join(";")`)).toBe(
      "'async s() { await 1; };get g() { return async () => { await 2; }; };async () => { await 2; };async #p() { await 3; };async () => { await 4; };async () => { await 5; }'",
    );
  });

  it("and leaves the toString of Node's functions unchanged", async () => {
    expect(await resultOf("[Math.max, Function.prototype.toString, class {}.toString].map(String)")).toBe(
      "[\n  'function max() { [native code] }',\n  'function toString() { [native code] }',\n  'function toString() { [native code] }'\n]",
    );
    expect(await resultOf("Function.prototype.toString.call({})")).toMatch(/requires that 'this' be a Function/);
    expect(await resultOf("new Function('a', 'return a').toString()")).toBe(
      "'function anonymous(a\\n) {\\nreturn a\\n}'",
    );
  });
});

it("a function sent to a worker as source runs there, although it awaits, imports and calls itself", async () => {
  const code = `
    const { Worker } = await import("node:worker_threads");
    function fib(n: number): number { return n < 2 ? n : fib(n - 1) + fib(n - 2) }
    async function work(port: string) {
      const { parentPort } = await import("node:worker_threads");
      return parentPort!.postMessage([port, await Promise.resolve(5)]);
    }
    const answer = (source: string) => new Promise((resolve, reject) =>
      new Worker(source, { eval: true }).on("message", resolve).on("error", reject));
    [await answer(\`(\${work})("a")\`), await answer(\`require("worker_threads").parentPort.postMessage((\${fib})(10))\`)]`;
  expect(await resultOf(code)).toBe("[ [ 'a', 5 ], 55 ]");
});
