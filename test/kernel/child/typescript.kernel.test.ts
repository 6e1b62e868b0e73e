import { writeFileSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";
import { describe, expect, it } from "vitest";
import { sharedClient } from "../support/client.ts";
import { tracebackOf } from "../support/outputs.ts";
import { sharedFolder } from "../../support/scratch.ts";

const { folder } = sharedFolder();

const client = await sharedClient({ cwd: folder });

async function last(cells: string[]): Promise<string | undefined> {
  let result: string | undefined;
  for (const cell of cells) {
    const run = await client.execute(cell);
    expect(tracebackOf(run)).toBe("");
    ({ result } = run);
  }
  return result;
}

describe("a loop over asynchronous values", () => {
  const code = `
    const seen = [];
    async function* two() { yield 1; yield 2 }
    const loop = async (values, name) => {
      for await (const n of values) for await (const again of [n, n]) seen.push(name + again);
      seen.push("end of " + name);
    };
    const ticks = async () => { for (let n = 1; n <= 12; n++) { await null; seen.push(n) } };
    await Promise.all([loop(two(), "a"), loop([Promise.resolve(1)], "b"), ticks()]);`;

  it("takes as many microtasks as in Node.js", async () => {
    const run: unknown = await vm.runInThisContext(`(async () => { ${code}\nreturn seen.join() })()`);
    expect(await last([`// @ts-nocheck\n${code}\nseen.join()`])).toBe(`'${String(run)}'`);
    expect(await last(["const own = [];\nfor await (const n of [1, 2])\n  own.push(n);\nown.join()"])).toBe("'1,2'");
  });
});

describe("cells of TypeScript", () => {
  it("reports a used alias that refers to nothing", async () => {
    expect((await client.execute("import alias = Missing.value; alias")).reply.content).toMatchObject({
      evalue: "Missing is not defined",
    });
  });

  it.each<[string, string[], string]>([
    [
      "top-level await",
      ["const w = await Promise.all([1, Promise.resolve(2)]); for await (const x of w) {}\nw"],
      "[ 1, 2 ]",
    ],
    [
      "names of any kind declared again",
      ["const n1 = 1; class C1 {}", "let n1 = 'two'; function C1() { return 3 }", "[n1, C1()]"],
      "[ 'two', 3 ]",
    ],
    [
      "functions that see the redeclared value",
      ["const rate = 1; const total = () => rate * 10;", "const rate = 5;", "total()"],
      "50",
    ],
    [
      "enums and namespaces",
      [
        "enum Level { Low, High = 5 }\nnamespace N1 { export let hits = 0; export const hit = () => ++hits }",
        "N1.hit(); [Level.High, Level[0], N1.hits]",
      ],
      "[ 5, 'Low', 1 ]",
    ],
    [
      "namespaces that add to functions, classes and enums of earlier cells",
      [
        "function mf() { return 1 }\nclass MC { static s = 2 }\nenum ME { A, B }",
        "namespace mf { export const x = 3 }\nnamespace MC { export const y = 4 }",
        "namespace ME { export const name = (e: ME) => ME[e] }\nnamespace mf { export const z = x + 2 }",
        "[mf(), mf.x, mf.z, MC.s, MC.y, new MC() instanceof MC, ME.name(ME.B)].join()",
      ],
      "'1,3,5,2,4,true,B'",
    ],
    [
      "aliases of types",
      [
        "import Running = NodeJS.Process; const running: Running = process",
        "namespace NT { export interface I { a: number } }\nimport NTI = NT.I; const nti: NTI = { a: running.pid }",
        "namespace NV { export const v = 5; export namespace T { export type Q = 1 } }\nimport NVQ = NV.T.Q; const q: NVQ = 1",
        "[typeof nti.a, q].join()",
      ],
      "'number,1'",
    ],
    [
      "aliases of values, also of earlier cells",
      [
        "namespace NA { export const v = 5; export namespace In { export enum E { A = 7 } } }\nimport va = NA.v; va",
        "import vb = NA.In.E; export import vc = NA.v; import fs = require('node:fs');",
        "[va, vb.A, vc, typeof fs.readFileSync].join()",
      ],
      "'5,7,5,function'",
    ],
    [
      "standard decorators",
      [
        "function twice(f: (x: number) => number, _: ClassMethodDecoratorContext) { return (x: number) => f(x) * 2 }\nclass D1 { @twice m(x: number) { return x + 1 } }",
        "new D1().m(1)",
      ],
      "4",
    ],
    [
      "a standard decorator that seals its class",
      [
        "function sealed(c: Function) { Object.seal(c); Object.seal(c.prototype) }\n@sealed class D2 { m() { return 1 } }",
        "[new D2().m(), Object.isSealed(D2)]",
      ],
      "[ 1, true ]",
    ],
    [
      "a standard decorator that replaces its class, which its methods and static fields see",
      [
        "const rep = (C: any) => class extends C { extra = 1 } as any;\nconst d = 5, log = (v: any) => v;",
        "@rep class D3 { extra?: number; static make() { return new D3() } static self = D3 }\nconst named = @log class {};",
        "class D4 { @log m() { return d } @log f = d; @log static s = d }",
        "[D3.make().extra, D3.self === D3, named.name, new D4().m(), new D4().f, D4.s]",
      ],
      "[ 1, true, 'named', 5, 5, 5 ]",
    ],
    [
      "private names of a class that a decorator replaces",
      [
        "const wrap = (C: any) => class extends C {} as any;\n@wrap class D5 { static #n = 0; static accessor s = 1; static #help() { return 'h' }\nstatic all() { D5.s += 1; return [++D5.#n, D5.#help(), D5.s, #n in D5] } }",
        "D5.all()",
      ],
      "[ 1, 'h', 2, false ]",
    ],
    [
      "initialisers of static decorators, after those of the class",
      [
        "const order: string[] = [], later = (_: any, c: any) => c.addInitializer(function (this: any) { order.push(`${c.name} of ${this.mark}`) });\nconst marked = (C: any) => { order.push('class'); return class extends C { static mark = 'new' } as any };",
        "@marked class D6 { @later static m() {} }\norder",
      ],
      "[ 'class', 'm of new' ]",
    ],
    [
      "var in blocks and heads of loops, without semicolons",
      [
        "const seen: number[] = [];\n{ var v1\n[1, 2].forEach((x) => seen.push(x)) }\nfor (/* of ( */ var async of [3]) seen.push(async);\nfor (var v2 = 0; v2 < 1; v2++);\nif (seen) var v3 = 4\nelse var v3 = 5\nfor (var { v4 } of [{ v4: 6 }]);",
        "[...seen, v2, v3, v4].join()",
      ],
      "'1,2,3,1,4,6'",
    ],
    ["constants that need no new value", ["const c1 = 5; c1 ??= 6", "c1 ||= 7; c1"], "5"],
    ["names with escapes", ["const f\\u0065tch = 1, \\u0061bc = 2\nf\\u0065tch + \\u0061bc"], "3"],
    ["imports of any name", ["import m from 'node:path'; import * as __m from 'node:path'; m.sep === __m.sep"], "true"],
    [
      "accessor fields",
      ["class A1 { accessor v = 1; static accessor s = 2 }\nconst a1 = new A1(); a1.v++; [a1.v, A1.s]"],
      "[ 2, 2 ]",
    ],
    [
      "using, at the end of the cell",
      [
        "const closed: string[] = []; const open = (n: string) => ({ [Symbol.dispose]() { closed.push(n) } });",
        "using r1 = open('a'); await using r2 = open('b'); closed.length",
        "closed",
      ],
      "[ 'b', 'a' ]",
    ],
    [
      "using in a block",
      ["const o1: number[] = []; { using r = { [Symbol.dispose]() { o1.push(1) } }; o1.push(0) }\no1"],
      "[ 0, 1 ]",
    ],
    [
      "var in blocks",
      ["if (true) { var inBlock = 1 }\nfor (var i1 = 0; i1 < 3; i1++) {}", "[inBlock, i1]"],
      "[ 1, 3 ]",
    ],
    [
      "generators",
      [
        "async function* ticks() { yield* [1, 2] }\nconst got: number[] = []; for await (const t of ticks()) got.push(t);\ngot",
      ],
      "[ 1, 2 ]",
    ],
    [
      "functions and classes named as globals are, under their own names",
      [
        "const fetch = () => 1, Event = class {}; function Headers() {}",
        "[fetch.name, Event.name, Headers.name, fetch()]",
      ],
      "[ 'fetch', 'Event', 'Headers', 1 ]",
    ],
    [
      "a name that packages rely on",
      [
        "const process = 'mine'; const URL = 5; const Map = 1;",
        "[process, URL, typeof (await import('node:url')).URL, new globalThis.Map().size]",
      ],
      "[ 'mine', 5, 'function', 0 ]",
    ],
    [
      "exports",
      ["export const e1 = 1; export default class E2 {}\nexport { e1 as e3 };", "[e1, E2.name]"],
      "[ 1, 'E2' ]",
    ],
    ["emoji and other scripts", ["const größe = '😀'.length; const 名前 = 'x'; `${größe}${名前}`"], "'2x'"],
    [
      "many names and closures",
      [
        "const fns = Array.from({ length: 100 }, (_, i) => () => i); let sum = 0; for (const f of fns) sum += f();\nsum",
      ],
      "4950",
    ],
  ])("%s", async (_what, cells, expected) => {
    expect(await last(cells)).toBe(expected);
  });

  it("follow an edited tsconfig.json", async () => {
    const legacy =
      "const seen: unknown[] = []; function dec(...all: any[]): any { seen.push(all.length) }\n@dec class L1 {}\nseen";
    expect(await last([legacy])).toBe("[ 2 ]");
    writeFileSync(join(folder, "tsconfig.json"), '{ "compilerOptions": { "experimentalDecorators": true } }');
    expect(await last([legacy])).toBe("[ 1 ]");
    for (const code of ["class L2 { @dec m() {} }", "@dec class L3 { @dec m() {} }", "@dec class L4 {}"]) {
      expect((await client.execute(code)).result).toBeUndefined();
    }
  });

  it("keep the names declared before a cell failed", async () => {
    await client.execute("const before = 1; throw new Error('x'); const after = 2;");
    expect(await last(["before"])).toBe("1");
    expect((await client.execute("after")).reply.content).toMatchObject({
      ename: "ReferenceError",
      evalue: expect.stringMatching(/^after has no value: cell \[\d+\] failed before it declared after\./),
    });
  });

  it("answer user expressions independently", async () => {
    const { reply } = await client.execute("const ue = 20", {
      user_expressions: { good: "ue + 1", awaited: "await Promise.resolve('p')", bad: "nope.x" },
    });
    expect(reply.content["user_expressions"]).toMatchObject({
      good: { status: "ok", data: { "text/plain": "21" } },
      awaited: { status: "ok", data: { "text/plain": "'p'" } },
      bad: { status: "error", ename: "ReferenceError", evalue: "nope is not defined" },
    });
  });
});
