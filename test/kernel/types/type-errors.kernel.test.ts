import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readExpectations } from "../support/expectations.ts";
import { makeProject, Notebook, removeProject } from "../support/typed-notebook.ts";

let folder: string;
let notebook: Notebook;

beforeAll(async () => {
  const helper = `export const one = 1;\nexport type Pair = [number, number];\nexport default function helper(): string { return ""; }`;
  folder = makeProject({ "lib/helper.ts": helper, "notebooks/data.json": `{"rows": 3}` }, [
    "nodejs-polars",
    "vega-lite",
    "@types/node",
  ]);
  notebook = new Notebook(`${folder}/notebooks`);
  await notebook.service.ready;
});

beforeEach(() => notebook.service.reset());

afterAll(async () => {
  await notebook.service.dispose();
  removeProject(folder);
});

type Cell = string | readonly [code: string, origin: string];
type Session = readonly [name: string, cells: readonly Cell[]];

const FILLED = "const rows = [];\nfor (let i = 0; i < 3; i++) rows.push({ a: i });";

/** Cells with their expected errors in comments at the ends of lines, which `readExpectations` removes. */
const SESSIONS: Record<string, readonly Session[]> = {
  "what is wrong is said": [
    ["in the cell itself", [`const a: number = "x"; // TS2322 at 7\nconst b = 1;\nb.foo; // TS2339 at 3`]],
    ["about a name of an earlier cell", ["const a = 1;", "a.foo; // TS2339 at 3"]],
    ["an unknown name", ["nothing + 1 // TS2304 at 1"]],
    ["a missing module", [`import { a } from "./nothing.ts"; // TS2307 at 19`]],
    ["an assignment to an earlier const", ["const a = 1;", "a = 2; // TS2588 at 1"]],
    ["an assignment to an earlier function", ["function f() {}", "f = 2; // TS2630 at 1"]],
    ["an assignment to an earlier class", ["class A {}", "A = 2; // TS2629 at 1"]],
    ["an assignment to an import", [`import { sep } from "node:path";`, "sep = ''; // TS2632 at 1"]],
    ["a wrong value for an earlier let", ["let a = 1;", "a = 'x'; // TS2322 at 1"]],
    [
      "a wrong argument for an earlier overload",
      [
        "function f(a: string): string;\nfunction f(a: number): number;\nfunction f(a: unknown): unknown { return a; }",
        "f(true) // TS2769 at 3",
      ],
    ],
    ["after lines of other cells' names", ["const a = 1, b = 2;\nlet c = 3;", "a; b; c;\n\n  a.foo; // TS2339 at 5"]],
    ["past emoji, in UTF-16 columns", ["const a = 1;", `"🦊🦊"; a.foo; // TS2339 at 11`]],
    ["in CRLF lines", ["const a = 1;\r\nconst b = 2;\r\na.foo; // TS2339 at 3"]],
    ["in a template", ["const a = 1;", "`${a.foo}` // TS2339 at 6"]],
    [
      "about the kernel's own additions",
      [
        "(await input('a')).foo; // TS2339 at 20",
        "input('a', { password: 1 }); // TS2322 at 14",
        "prompt('a').foo; // TS2339 at 13",
        "const input = 1;",
        "input.foo; // TS2339 at 7",
      ],
    ],
    ["null is still null", ["let a: string | null = null;", "a.length // TS18047 at 1"]],
    ["JavaScript without types, as a warning", [`import "nodejs-polars/bin/html.js";`]],
  ],
  "a cell is not quite a module": [
    [
      "top-level await",
      ["const a = await Promise.resolve(1);\nfor await (const b of [a]) console.log(b);", "a.toFixed()"],
    ],
    ["the last expression", ["const a = 1;\na", "a, a + 1", "'use strict'", "[1, 2].map(String)"]],
    [
      "exports",
      [
        "export const a = 1;\nexport function f() { return a; }\nexport default class A {}\nexport { a as b };",
        "a + f().valueOf(); new A();",
      ],
    ],
    ["re-exports", [`export * from "node:path";\nexport { sep } from "node:path";`, "1"]],
    ["export default of a value", ["export default 5;", "1"]],
    ["export =", ["const a = 1;\nexport = a;", "1"]],
    [
      "declare global",
      [
        "declare global { interface Array<T> { mine(): T } var theGlobal: number }",
        "[1].mine().toFixed(); theGlobal.toFixed();",
      ],
    ],
    ["declare module of a package without types", [`declare module "untyped" { export const a: number; }`]],
    [
      "require and node globals",
      [`const fs = require("node:fs");\nprocess.pid; Buffer.from(""); __dirname; console.log(import.meta.url);`],
    ],
    [
      "generic arrow functions and assertions in angle brackets",
      [
        "const same = <T>(a: T) => a;\nconst later = async <T>(a: T) => a;\n[1].map(<T>(a: T) => a);\nclass A { go = <T>(a: T) => a }\nconst text = <string>(<unknown>'x');",
        "same(3).toFixed(); (await later('x')).length; new A().go(1).toFixed(); text.length;",
        "same(3).foo; text.foo; // TS2339 at 9, TS2339 at 19",
      ],
    ],
    [
      "a label, unreachable code, unused names",
      ["outer: for (;;) { break outer; }\nconst unused = 1;\nfunction f(unused: number) { return 1; console.log(); }"],
    ],
    [
      "commands to the kernel",
      ["%check on\nconst a = 1;\n!ls -l\na.foo; // TS2339 at 3", "%timeit a + 1\n!echo {a}", "const b = a\n% 2;\n!b;"],
    ],
    ["an empty cell", ["", "\n\n", "// only a comment"]],
    ["a hashbang", ["#!/usr/bin/env node\nconst a = 1;", "#!/usr/bin/env node\na.foo; // TS2339 at 3"]],
    ["@ts-nocheck below a hashbang", ["#!/usr/bin/env node\n// @ts-nocheck\nconst a: number = 'x';"]],
    ["strict mode", [`"use strict";\nconst a = 1;`]],
    ["code that is not TypeScript is left to the run", ["const = ;", "1 +", "foo("]],
    [
      "@ts-nocheck below comments and commands",
      ["/* licence */\n%check on\n// note\n// @ts-nocheck\nconst a: number = 'x';"],
    ],
    ["@ts-nocheck below a statement", ["1;\n// @ts-nocheck\nconst a: number = 'x'; // TS2322 at 7"]],
    ["@ts-nocheck", ["// @ts-nocheck\nconst a: number = 'x';", "a.toFixed()"]],
    [
      "@ts-expect-error and @ts-ignore",
      ["// @ts-expect-error\nconst a: number = 'x';\n// @ts-ignore\nconst b: number = 'y';"],
    ],
    ["an unused @ts-expect-error", ["// @ts-expect-error // TS2578 at 1\nconst a = 1;"]],
  ],
  "names last": [
    [
      "every kind of declaration",
      [
        "const a = 1; let b = 'x'; var c = true; function d() { return 1; } class E { f = 1 } enum G { H } namespace I { export const j = 1; } interface K { l: number } type M = { n: string };",
        "const all: [number, string, boolean, number, number, G, number] = [a, b, c, d(), new E().f, G.H, I.j];\nconst k: K = { l: 1 };\nconst m: M = { n: '' };\nconst e: E = new E();",
      ],
    ],
    [
      "destructuring",
      [
        "const { a, b: { c = 1 }, ...d } = { a: 1, b: { c: 2 }, e: '' };\nlet [f, , ...g] = [1, 2, 3];",
        "a.toFixed(); c.toFixed(); d.e.length; f?.toFixed(); g.map(String);",
      ],
    ],
    [
      "var in blocks and loops",
      ["if (true) { var a = 1; }\nfor (var i = 0; i < 3; i++) {}", "a.toFixed(); i.toFixed();"],
    ],
    [
      "generics",
      [
        "function wrap<T>(a: T): { a: T } { return { a }; }\nclass Box<T extends string = 'x'> { constructor(readonly a: T) {} }\ntype Both<A, B = A> = [A, B];",
        "wrap(1).a.toFixed();\nconst b: Box<'y'> = new Box('y');\nconst c: Both<number> = [1, 2];",
      ],
    ],
    [
      "overloads",
      [
        "function f(a: string): string;\nfunction f(a: number): number;\nfunction f(a: unknown): unknown { return a; }",
        "f('x').length; f(1).toFixed();",
      ],
    ],
    [
      "abstract and derived classes",
      [
        "abstract class A<T> { abstract go(): T }",
        "class B extends A<number> { go() { return 1; } }",
        "new B().go().toFixed();",
      ],
    ],
    [
      "private members",
      [
        "class A { #b = 1; private c = 2; static d = 3; is(other: A) { return #b in other; } }",
        "const a = new A(); a.is(new A()); A.d.toFixed();",
      ],
    ],
    [
      "unique symbols and computed names",
      ["const key = Symbol('key');", "const a = { [key]: 1 };", "a[key].toFixed();"],
    ],
    [
      "const enums and enum members as types",
      ["const enum A { B = 'b' }\nenum C { D, E }", "const a: A = A.B;\nconst c: C.D = C.D;"],
    ],
    ["literal types", ["const a = 'x';\nlet b = 'x' as const;", "const c: 'x' = a;\nconst d: 'x' = b;"]],
    [
      "assertion functions and type guards",
      [
        "function isText(a: unknown): asserts a is string { if (typeof a !== 'string') throw new Error(); }\nfunction isNumber(a: unknown): a is number { return typeof a === 'number'; }",
        "const a: unknown = 1;\nif (isNumber(a)) a.toFixed();\nconst b: unknown = '';\nisText(b);\nb.length;",
      ],
    ],
    [
      "decorators",
      [
        "function log<T extends (...a: never[]) => unknown>(f: T, context: ClassMethodDecoratorContext) { console.log(context.name); return f; }",
        "class A { @log go() { return 1; } }\nnew A().go().toFixed();",
      ],
    ],
    ["using", ["using a = { b: 1, [Symbol.dispose]() {} };", "a.b.toFixed();"]],
    [
      "async functions and generators",
      [
        "async function* a() { yield 1; }\nconst b = async () => 'x';",
        "for await (const c of a()) c.toFixed();\n(await b()).length;",
      ],
    ],
    [
      "a type that another cell's value is made of",
      ["interface A { b: number }", "const a: A[] = [];", "type A = string;", "a[0]?.b.toFixed();\nconst c: A = 'x';"],
    ],
    [
      "a value and a type of one name in two cells",
      ["const User = { name: 'x' };", "type User = typeof User;", "const u: User = User;\nu.name.length;"],
    ],
    [
      "a type and then a value of one name",
      [
        "type User<T = number> = { id: T };",
        "const User = (id: number): User => ({ id });",
        "const u: User<number> = User(1);",
      ],
    ],
    [
      "names that are globals",
      [
        "const name = 1, status = 'x', event = 2, URL = 3;",
        "name.toFixed(); status.length; event.toFixed(); URL.toFixed();",
      ],
    ],
    ["names in other letters", ["const größe = 1, 数 = 2, 𝒳 = 3;", "größe + 数 + 𝒳"]],
    ["names in strings are ignored", ["const a = 1;", "const b = 'a'; // a\nb.length"]],
  ],
  "names are redeclared": [
    [
      "as another kind",
      [
        "const a = 1;",
        "let a = 'x';",
        "a.length;",
        "function a() { return 1; }",
        "a().toFixed();",
        "class a { b = 1 }",
        "new a().b.toFixed();",
        "enum a { c }",
        "a.c",
        "import a from 'node:path';",
        "a.join('x');",
        "type a = string;",
        "const b: a = 'x';",
      ],
    ],
    [
      "from its earlier value",
      [
        "const df = { rows: [1, 2] };",
        "const df = df.rows;",
        "df.length;\ndf.map(String);",
        "const df = df.filter((a) => df.length > a);",
        "df[0]?.toFixed();",
      ],
    ],
    [
      "from its earlier value, let and var",
      ["let a = 1; var b = 2;", "let a = String(a); var b = String(b);", "a.length; b.length;"],
    ],
    ["used before it is redeclared", ["const a = 1;", "const b = a;\nconst a = 'x';", "b.toFixed(); a.length;"]],
    [
      "with an error in terms of the user's names",
      ["const frame = { a: 1 };", "const frame = frame.b; // TS2339 at 21"],
    ],
    ["a class used before it is redeclared", ["class A { a = 1 }", "new A().a;\nclass A { b = 2 }\nnew A().b;"]],
    [
      "a recursive function value",
      [
        "const f = (n: number): number => n < 2 ? 1 : n * f(n - 1);",
        "const f = (n: number): number => n < 2 ? 1 : n * f(n - 1);",
        "f(3).toFixed()",
      ],
    ],
    ["a shorthand property of itself", ["const a = 1;", "const a = { a };"]],
    [
      "earlier functions keep their types",
      ["const a = 1;\nfunction f() { return a; }", "const a = 'x';", "f().toFixed(); a.length;"],
    ],
    [
      "and an earlier value keeps its class",
      [
        "class A { b = 1 }\nconst first = new A();",
        "class A { c = 1 }",
        "first.b; new A().c;",
        "first.c // TS2339 at 7",
      ],
    ],
    [
      "imports",
      [
        `import { join } from "node:path";`,
        `import { join, sep } from "node:path";\njoin(sep);`,
        `import * as join from "node:path";`,
        "join.sep.length;",
      ],
    ],
    [
      "the same cell again",
      ["const a = 1; interface B { c: number }", "const a = 1; interface B { c: number }", "const b: B = { c: a };"],
    ],
    [
      "a type that refers to itself",
      [
        "type Tree = { children: Tree[] };",
        "type Tree = { children: Tree[]; name: string };",
        "const t: Tree = { children: [], name: '' };",
      ],
    ],
  ],
  "cells that used redeclared names": [
    [
      "functions take the newest class",
      [
        ["class A { #x = 1; go() { return this.#x; } }", "one"],
        "function use(a: A) { return a.go(); }\nconst later = (a: A) => use(a);",
        ["// A comment\nclass A { #x = 1; go() { return this.#x; } }", "one"],
        "use(new A()).toFixed();\nlater(new A()).toFixed();",
        "use('x'); // TS2345 at 5",
      ],
    ],
    [
      "annotated values and functions take the newest interface",
      [
        ["interface Row { id: number }", "one"],
        "const rows: Row[] = [];\nfunction add(row: Row) { rows.push(row); }",
        ["interface Row { id: number; name: string }", "one"],
        "add({ id: 1, name: 'x' });\nrows.map((row) => row.name.length);",
        "rows.map((row) => row.age); // TS2339 at 23\nadd({ id: 'x', name: 'x' }); // TS2322 at 7",
      ],
    ],
    [
      "type arguments are the newest types",
      [
        ["type Kind = 'a';", "one"],
        "const counts = new Map<Kind, number>();",
        ["type Kind = 'a' | 'b';", "one"],
        "counts.set('b', 1);",
        "counts.set('c', 1); // TS2345 at 12",
      ],
    ],
    [
      "an enum that has one more",
      [
        ["enum Dir { Up }", "one"],
        "function go(dir: Dir) { return dir; }\nlet last = Dir.Up;",
        ["enum Dir { Up, Left }", "one"],
        "go(Dir.Left);\nlast = Dir.Left;",
      ],
    ],
    [
      "functions see the newest functions and variables",
      [
        "let n = 1;\nfunction helper(a: number) { return { a }; }",
        "const caller = (a: number) => helper(a);\nconst read = () => n;",
        "let n = ['x'];\nfunction helper(a: number) { return { a, b: 'x' }; }",
        "caller(1).b.length;\nread().map(String);",
        "caller(1).c; // TS2339 at 11",
      ],
    ],
    [
      "through cells in between",
      [
        "interface A { a: number }",
        "interface B { list: A[] }",
        "function make(): B { return { list: [] }; }",
        "const all = make();",
        "interface A { b?: string }",
        "all.list[0]?.b;\nmake().list[0]?.b;",
        "all.list[0]?.c; // TS2339 at 14",
      ],
    ],
    [
      "values made from an earlier value stay",
      [
        "const make = () => ({ a: 1 });",
        "const made = make();",
        "const make = () => ({ b: 1 });",
        "made.a;",
        "made.b; // TS2339 at 6",
      ],
    ],
    [
      "an interface to which a later cell adds",
      [
        "interface A { a: number }",
        "const one: A = { a: 1 };",
        "interface A { b?: string }",
        "one.b?.length;",
        "one.c; // TS2339 at 5",
      ],
    ],
    [
      "a value that a check narrowed",
      [
        "interface User { name: string }",
        "const users: User[] = [];",
        "const user: User | undefined = users[0];",
        "if (!user) throw new Error('none');",
        "interface User { age?: number }",
        "user.age?.toFixed();",
      ],
    ],
    [
      "cells that use each other",
      [
        "const even = (n: number): boolean => n === 0;",
        "const odd = (n: number): boolean => !even(n);",
        "const even = (n: number): boolean => n === 0 || odd(n - 1);",
        "const odd = (n: number, deep = 1): boolean => even(n - deep);",
        "even(4) && odd(3, 2);",
        "odd('x'); // TS2345 at 5",
      ],
    ],
    [
      "a type of a schema",
      [
        "const schema = { a: 1 };",
        "type Shape = typeof schema;\nconst take = (shape: Shape) => shape;",
        "const schema = { a: 1, b: 'x' };",
        "take({ a: 1, b: 'x' });",
      ],
    ],
  ],
  "declarations merge": [
    [
      "interfaces",
      [
        "interface A { b: number }",
        "interface A { c: string }",
        "const a: A = { b: 1, c: 'x' };",
        "const a: A = { b: 1 }; // TS2741 at 7",
      ],
    ],
    [
      "interfaces in three cells, with generics and bases",
      [
        "interface Base { z: number }",
        "interface A<T> extends Base { b: T }",
        "interface A<T> { c: T[] }",
        "interface A<T> { d(): T }",
        "const a: A<number> = { z: 0, b: 1, c: [2], d: () => 3 };",
      ],
    ],
    [
      "overloaded methods of interfaces",
      [
        "interface A { go(a: string): string }",
        "interface A { go(a: number): number }",
        "declare const a: A;\na.go('x').length; a.go(1).toFixed();",
      ],
    ],
    [
      "an interface whose member changes is rewritten",
      ["interface A { b: number; c: number }", "interface A { b: string }", "const a: A = { b: 'x' };"],
    ],
    [
      "an interface of a cell that runs again is rewritten",
      [
        ["interface A { b: number }", "one"],
        ["interface A { c: number }", "two"],
        ["interface A { d: number }", "one"],
        "const a: A = { c: 1, d: 2 };",
      ],
    ],
    [
      "an interface into a class",
      ["class A { b = 1 }", "interface A { c?: number }", "const a: A = new A();\na.b; a.c;"],
    ],
    ["a class into an interface", ["interface A { b: number }", "class A { c = 1 }", "new A().b + new A().c"]],
    [
      "namespaces",
      [
        "namespace N { export const a = 1; export interface I { b: number } }",
        "namespace N { export const c: I = { b: a }; }",
        "N.a + N.c.b;\nconst i: N.I = { b: 1 };",
        "N.d // TS2339 at 3",
      ],
    ],
    [
      "nested namespaces",
      [
        "namespace N { export namespace M { export const a = 1; } }",
        "namespace N { export namespace M { export const b = 2; } }",
        "N.M.a + N.M.b",
      ],
    ],
    [
      "a rewritten namespace",
      [
        ["namespace N { export const a = 1; }", "one"],
        ["namespace N { export const b = 1; }", "one"],
        "N.b;",
        "N.a; // TS2339 at 3",
      ],
    ],
    [
      "a function and its namespace in one cell",
      ["function f() { return f.a; }\nnamespace f { export const a = 1; }", "f() + f.a"],
    ],
    [
      "a namespace into a function",
      [
        "function f<T>(a: T, b = 1): T[] { return [a]; }",
        "namespace f { export const x = 2; export interface Options { deep: boolean } }",
        "f('x')[0].length + f.x;\nconst o: f.Options = { deep: true };",
        "namespace f { export const y = x + f.x; }",
        "f(1)[0].toFixed() + f.x + f.y;\nconst o: f.Options = { deep: true };",
        "f.z // TS2339 at 3",
      ],
    ],
    [
      "a namespace into a function with overloads, exported",
      [
        "export function f(a: string): string;\nexport function f(a: number): number;\nexport function f(a: unknown): unknown { return a; }",
        "export namespace f { export const x = 2; }",
        "f('x').length + f(1).toFixed() + f.x;",
        "function f() { return 1; }",
        "f.x // TS2339 at 3",
      ],
    ],
    [
      "a namespace and an interface into a class",
      [
        "class A<T extends object> { #a = 1; constructor(readonly b: T) {} static of() { return new A({ n: 1 }); } }",
        "const early = new A({ m: 1 });",
        "namespace A { export const c = 3; export type Key = 'x' | 'y'; }",
        "const key: A.Key = 'x';\nnew A({ n: 1 }).b.n + A.of().b.n + A.c;",
        "interface A<T extends object> { extra: T }",
        "const late: A<{ m: number }> = new A({ m: 2 });\nlate.extra.m + A.c;\nconst k: A.Key = 'y';\nconst again: typeof early = late;",
        "namespace A { export const d = 4; }",
        "A.c + A.d + new A({ m: 2 }).extra.m;\nlet k: A.Key = 'y';",
        "class A { e = 1 }",
        "new A().e; A.c; // TS2339 at 14",
      ],
    ],
    [
      "a namespace into an abstract class",
      [
        "abstract class A { b = 1 }",
        "namespace A { export const c = 1; }",
        "class D extends A {}\nnew D().b + A.c;",
        "new A(); // TS2511 at 1",
      ],
    ],
    [
      "a namespace into an enum",
      [
        "enum E { A, B }",
        "const early: E = E.A;",
        "namespace E { export function next(e: E): E { return e + 1; } }",
        "let e: E = E.next(early);\ne = E.B;\nE[e].length;",
        "E.C // TS2339 at 3",
      ],
    ],
    [
      "a namespace of a cell that runs again into a function",
      [
        ["function f() { return 1; }", "one"],
        ["namespace f { export const a = 1; }", "two"],
        ["namespace f { export const b = 1; }", "two"],
        "f() + f.b;",
        "f.a // TS2339 at 3",
        ["function f() { return 1; }", "one"],
        "f.b // TS2339 at 3",
      ],
    ],
    [
      "exported interfaces and namespaces",
      [
        "export interface A { b: number }\nexport namespace N { export const a = 1; }",
        "export interface A { c: string }\nexport namespace N { export const b = 2; }",
        "const a: A = { b: N.a, c: 'x' + N.b };",
      ],
    ],
    [
      "declare global in a cell that runs again",
      [["declare global { var g: number }", "one"], ["declare global { var g: string }", "one"], "g.length"],
    ],
  ],
  "what is known about variables": [
    ["an earlier let that is assigned", ["let a: string | null = null;", "a = 'x';\na.length;", "a.length;"]],
    [
      "a let that is declared again, by the same code, after it was assigned",
      ["let a: string | null = null;", "a = 'x';", "let a: string | null = null;", "a.length; // TS18047 at 1"],
    ],
    [
      "a let that its own cell declares again after it was assigned",
      [["let a: string | number = 'x';", "c1"], "a = 5;", ["let a: string | number = 'x';", "c1"], "a.toUpperCase();"],
    ],
    [
      "a property that is set again by the cell that declares its object",
      [
        ["const o: { a: string | null } = { a: null };", "c1"],
        "o.a = 'x';",
        ["const o: { a: string | null } = { a: null };", "c1"],
        "o.a.length; // TS18047 at 1",
      ],
    ],
    [
      "an earlier function variable (TS2722)",
      ["let f: (() => number) | undefined;", "f = () => 1;\nf();", "f().toFixed();"],
    ],
    ["an earlier let that is given a value at once", ["let a: string | undefined = 'x';", "a.length"]],
    [
      "a let that a function sets",
      ["let a: { b: number } | undefined;\nfunction set() { a = { b: 1 }; }", "set();\nif (a) a.b.toFixed();"],
    ],
    ["a let that was null, compared", ["let a: 'x' | 'y' = 'x';", "if (a === 'y') console.log(a);"]],
    [
      "a value that a cell made sure of",
      [
        "const map = new Map([['a', 1]]);\nconst a = map.get('a');",
        "if (a === undefined) throw new Error('no a');",
        "a.toFixed();",
      ],
    ],
    [
      "a value whose type its own cell narrowed",
      [
        "interface User { name: string }\nconst users: User[] = [];",
        "const user: User | undefined = users.find((u) => u.name === 'x');\nif (!user) throw new Error('none');",
        "user.name.length;",
        "user.age; // TS2339 at 6",
      ],
    ],
    [
      "a let of one wide type that a cell made sure of, until it is assigned",
      [
        "class Base { a = 1 }\nclass Derived extends Base { b = 2 }\nlet u: unknown = 's', v: unknown = 1, w: Base = new Derived(), x: any = 's';",
        "if (typeof u !== 'string') throw new Error('no text');\nif (typeof v !== 'number') throw 1;",
        "if (!(w instanceof Derived)) throw new Error('no Derived');\nif (typeof x !== 'string') throw 1;",
        "u.length; v.toFixed(); w.b; w.a; x.length;",
        "u = 5;\nu.toFixed(); // TS18046 at 1",
      ],
    ],
    [
      "a let that was compared with a literal, and a name declared from it",
      [
        "let a: string = 'a', b = 0, c: unknown = 5, d: string | undefined = 'd';",
        "if (a !== 'a') throw 1;\nif (b !== 0) throw 1;\nif (c !== 5) throw 1;\nif (!d) throw 1;",
        "let a2 = a, b2 = b, c2 = c, d2 = d;\nconst all = { b }, set = new Set([a]);",
        "a2 = 'b'; b2 = 1; c2 = 6; d2 = 'e'; all.b = 2; set.add('other');",
      ],
    ],
    [
      "a value that a function of the notebook made sure of",
      [
        "function fail(why: string): never { throw new Error(why); }\nconst check: (a: unknown) => asserts a = (a) => { if (!a) fail('none'); };",
        "const a = process.env['A'], b = process.env['B'], c = process.env['C'];",
        "if (!a) fail('a');\nif (!b) { fail('b'); }",
        "a.length; b.length;",
        "check(c);",
        "c.length;",
        "function stop(): never { throw 1; }\nconst d = process.env['D'];\nif (!d) stop();",
        "d.length;",
      ],
    ],
    [
      "a property of a function",
      ["function f() { return 1; }\nf.count = 0;", "f.count.toFixed(); f();", "f.other; // TS2339 at 3"],
    ],
    [
      "names declared from a constant of an earlier cell",
      [
        "const limit = 10, base = 2, name = 'k', own = Symbol('own');\nenum E { A, B }\nconst e = E.A;",
        "let last = limit; last = 3;\nconst all = { base, limit }; all.base = 3;\n[base].push(4);\nfunction f(n = base) { return n; }\nf(7);",
        "let q = e; q = E.B;\nenum F { A = base, B = A * 2 }\nenum S { K = name, L = `${name}-l` }\nconst enum G { X = F.A }",
        "interface Owned { [own]: number }\nconst owned: Owned = { [own]: 1 };\nowned[own].toFixed();",
        "const exact: 10 = limit; const wrong: 11 = limit; // TS2322 at 32",
      ],
    ],
    [
      "a constant of one part of its declared type",
      [
        "interface Round { kind: 'round'; r: number }\ninterface Flat { kind: 'flat'; a: number }\ntype Shape = Round | Flat;",
        "const shape: Shape = { kind: 'round', r: 1 };\nconst size: string | number = 5;\nexport const found: Flat | null = { kind: 'flat', a: 1 };",
        "shape.r.toFixed(); size.toFixed(); found.a.toFixed();",
        "shape.a; size.length; shape.r = 'x'; // TS2339 at 7, TS2339 at 15, TS2322 at 23",
      ],
    ],
    [
      "a constant that a function made sure is one of several texts",
      [
        "type Level = 'low' | 'high';\nconst given: string = 'low';\nfunction isLevel(x: string): x is Level { return x === 'low'; }",
        "if (!isLevel(given)) throw new Error('none');",
        "const level: Level = given; const other: 'none' = given; // TS2322 at 35",
      ],
    ],
    [
      "functions that see a constant's whole declared type",
      [
        "type Mode = 'fast' | 'slow';\nconst mode: Mode = 'fast', size: string | number = 5, limit: number | null = 5;",
        "function current() { return mode; }\nfunction run(m = mode) {}\nfunction set(m: typeof mode) {}\nfunction sized() { return size; }\nclass Q { max() { return limit; } }",
        "if (current() === 'slow') run('slow');\nset('slow');\nconst s = sized(); if (typeof s === 'string') s.length;\nlet m = new Q().max(); m = null;",
        "function wrong() { return size.toFixed(); } // TS2339 at 32\nconst right = () => size.toFixed();",
        "const home = process.env['HOME'];\nif (!home) throw 1;",
        "const inner = () => home.length;\nfunction outer() { return home.length; } // TS18048 at 27",
      ],
    ],
    [
      "a value that a function of a module made sure of",
      [
        "import assert, { ok } from 'node:assert';\nconst a = process.env['A'], b = process.env['B'], c = process.env['C'];",
        "ok(a);\nif (!b) process.abort();",
        "assert(c);",
        "a.length; b.length; c.length;",
      ],
    ],
    [
      "a name whose new value is made by functions that read the one from before",
      ["let rows = 5;", "const rows = [1, 2].map((x) => rows + x);", "rows.length"],
    ],
    [
      "duplicate declarations beside an empty import",
      ["import 'node:fs'; const a = 1; const a = 2; // TS2451 at 25, TS2451 at 38"],
    ],
    [
      "namespaces with several names",
      [
        "namespace Geo.Flat { export const x = 1; export type T = number }",
        "const t: Geo.Flat.T = Geo.Flat.x;\nGeo.Flat.y; // TS2339 at 10",
        "namespace Geo.Round { export const r = 2 }",
        "Geo.Round.r + Geo.Flat.x;",
      ],
    ],
    [
      "names that an earlier cell refers to",
      ['/// <reference lib="dom" />\ndocument.title;', "document.title.length;", "document.none; // TS2339 at 10"],
    ],
    ["const in closures", ["const a = Math.random() > 0.5 ? 'x' : undefined;", "if (a) [1].map(() => a.length);"]],
    [
      "a let without a type (TS7034, TS7005)",
      ["let d;", "d = 5;\nd.toFixed();", "function f() { return d; }", "d.toFixed(); f();"],
    ],
    ["a let without a type, used where it is declared", ["let d;\nd = [1];\nd.push(2);", "d.length"]],
    ["a let that is declared and assigned later", ["let a: number;", "a = 1;", "a.toFixed()"]],
    [
      "properties that later cells add to a function",
      [
        "function f(n: number) { return n; }\nf.own = 1;\nconst g = () => 1;",
        "f.count = 2; f.own = 3;\ng.label = 'x';",
        "f.count + f.own + f(1);\ng.label.length + g();",
        "f.own = 'x'; // TS2322 at 1",
        "f.never; // TS2339 at 3",
        "f('x'); // TS2345 at 3",
        "function f() {}",
        "f.count; // TS2339 at 3",
      ],
    ],
    [
      "an array that is filled where it is declared",
      [
        FILLED,
        "rows.map((r) => r.a.toFixed());\nfor (const r of rows) r.a;\n[...rows];",
        "rows",
        "() => rows.map((r) => r.a)",
        "rows.map((r) => r.b) // TS2339 at 19",
      ],
    ],
    [
      "an array that is filled later, with this and that",
      [
        "/** All of them. */\nconst rows = [];",
        "rows",
        "rows.push(1);\nrows.map((r) => r.toFixed());",
        "rows[rows.length] = 'x';",
        "const shown = rows.map((r) => typeof r === 'string' ? r.length : r.toFixed());",
        "rows.map((r) => r.length) // TS2339 at 19",
        "const rows = rows.filter((r) => typeof r === 'string');\nrows[0].length;",
      ],
    ],
    [
      "an array that functions fill",
      [
        "const rows = [];",
        "[1, 2].forEach((n) => rows.push({ n }));",
        "rows.push('x');",
        "rows.map((r) => r.n);\n[...rows][0].length;",
        "function last() { return rows.at(-1); }",
        "rows = []; // TS2588 at 1",
      ],
    ],
    [
      "an array that more cells fill than are kept",
      [
        "const rows = [];",
        ...Array.from("abcdefghij", (letter) => `rows.push({ ${letter}: 1 });`),
        "rows[0].a; rows[9].j;",
        "rows.push('x');",
        "rows.map((r) => r.a)",
      ],
    ],
    [
      "an array in a let",
      [
        "let rows = [];",
        "for (const a of [1]) rows.push({ a });",
        "rows.push('x');",
        "rows.map((r) => r.a);\nfor (const r of rows) r;",
        "rows = rows.map(String);",
        "rows[0].length;",
        "function clear() { rows = []; }\n() => rows;",
      ],
    ],
    [
      "a variable that starts as nothing (TS7005)",
      [
        "let a = null; let b = undefined; var c = null;",
        "a; b; c;\n() => [a, b, c];",
        "a = { x: 1 }; b = 2; c = [3];\na.x.toFixed(); b.toFixed(); c.length;",
        "a.x; b.toFixed(); c.map(String);\n() => [a.x, b, c];",
        "a = 'x';\na.length;",
        "a.length;",
      ],
    ],
    ["a property that is checked", ["const o: { a?: { b: number } } = {};", "if (o.a) o.a.b.toFixed();"]],
    [
      "a property that an earlier cell made sure of",
      [
        "interface Job { result?: { score: number }; readonly state: { kind: 'a' | 'b'; at?: Date }; log?: string[] }\nimport assert from 'node:assert';",
        "const job: Job = JSON.parse('{}'), other: Job = JSON.parse('{}');",
        "if (!job.result || job.state.kind !== 'a') throw new Error('none');\nassert(job.state.at);\nassert(other.log?.includes('x'));",
        "job.result.score.toFixed(); job.state.at.getTime();\nconst kind: 'a' = job.state.kind;",
        "job.log.length; other.result.score; // TS18048 at 1, TS18048 at 17",
        "delete job.result;\n[job.state.at] = [undefined];",
        "job.result.score; job.state.at.getTime(); // TS18048 at 1, TS18048 at 19",
      ],
    ],
    [
      "a property that is given a value",
      [
        "const o: { a?: { b?: { c: number } } } = {};\no.a = { b: { c: 1 } };",
        "o.a.b",
        "o.a.b = { c: 2 };",
        "o.a.b.c.toFixed();\nconst kept = o.a.b;",
        "kept.c.toFixed();\no.a = {};",
        "o.a.b.c // TS18048 at 1",
        "const o: { a?: { b: number } } = {};",
        "o.a.b // TS18048 at 1",
      ],
    ],
    [
      "a property of a let that is given another value, or set by a function",
      [
        "let o: { a?: number; text: string | number } = { text: '' };",
        "o.a = 1; o.text = 'x';\nfunction set() { o.text = 1; }",
        "set();\nif (o.text === 1) o.a.toFixed();",
        "o = { text: 2 };",
        "o.a.toFixed() // TS18048 at 1",
      ],
    ],
    ["a counter", ["let n = 0;", "n++; n += 2;", "n.toFixed()"]],
    [
      "a union that is narrowed and widened again",
      ["let a: string | number = 'x';", "a.length; a = 1; a.toFixed();", "a = 'y'; a.length;"],
    ],
  ],
  modules: [
    [
      "of Node",
      [
        `import { readFileSync, type Stats } from "node:fs";\nimport * as path from "node:path";\nimport os from "node:os";`,
        "readFileSync(path.join('a'), 'utf8').length; os.cpus().length;\ndeclare const s: Stats;\ns.size;",
      ],
    ],
    [
      "beside the notebook and above it",
      [
        `import helper, { one, type Pair } from "../lib/helper.ts";\nimport data from "./data.json";`,
        "helper().length; one.toFixed(); data.rows.toFixed();\nconst p: Pair = [1, 2];",
      ],
    ],
    [
      "without an extension, or with .js",
      [`import { one } from "../lib/helper";\nimport { one as two } from "../lib/helper.js";`, "one + two"],
    ],
    ["by import()", [`const { one } = await import("../lib/helper.ts");`, "one.toFixed()"]],
    [
      "types alone",
      [
        `import type { TopLevelSpec } from "vega-lite";`,
        "const spec: TopLevelSpec = { mark: 'bar', data: { values: [] }, encoding: {} };",
        "const spec: TopLevelSpec = { mark: 'bars', data: { values: [] } }; // TS2820 at 30",
      ],
    ],
    [
      "that are CommonJS",
      [
        `import pl from "nodejs-polars";\nimport { col } from "nodejs-polars";\nimport * as all from "nodejs-polars";`,
        "const df = pl.DataFrame({ a: [1] }).select(col('a'), all.col('a'));",
        "df.height.toFixed();",
      ],
    ],
    [
      "polars across cells",
      [
        `import pl from "nodejs-polars";\nlet df = pl.readRecords([{ a: 1 }]);`,
        "df = df.filter(pl.col('a').gt(1));",
        "df.select('a').foo // TS2339 at 16",
      ],
    ],
  ],
};

describe.for(Object.entries(SESSIONS))("%s", ([, sessions]) => {
  test.for(sessions)("%s", async ([, written]) => {
    const cells = written.map((cell) => (typeof cell === "string" ? ([cell] as const) : cell));
    const read = cells.map(([text, origin]) => ({ ...readExpectations(text), origin }));
    const found: unknown[] = [];
    for (const { code, origin } of read) found.push({ code, errors: await notebook.run(code, origin), origin });
    expect(found).toEqual(read);
    expect(notebook.troubles).toEqual([]);
  });
});
