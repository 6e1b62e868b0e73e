import vm from "node:vm";
import { describe, expect, it } from "vitest";
import { compileCell } from "../../../src/kernel/cell/compile.ts";
import type { Name } from "../../../src/kernel/cell/names.ts";
import type { Runtime } from "../../../src/kernel/cell/runtime-interface.ts";
import { compiledHelpers } from "../../../src/kernel/child/runtime/helpers.ts";
import { CellSyntaxError } from "../../../src/kernel/cell/syntax/syntax-error.ts";

class Notebook {
  readonly context = vm.createContext({ console, URL, setTimeout, Symbol, SuppressedError: undefined });
  readonly names = new Map<string, Name>();
  readonly used: unknown[] = [];
  readonly modules: Record<string, Record<string, unknown>> = {};

  readonly runtime: Runtime = {
    restored: {},
    enter: () => 0,
    resume: (_token, value) => value,
    wait: (value) => value,
    waitHere: (value) => value,
    iterate: (values) => values,
    load: async (specifier) => {
      const module = this.modules[specifier];
      if (!module) throw new Error(`no module ${specifier}`);
      return module;
    },
    import: async (specifier) => this.modules[String(specifier)] ?? {},
    offers: (module, _specifier, key) => key === "*" || key in module,
    pick: (module, _specifier, key) => (key === "*" ? module : module[key]),
    bind: (name, module, _specifier, key) => {
      Object.defineProperty(this.context, name, {
        configurable: true,
        get: () => (key === "*" ? module : module[key]),
      });
    },
    use: (value) => {
      this.used.push(value);
      return value;
    },
    constants: new Proxy(
      {},
      {
        set: () => {
          throw new TypeError("Assignment to constant variable.");
        },
      },
    ),
    meta: { ...import.meta, url: "file:///notebook.ts" },
    helpers: compiledHelpers,
    none: undefined,
    forgotten: {},
    perhaps: {},
    magic: async () => {},
    marks: new Array<number>(),
    early: (name) => {
      throw new ReferenceError(`Cannot access '${name}' before initialization`);
    },
    missing: () => {},
    keep: () => {},
    own: (name, value) => {
      Object.defineProperty(this.context, name, { configurable: true, writable: true, value });
      return value;
    },
  };

  async run(source: string): Promise<unknown> {
    const settings = () => ({ typescript: { onlyRemoveTypeImports: true } });
    const compiled = compileCell(source, { names: this.names, reserved: new Set(["URL", "console"]), settings });
    const make = new vm.Script(compiled.code, { filename: "cell" }).runInContext(this.context);
    for (const name of compiled.declared) this.names.set(name.name, name);
    const runtime = { ...this.runtime, marks: [] };
    const ended: unknown = await make(runtime, (specifier: string) => this.modules[specifier])();
    return ended === undefined ? undefined : Reflect.get(Object(ended), "values")[0];
  }

  async all(...sources: string[]): Promise<unknown> {
    let value: unknown;
    for (const source of sources) value = await this.run(source);
    return value;
  }
}

const all = (...sources: string[]) => new Notebook().all(...sources);

describe("values", () => {
  it.each<[string, string[], unknown]>([
    ["the last expression", ["1 + 1"], 2],
    ["a trailing semicolon", ["1 + 1;"], 2],
    ["comments behind it", ["40 + 2 // answer\n/* end */\n// more"], 42],
    ["no value for a declaration", ["const a = 1"], undefined],
    ["a directive-like text", ["'hello'"], "hello"],
    ["a string after a directive", ["'use strict'\n'hello'"], "hello"],
    ["an object in parentheses", ["({ a: 1 })"], { a: 1 }],
    ["a comma expression", ["1, 2, 3"], 3],
    ["an awaited value", ["await Promise.resolve(7)"], 7],
    ["types only", ["type A = string;\ninterface B { a: A }"], undefined],
    ["an empty cell", [""], undefined],
    ["a comment", ["// nothing"], undefined],
    ["a hashbang", ["#!/usr/bin/env node\n5"], 5],
    ["satisfies and as", ["const n = 5 as unknown;\n(n satisfies unknown) as number"], 5],
    ["an angle-bracket cast", ["const n: unknown = 6; <number>n"], 6],
    ["export default of a value", ["export default 3"], 3],
    ["a default function without a name", ["const a = 1; export default function () {}", "a"], 1],
    ["a template over lines", ["`a\n${1}\nb`"], "a\n1\nb"],
    ["emoji", ["const émoji = '😀'; émoji + '😀'"], "😀😀"],
    ["a last value behind types", ["1;\n2\ninterface X {}"], 2],
    ["a last value behind imports of types", ["import type { X } from 'x';\n2"], 2],
  ])("%s", async (_name, sources, expected) => {
    expect(await all(...sources)).toEqual(expected);
  });

  it("shows a promise instead of awaiting it", async () => {
    expect(String(await all("const p = Promise.resolve(1); [p]"))).toBe("[object Promise]");
  });
});

describe("names across cells", () => {
  const kinds = {
    var: (value: number) => `var x = () => ${value}`,
    let: (value: number) => `let x = () => ${value}`,
    const: (value: number) => `const x = () => ${value}`,
    function: (value: number) => `function x() { return ${value} }`,
    class: (value: number) => `class x { static value = ${value} }`,
  };
  const pairs = Object.entries(kinds).flatMap(([a, first]) =>
    Object.entries(kinds).map(([b, second]) => [a, b, first(1), second(2)] as const),
  );
  const read = "x.value ?? x()";

  it.each(pairs)("%s then %s", async (_a, _b, first, second) => {
    expect(await all(first, second, read)).toBe(2);
    expect(await all(first, "const seen = () => x.value ?? x()", second, "seen()")).toBe(2);
  });

  it.each<[string, string[], unknown]>([
    [
      "destructuring",
      ["const { a, b: [c = 5, ...d], ...e } = { a: 1, b: [undefined, 2, 3], f: 4 }", "[a, c, d, e]"],
      [1, 5, [2, 3], { f: 4 }],
    ],
    ["several declarators", ["let a = 1, b, { c } = { c: 3 }", "[a, b, c]"], [1, undefined, 3]],
    ["a bare let starts as undefined again", ["let a = 1", "let a", "a"], undefined],
    ["a bare var goes on", ["var a = 1", "var a", "a"], 1],
    ["var in a block", ["if (true) { var a = 1 }", "a"], 1],
    ["var in a for", ["for (var i = 0, n = 3; i < n; i++) {}", "[i, n]"], [3, 3]],
    ["var in a for-of", ["for (var v of [1, 2]) {}", "v"], 2],
    ["var in a for-in", ["for (var k in { a: 1, b: 2 }) {}", "k"], "b"],
    ["a pattern in a for-of", ["for (var [p, q] of [[1, 2], [3, 4]]) {}", "[p, q]"], [3, 4]],
    [
      "var in try, switch, label",
      [
        "try { var a = 1 } finally { var b = 2 } switch (1) { case 1: var c = 3 } l: { var d = 4; break l }",
        "[a, b, c, d]",
      ],
      [1, 2, 3, 4],
    ],
    ["var without a value in a block", ["if (true) { var a }", "a"], undefined],
    ["let in a block is local to it", ["{ let a = 1 }", "typeof a"], "undefined"],
    ["a function before its declaration", ["const before = later(); function later() { return 1 }", "before"], 1],
    [
      "a function before everything",
      ["call();\nfunction call() { return 1 }\nfunction other() { return call() }", "other()"],
      1,
    ],
    [
      "the name of a function",
      ["function named() {}\nconst arrow = () => 0; class Klass {}", "[named.name, arrow.name, Klass.name]"],
      ["named", "arrow", "Klass"],
    ],
    [
      "generators and async functions",
      [
        "function* g() { yield 1 } async function f() { return 2 } async function* ag() { yield 3 }",
        "const o = []; for await (const v of ag()) o.push(v); [...g(), await f(), ...o]",
      ],
      [1, 2, 3],
    ],
    ["functions see what comes later", ["function f() { return v }", "const v = 1", "const v = 2", "f()"], 2],
    [
      "recursion sees the redeclared function",
      ["function f(n) { return n ? f(n - 1) : 'old' }; const old = f", "function f(n) { return 'new' }", "old(1)"],
      "new",
    ],
    [
      "export of declarations",
      [
        "export const a = 1; export function f() { return a } export class K {}; export default class D {}",
        "[a, f(), K.name, D.name]",
      ],
      [1, 1, "K", "D"],
    ],
    ["export lists", ["const a = 1; export { a as b }; export type { X } from './x'", "a"], 1],
    ["a class that refers to itself", ["class A { static make() { return new A() } }", "A.make() instanceof A"], true],
    ["labels and loops", ["outer: for (let i = 0; i < 3; i++) { for (;;) continue outer }\nlet done = 1", "done"], 1],
    ["update and compound assignment", ["let a = 1", "a++; a += 5; a"], 7],
    [
      "a name of a reserved global",
      [
        "const URL = 'mine'; const o = { URL }; const { URL: copy = URL } = {}",
        "[URL, o.URL, copy, typeof globalThis.URL]",
      ],
      ["mine", "mine", "mine", "function"],
    ],
    ["a reserved name inside a function", ["const seen = (URL) => URL; const URL = 1", "[seen(2), URL]"], [2, 1]],
    [
      "a class with a reserved name",
      ["class URL { static a = 1 }; function console() { return 2 }", "[URL.a, console()]"],
      [1, 2],
    ],
    ["this is undefined", ["this"], undefined],
    [
      "a line without a semicolon before a declaration",
      ["const log = []; log.push(1)\nlet a = 2\nlog.pop()\nconst [b] = [3]", "[a, b]"],
      [2, 3],
    ],
    [
      "a line without a semicolon before a declaration in a block",
      ["const log = []; { log.push(1)\nvar a = 2\nlog.pop()\nvar [b] = [3] }", "[a, b]"],
      [2, 3],
    ],
  ])("%s", async (_name, sources, expected) => {
    expect(await all(...sources)).toEqual(expected);
  });

  it("throws for an assignment to a constant, also of an earlier cell", async () => {
    await expect(all("const a = 1", "a = 2")).rejects.toThrow("Assignment to constant variable.");
    await expect(all("const a = 1; a++")).rejects.toThrow("Assignment to constant variable.");
    await expect(all("const a = 1", "({ a } = { a: 2 })")).rejects.toThrow("Assignment to constant variable.");
    await expect(all("const a = 1; for (a of [1]) {}")).rejects.toThrow("Assignment to constant variable.");
    expect(await all("const a = 1", "{ let a = 1; a = 2 } let f = (a) => { a = 3; return a }; f()")).toBe(3);
    expect(await all("const a = 1", "let a = 2", "a = 3")).toBe(3);
  });

  it("keeps names after a cell that throws", async () => {
    const notebook = new Notebook();
    await expect(notebook.run("const a = 1; let b = 2; throw new Error('x'); let c")).rejects.toThrow("x");
    expect(await notebook.run("[a, b, c]")).toEqual([1, 2, undefined]);
  });
});

describe("TypeScript that becomes code", () => {
  it.each<[string, string[], unknown]>([
    ["an enum", ["enum E { A, B = 5, C = 'c' }", "[E.A, E[5], E.C]"], [0, "B", "c"]],
    ["an enum redeclared", ["enum E { A, B }", "enum E { A }", "Object.keys(E)"], ["0", "A"]],
    ["an enum in two parts", ["enum E { A } enum E { B = 1 }", "[E.A, E.B]"], [0, 1]],
    ["a const enum in a later cell", ["const enum E { A = 3 }", "E.A"], 3],
    [
      "parameter properties",
      [
        "class P { constructor(readonly a: number, private b = 2) {} sum() { return this.a + this.b } }",
        "new P(1).sum()",
      ],
      3,
    ],
    ["a namespace", ["namespace N { export const a = 1; export function f() { return a } }", "[N.a, N.f()]"], [1, 1]],
    [
      "a namespace that counts",
      [
        "namespace N { export let n = 0; export function up() { n++; return { n } } }",
        "N.up(); N.up(); [N.n, N.up().n]",
      ],
      [2, 3],
    ],
    [
      "a namespace in two parts",
      ["namespace N { export const a = 1 } namespace N { export const b = a + 1 }", "N.b"],
      2,
    ],
    [
      "a namespace over cells",
      ["namespace N { export let a = 1 }", "namespace N { a = 5; export const b = a + 1 }", "[N.a, N.b]"],
      [5, 6],
    ],
    [
      "a namespace on a class of an earlier cell",
      ["class C {}", "namespace C { export const a = 1 }", "[typeof C, C.a]"],
      ["function", 1],
    ],
    ["a namespace in place of a number", ["const N = 1", "namespace N { export const a = 1 }", "N.a"], 1],
    [
      "nested namespaces",
      [
        "namespace A.B { export let c = 1 } namespace A { export namespace D { export const e = 2 } }",
        "[A.B.c, A.D.e]",
      ],
      [1, 2],
    ],
    ["an import alias", ["namespace A { export const b = { c: 1 } } import b = A.b;", "b.c"], 1],
    ["using", ["using r = { [Symbol.dispose ?? 'dispose']() {} , v: 1 };\nawait using q = null;\nr.v"], 1],
    [
      "accessors and private members",
      [
        "class A { #a = 1; static ready: boolean; get a() { return this.#a } static { A.ready = true } }",
        "[new A().a, A.ready]",
      ],
      [1, true],
    ],
    [
      "overloads",
      ["function f(a: number): void; function f(a: string): void; function f(a: unknown) { return typeof a }", "f(1)"],
      "number",
    ],
    [
      "abstract classes",
      [
        "abstract class A { abstract f(): number; declare x: number }\nclass B extends A { f() { return 1 } }",
        "new B().f()",
      ],
      1,
    ],
    [
      "declare",
      ["declare const nothing: number; declare function f(): void; declare global { interface Window {} }\n1"],
      1,
    ],
  ])("%s", async (_name, sources, expected) => {
    expect(await all(...sources)).toEqual(expected);
  });
});

describe("decorators", () => {
  const log =
    "const log = []; const note = (value, context) => { log.push(context.kind + ' ' + String(context.name)) };";

  it.each<[string, string[], unknown]>([
    [
      "of a class and its members, in their order",
      [
        `${log}\n@note class A { @note a = 1; @note static b = 2; @note m() {} @note static s() {} @note get g() { return 1 } @note accessor c = 3 }`,
        "log",
      ],
      ["method s", "method m", "getter g", "accessor c", "field b", "field a", "class A"],
    ],
    [
      "that replace a method",
      [
        "const twice = (f, c) => function (...args) { return f.call(this, ...args) * 2 }; class A { n = 4; @twice m(x) { return this.n + x } }",
        "new A().m(1)",
      ],
      10,
    ],
    [
      "that change a field",
      [
        "const plus = (k) => () => (v) => v + k; class A { @plus(1) @plus(10) a = 5; @plus(2) 'b-c' = 1; @plus(3) static s = 1; @plus(4) #p = 1; get p() { return this.#p } }",
        "const a = new A(); [a.a, a['b-c'], A.s, a.p]",
      ],
      [16, 3, 4, 5],
    ],
    [
      "that replace the class",
      [
        "const wrap = (C, { name }) => class extends C { tag = name }; @wrap class A { a = 1 }",
        "const a = new A(); [a.a, a.tag]",
      ],
      [1, "A"],
    ],
    [
      "that change an accessor",
      [
        "const log = []; const watch = ({ get, set }, { name }) => ({ get() { return get.call(this) + 1 }, set(v) { log.push(name); set.call(this, v) }, init: (v) => v * 10 }); class A { @watch accessor x = 1; accessor y = 5; static accessor z = 6 }",
        "const a = new A(); a.x = 7; a.y++; [a.x, a.y, A.z, log]",
      ],
      [8, 6, 6, ["x"]],
    ],
    [
      "that replace a getter and a setter",
      [
        "const up = (f) => function () { return f.call(this) + 1 }; const down = (f) => function (v) { f.call(this, v - 1) }; class A { v = 0; @up get a() { return this.v } @down set b(v) { this.v = v } }",
        "const a = new A(); a.b = 10; a.a",
      ],
      10,
    ],
    [
      "with initializers",
      [
        "const log = []; const bound = (f, c) => c.addInitializer(function () { this[c.name] = f.bind(this); log.push('init ' + c.name) }); class A { v = log.push('field'); @bound m() { return this } }",
        "const { m } = new A(); [m().constructor.name, log]",
      ],
      ["A", ["init m", "field"]],
    ],
    [
      "with computed keys",
      [
        "const seen = []; const note = (v, c) => { seen.push(c.name) }; const k = 'key'; class A { @note [k + 1]() {} @note [k + 2] = 3; @note accessor [k + 3] = 4 }",
        "const a = new A(); [seen, a.key2, a.key3]",
      ],
      [["key1", "key3", "key2"], 3, 4],
    ],
    [
      "with metadata and access",
      [
        "const meta = (v, c) => { (c.metadata.keys ??= []).push([c.name, c.access.has({ a: 1 })]) }; class A { @meta a = 1; @meta b = 2 }",
        "A[Symbol.metadata ?? Symbol.for('Symbol.metadata')].keys",
      ],
      [
        ["a", true],
        ["b", false],
      ],
    ],
    [
      "on exported classes",
      [
        "const name = (C) => { C.seen = true }; export @name class A {}; @name export default class B {}",
        "[A.seen, B.seen]",
      ],
      [true, true],
    ],
    [
      "on class expressions and inner classes",
      ["const note = (C) => { C.n = 1 }; const A = @note class { static B = @note class {} }", "[A.n, A.B.n]"],
      [1, 1],
    ],
    [
      "with parameter properties",
      [
        "const note = () => (v) => v; class A { constructor(private n: number) {} @note() f = 1; sum() { return this.n + this.f } }",
        "new A(1).sum()",
      ],
      2,
    ],
  ])("%s", async (_name, sources, expected) => {
    expect(await all(...sources)).toEqual(expected);
  });

  it("follow tsconfig's experimentalDecorators", async () => {
    const source = `const log: unknown[] = [];
function dec(...args: any[]): any { log.push(args.length) }
@dec class A { @dec a = 1; @dec m(@dec x: number) {} }
log`;
    const settings = () => ({ decorator: { legacy: true } });
    const { code } = compileCell(source, { names: new Map(), reserved: new Set(), settings });
    const runtime = new Notebook().runtime;
    expect(await vm.runInNewContext(code)(runtime)()).toEqual({ values: [[3, 3, 3, 1]] });
  });

  it("are refused on private methods, with the place", async () => {
    await expect(all("class A {\n  m(@dec x) {}\n}")).rejects.toMatchObject({ line: 2, column: 4 });
    await expect(all("class A {\n  @dec #m() {}\n}")).rejects.toThrow("Private methods");
  });
});

describe("imports", () => {
  const notebook = () => {
    const made = new Notebook();
    const local = { count: 0, up: () => local.count++, default: "d" };
    Object.assign(made.modules, {
      "./local.ts": local,
      pkg: { default: "pkg", a: 1, URL: "other" },
      data: { default: { x: 1 } },
    });
    return made;
  };

  it.each<[string, string[], unknown]>([
    [
      "default, named and all",
      ["import d, { a, a as b } from 'pkg'; import * as ns from 'pkg'", "[d, a, b, ns.a]"],
      ["pkg", 1, 1, 1],
    ],
    ["hoisted", ["const x = a + 1; import { a } from 'pkg'; x"], 2],
    ["used by a hoisted function", ["f(); import { a } from 'pkg'; function f() { return a }", "f()"], 1],
    ["a type among them", ["import { a, type T } from 'pkg'; import type { U } from 'none'; a"], 1],
    ["redeclared", ["import { a } from 'pkg'", "const a = 2", "a"], 2],
    [
      "a local one redeclared",
      ["import { count } from './local.ts'; const f = () => count", "const count = 9", "[count, f()]"],
      [9, 9],
    ],
    ["a local one that changes", ["import { count, up } from './local.ts'; up(); count", "up(); count"], 2],
    ["a reserved name", ["import { URL } from 'pkg'", "[URL, typeof globalThis.URL]"], ["other", "function"]],
    ["import = require", ["import p = require('pkg'); p.a"], 1],
    ["require", ["const { a } = require('pkg'); a"], 1],
    ["dynamic", ["(await import('pkg')).a"], 1],
    ["import.meta", ["import.meta.url"], "file:///notebook.ts"],
    ["only for effects", ["import 'pkg'; export * from 'pkg'; export { a } from 'pkg'; 1"], 1],
    ["with attributes", ["import data from 'data' with { type: 'json' }; data"], { x: 1 }],
  ])("%s", async (_name, sources, expected) => {
    expect(await notebook().all(...sources)).toEqual(expected);
  });

  it("imports the JSX runtime without adding names to the notebook", async () => {
    const made = notebook();
    made.modules["react/jsx-runtime"] = { jsx: (type: unknown, props: unknown) => [type, props] };
    expect(await made.all("const view = () => <b id='x'>1</b>", "[view(), <i />]")).toEqual([
      ["b", { id: "x", children: "1" }],
      ["i", {}],
    ]);
    expect([...made.names.keys()]).toEqual(["view"]);
  });

  it("refuses to assign to an import", async () => {
    await expect(notebook().all("import { a } from 'pkg'", "a = 2")).rejects.toThrow("constant");
  });
});

describe("syntax errors", () => {
  it.each<[string, number, number, RegExp]>([
    ["const a = ;", 1, 10, /Unexpected token/],
    ["let a = 1;\nlet a = 2;", 2, 4, /already been declared/],
    ["\nreturn 5", 2, 0, /'return' statement/],
    ["const s = 'abc", 1, 10, /Unterminated string/],
    ["f(1, 2", 1, 6, /Expected/],
  ])("%j", async (source, line, column, message) => {
    const error = await all(source).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CellSyntaxError);
    expect(error).toMatchObject({ name: "SyntaxError", line, column });
    expect(String(error)).toMatch(message);
  });
});

describe("positions", () => {
  const source = `interface Shape { area: number }

/* a comment */ function area(s: Shape): number {
  const unused: string = "😀"; if (s.area < 0) throw new Error("negative");
  return s.area;
}
export const first: Shape = { area: 1 };
namespace N { export let a = 1; export const fail = () => { throw new Error("in namespace") } }
await Promise.resolve(area({ area: -1 }));`;

  it("maps every place of an error back to the cell", async () => {
    const compiled = compileCell(source, { names: new Map(), reserved: new Set(), settings: () => ({}) });
    const context = vm.createContext();
    const make = new vm.Script(compiled.code, { filename: "cell" }).runInContext(context);
    const runtime = new Notebook().runtime;
    const places = async (promise: Promise<unknown>) => {
      const stack = String(await promise.catch((error: Error) => error.stack));
      return [...stack.matchAll(/cell:(\d+):(\d+)/g)].map(([, line, column]) => {
        const at = compiled.locate({ line: Number(line), column: Number(column) - 1 });
        return at && source.split("\n")[at.line - 1]?.slice(at.column).slice(0, 12);
      });
    };
    const cell = make(runtime)();
    expect(await places(cell)).toEqual(['new Error("n', "area({ area:"]);
    const fail = vm.runInContext("(async () => N.fail())()", context);
    expect(await places(fail)).toEqual(['new Error("i']);
  });

  it.each([
    "const z = 1\n|nope()",
    "const z = 1; |nope()",
    "const z = 1\r\n|nope()",
    "// a comment\n|nope()",
    "\n\n  |nope()",
    "/* a comment */ |nope()",
    "import fs from 'fs'\n|nope()",
    "function f() {}\n|nope()",
    "|nope();\nfunction f() {}\nimport fs from 'fs'",
    "const f = () => {\n};\n|nope(1)",
    "interface A { x: number }\n|nope() as A",
    "enum A { B }\n|nope()",
    "#!/usr/bin/env node\n|nope()",
    "const z = 1\n|nope`x`",
    "const z = 1\n|nope",
    "const z = 1\n|nope.a",
    "const z = 1\nnew |nope()",
    "const z = 1\n(|nope)",
    "const z = 1\n[|nope]",
    "const z = 1\nconsole.log(|nope)",
    "const z = 1\n`${|nope}`",
    "const z = 1\nawait |nope",
    "const z = 1\nexport default |nope",
    "const z = 1\n|throw nope",
    "const z = 1\n|if (nope) {}",
    "const z = 1\n|switch (nope) {}",
    "while (|nope) {}",
    "for (const x of |nope) {}",
    "const z = 1\n|class D extends nope {}",
    "const z = 1\nconst D = |class extends nope {}",
    "const z = 1\nlet a = |nope",
    "const z = 1\nvar a: number = |nope",
    "const z = 1\nlet a = |nope, b = 1",
    "const z = 1; let // a comment\n  a =\n  |nope",
    "const z = 1\nexport const a = |nope()",
    "const z = 1\nconst URL = |nope",
    "const z = 1\nusing a = |nope",
    "const z = 1\n|const { a } = nope",
    "{ |nope }",
    "const f = () => |nope\nf()",
  ])("names the place of an undefined name as Node does: %j", async (marked) => {
    const cell = marked.replace("|", "");
    const compiled = compileCell(cell, { names: new Map(), reserved: new Set(["URL"]), settings: () => ({}) });
    const notebook = new Notebook();
    notebook.modules["fs"] = {};
    const make = new vm.Script(compiled.code, { filename: "cell" }).runInContext(notebook.context);
    const stack = String(await make(notebook.runtime)().catch((error: Error) => error.stack));
    const [, line, column] = /nope is not defined\n.*?cell:(\d+):(\d+)/.exec(stack) ?? [];
    const at = compiled.locate({ line: Number(line), column: Number(column) - 1 });
    const lines = cell.split("\n");
    lines[(at?.line ?? 1) - 1] = lines[(at?.line ?? 1) - 1]?.replace(RegExp(`^.{${at?.column}}`), "$&|") ?? "";
    expect(lines.join("\n")).toBe(marked);
  });
});
