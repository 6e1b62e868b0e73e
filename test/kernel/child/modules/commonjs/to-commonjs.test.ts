import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { compileFunction } from "node:vm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { traceAll } from "../../../../../src/kernel/cell/source-map.ts";
import { commonJs } from "../../../../../src/kernel/child/modules/commonjs/interop.ts";
import { toCommonJs } from "../../../../../src/kernel/child/modules/commonjs/to-commonjs.ts";

const builtin = createRequire(import.meta.url);
const folder = join(import.meta.dirname, "made-up");

type Files = { readonly [name: string]: string };
type Module = { exports: { [name: string]: unknown } };

/** Loads files as Node's `require` does; those that end in `.cjs` are CommonJS already. */
function load(files: Files, entry: string): { [name: string]: unknown } {
  const modules = new Map<string, Module>();
  const require = (name: string): unknown => {
    const source = files[name];
    if (source === undefined) return builtin(name);
    const known = modules.get(name);
    if (known) return known.exports;
    const module: Module = { exports: {} };
    modules.set(name, module);
    const code = name.endsWith(".cjs") ? source : toCommonJs(source, "node", (specifier) => specifier).code;
    const run = compileFunction(code, ["exports", "require", "module", "__filename", "__dirname"]);
    run(module.exports, require, module, join(folder, name), folder);
    return module.exports;
  };
  require(entry);
  return modules.get(entry)?.exports ?? {};
}

// In the kernel, the process of the cells sets this symbol.
beforeAll(() => void Reflect.set(globalThis, Symbol.for("tsnb.commonjs"), commonJs));
afterAll(() => void Reflect.deleteProperty(globalThis, Symbol.for("tsnb.commonjs")));

describe("toCommonJs", () => {
  it("exports declarations of every kind, lists, renamed names and a default", () => {
    const main = `export const a = 1, { b, c: [d] } = { b: 2, c: [3] };
      export function f() { return 'f'; }
      export class K { static k = 'k'; }
      const e = 4; let g = 5;
      export { e, g as "a name", e as default };`;
    const exported = load({ main }, "main");
    expect(Object.keys(exported).toSorted()).toEqual(["K", "a", "a name", "b", "d", "default", "e", "f"]);
    expect(exported).toMatchObject({ a: 1, b: 2, d: 3, e: 4, "a name": 5, default: 4 });
    expect(
      load({ main: `${main}\nf`, user: "import { f, K } from 'main'; export const said = f() + K.k" }, "user"),
    ).toMatchObject({ said: "fk" });
  });

  it.each([
    ["export default 1 + 1", 2],
    ["export default { a: 1 };", { a: 1 }],
    ["export default (() => 'x')()", "x"],
  ])("exports the default of %j", (main, value) => {
    expect(load({ main }, "main")["default"]).toEqual(value);
  });

  it("exports a default function or class, with its name", () => {
    const user = "import d from 'main'; export const name = d.name; export const made = typeof d;";
    expect(load({ main: "export default function named() {}", user }, "user")).toMatchObject({ name: "named" });
    expect(load({ main: "export default class Named {}", user }, "user")).toMatchObject({ name: "Named" });
    expect(load({ main: "export default function () {}", user }, "user")).toMatchObject({ name: "default" });
    expect(load({ main: "export default async () => 1", user }, "user")).toMatchObject({ name: "default" });
  });

  it("re-exports another module's exports, and follows their changes", () => {
    const files = {
      counter: "export let n = 0; export const up = () => { n++; }; export default 'counter';",
      between: "export * from 'counter'; export * as all from 'counter'; export { n as m, default } from 'counter';",
      main: `import counter, { n, up as increase, m } from 'between'; import * as ns from 'between';
        const before = n; increase();
        export const seen = [before, n, m, ns.n, ns.all.n, counter]; export { n };`,
    };
    const exported = load(files, "main");
    expect(exported["seen"]).toEqual([0, 1, 1, 1, 1, "counter"]);
    expect(exported["n"]).toBe(1);
  });

  it("imports CommonJS and Node's modules: the whole is the default", () => {
    const files = {
      "old.cjs": "module.exports = { a: 1, __esModule: true, default: 'inner' };",
      "call.cjs": "module.exports = () => 'called';",
      main: `import old, { a } from 'old.cjs'; import * as all from 'old.cjs'; import call from 'call.cjs';
        import path, { sep } from 'node:path';
        export const seen = [a, old.a, old.default, all.a, all.default === old, call(), path.sep === sep];`,
    };
    expect(load(files, "main")["seen"]).toEqual([1, 1, "inner", 1, true, "called", true]);
  });

  it("keeps inner names, keys and members, and expands shorthands", () => {
    const files = {
      one: "export const x = 'imported';",
      main: `import { x } from 'one';
        const inner = (x) => x; const o = { x: 1 };
        export const seen = [inner('own'), o.x, { x }.x, [1].map((y) => x + y)[0]];`,
    };
    expect(load(files, "main")["seen"]).toEqual(["own", 1, "imported", "imported1"]);
  });

  it("makes instances of imported classes", () => {
    const files = {
      "class.cjs": "exports.Made = class { constructor(x) { this.x = x; } };",
      main: "import { Made } from 'class.cjs'; import * as all from 'class.cjs'; export const made = [new Made(1).x, new all.Made(2).x, new Made instanceof Made];",
    };
    expect(load(files, "main")["made"]).toEqual([1, 2, true]);
  });

  it("calls imported functions without a module as this", () => {
    const files = {
      one: "export function who() { return typeof this; } export const tag = function () { return typeof this; };",
      main: "import { who, tag } from 'one'; import * as all from 'one'; export const seen = [who(), tag`x`, new who() !== all];",
    };
    expect(load(files, "main")["seen"]).toEqual(["undefined", "undefined", true]);
  });

  it("loads modules that import each other", () => {
    const files = {
      even: "import { odd } from 'odd'; export function even(n) { return n === 0 || odd(n - 1); }",
      odd: "import { even } from 'even'; export function odd(n) { return n !== 0 && even(n - 1); }",
      main: "import { even } from 'even'; export const seen = [even(10), even(7)];",
    };
    expect(load(files, "main")["seen"]).toEqual([true, false]);
  });

  it("knows its own path", () => {
    const main = "export const meta = [import.meta.url, import.meta.filename, import.meta.dirname];";
    const file = join(folder, "main");
    expect(load({ main }, "main")["meta"]).toEqual([pathToFileURL(file).href, file, folder]);
  });

  it("lets a module declare CommonJS's names", () => {
    const main = "const require = 1, module = 2, exports = 3; export const sum = require + module + exports;";
    expect(load({ main }, "main")["sum"]).toBe(6);
  });

  it("maps a position back to the source", () => {
    const source = "import { a } from 'x';\n\nexport const b = a.b.c;\n";
    const { code, mappings } = toCommonJs(source, "node", () => "/found.ts");
    expect(code).toContain('require("/found.ts")');
    const lines = code.split("\n");
    const line = lines.findIndex((text) => text.includes("const b"));
    const column = lines[line]?.indexOf(".b.c") ?? -1;
    expect(traceAll([mappings], { line: line + 1, column })).toEqual({ line: 3, column: 18 });
  });

  it.each(["await 1;", "for await (const a of []) {}", "export const a = [await 1];"])("refuses %j", (source) => {
    expect(() => toCommonJs(source, "node", () => undefined)).toThrow("await at its top level");
  });

  it("accepts an await inside a function", () => {
    expect(load({ main: "export const a = async () => await 1;" }, "main")["a"]).toBeTypeOf("function");
  });
});
