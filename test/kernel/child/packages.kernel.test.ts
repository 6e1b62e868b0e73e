import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sharedClient } from "../support/client.ts";
import { tracebackOf } from "../support/outputs.ts";
import { sharedFolder } from "../../support/scratch.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const { folder: project, write } = sharedFolder();

function writePackage(name: string, manifest: object, files: { readonly [file: string]: string }): void {
  write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: "1.0.0", ...manifest }));
  for (const [file, text] of Object.entries(files)) write(`node_modules/${name}/${file}`, text);
}

/** The result of a cell, or the message of its error; undefined when it has neither. */
async function shownBy(code: string): Promise<string | undefined> {
  const run = await client.execute(code);
  const { evalue } = run.reply.content;
  return run.result ?? (typeof evalue === "string" ? evalue : undefined);
}

write("package.json", JSON.stringify({ name: "project", imports: { "#sum": "hidden", "#lib/*": "./lib/*.cjs" } }));
write(
  "tsconfig.json",
  JSON.stringify({ compilerOptions: { paths: { "@lib/*": ["./lib/*"], sums: ["./node_modules/hidden"] } } }),
);
// The names that it exports are known only by running it.
writePackage(
  "hidden",
  { main: "lib/main" },
  {
    "lib/main.js": `const all = { sum: (a) => a.reduce((x, y) => x + y, 0), one: 1 }; all["two"] = 2; all.all = all;
    for (const key of Object.keys(all)) module.exports[key] = all[key];`,
    "deep.js": "module.exports = { deep: true, main: require('./lib/main') };",
    "folder/package.json": JSON.stringify({ main: "../lib/main" }),
    "indexed/index.js": "exports['in' + 'dex'] = 'index';",
  },
);
writePackage(
  "callable",
  {},
  {
    "index.js":
      "module.exports = function call(x) { return new.target ? { made: x } : x * 2; }; module.exports['extra'] = 'e';",
    "late.js": "require('./index.js').late = () => 'late';",
  },
);
// An ES module as TypeScript compiles it to CommonJS.
writePackage(
  "compiled",
  {},
  {
    "index.js": `Object.defineProperty(exports, "__esModule", { value: true });
    const name = "na" + "med"; exports[name] = "n"; exports.default = () => "d"; exports.default.of = "default";`,
  },
);
writePackage(
  "compiled-bare",
  {},
  {
    "index.js": `Object.defineProperty(exports, "__esModule", { value: true }); exports["a"] = 1;`,
  },
);
writePackage(
  "instance",
  {},
  {
    "index.js":
      "class Store { constructor() { this.held = 3; } get() { return this.held; } } module.exports = new Store();",
  },
);
writePackage("promised", {}, { "index.js": "module.exports = Promise.resolve(5);" });
writePackage("primitive", {}, { "index.js": "module.exports = 42;" });
writePackage(
  "shape",
  {},
  {
    "index.js":
      "class Shape {} module.exports = { Shape, make: () => new Shape() }; globalThis.loads = (globalThis.loads ?? 0) + 1;",
  },
);
writePackage("uses-shape", {}, { "index.js": "const { make } = require('shape'); exports.made = make();" });
writePackage(
  "uses-shape-esm",
  { type: "module" },
  { "index.js": "import s from 'shape'; export const made = s.make();" },
);
writePackage(
  "mapped",
  { exports: { ".": "./main.cjs", "./sub": "./inner/sub.cjs", "./*.css": null } },
  {
    "main.cjs": "exports['m' + 'ain'] = 'main';",
    "inner/sub.cjs": "exports['s' + 'ub'] = 'sub';",
    "sub.js": "module.exports = 'not this';",
    "secret.js": "module.exports = 'secret';",
  },
);
writePackage(
  "required-only",
  { exports: { ".": { require: "./main.cjs" } } },
  { "main.cjs": "exports['v' + 'alue'] = 'r';" },
);
writePackage(
  "dual",
  { exports: { ".": { import: "./main.mjs", require: "./main.cjs" } } },
  {
    "main.mjs": "export const kind = 'module'; export default 'd';",
    "main.cjs": "exports.kind = 'commonjs';",
  },
);
writePackage(
  "counter",
  { type: "module" },
  {
    "index.js": "export * from './state.js';",
    "state.js": "export let count = 0; export let held; export function up() { count++; held = { count }; }",
  },
);
writePackage(
  "untyped-esm",
  { main: "index.js" },
  {
    "index.js": "import { inner } from './inner'; export const outer = inner + 1;",
    "inner.js": "export const inner = 1;",
  },
);
writePackage(
  "@scope/data",
  {},
  {
    "index.json": '{ "list": [1, 2], "name": "json" }',
    "package.json": '{ "name": "@scope/data", "main": "index.json" }',
  },
);
writePackage("fails", {}, { "index.js": "throw new Error('does not load');" });
write("lib/old.cjs", "exports['na' + 'me'] = 'old'; exports.one = 1;");
write("lib/typed.cts", "const made: { [key: string]: number } = { x: 7 }; module.exports = made;");
write("lib/data.json", '{ "rows": [1, 2, 3] }');
write("lib/packaged/package.json", '{ "main": "src/start.ts" }');
write("lib/packaged/src/start.ts", "export const start = 'started';");
for (const name of ["lodash", "papaparse"])
  symlinkSync(join(root, "node_modules", name), join(project, "node_modules", name));
write("store/pnpm/node_modules/linked/package.json", '{ "name": "linked", "main": "index.js" }');
write("store/pnpm/node_modules/linked/index.js", "exports['l' + 'ink'] = require('shape').make();");
symlinkSync(join(project, "store/pnpm/node_modules/linked"), join(project, "node_modules", "linked"));
const client = await sharedClient({ cwd: project });

/** Imports, an expression that uses them, and its value as shown. */
const IMPORTS: readonly (readonly [what: string, imports: string, use: string, expected: string])[] = [
  ["named", "import { sum, two as zwei } from 'hidden'", "[sum([1, 2]), zwei]", "[ 3, 2 ]"],
  ["a namespace", "import * as H from 'hidden'", "[H.sum([1, 2]), H.two, H.default.one]", "[ 3, 2, 1 ]"],
  ["the keys of a namespace", "import * as H from 'hidden'", "Object.keys(H).join()", "'sum,one,two,all,default'"],
  [
    "a namespace beside a default",
    "import d, * as H from 'hidden'",
    "[d.one, H.one, d === H.default]",
    "[ 1, 1, true ]",
  ],
  ["a default", "import d, { two } from 'hidden'", "[d.sum([1]), two]", "[ 1, 2 ]"],
  ["a default by name", "import { default as d } from 'hidden'", "d.two", "2"],
  [
    "lodash",
    "import { groupBy } from 'lodash'; import * as L from 'lodash'; import _ from 'lodash'",
    "[L.sum([1, 2]), groupBy === _.groupBy, _ === L.default]",
    "[ 3, true, true ]",
  ],
  [
    "papaparse",
    "import * as Papa from 'papaparse'",
    "Papa.parse('a,b\\n1,2', { header: true }).data",
    "[ { a: '1', b: '2' } ]",
  ],
  ["a function", "import call, { extra } from 'callable'", "[call(2), extra]", "[ 4, 'e' ]"],
  [
    "a namespace that is a function",
    "import * as call from 'callable'",
    "[call(2), new call(1), call.extra, call.default(3)]",
    "[ 4, { made: 1 }, 'e', 6 ]",
  ],
  ["what is added later", "import * as call from 'callable'; import 'callable/late'", "call.late()", "'late'"],
  [
    "the default of a compiled module",
    "import d, { named } from 'compiled'",
    "[d(), named, d.of]",
    "[ 'd', 'n', 'default' ]",
  ],
  ["the namespace of a compiled module", "import * as c from 'compiled'", "[c.default(), c.named]", "[ 'd', 'n' ]"],
  [
    "the default of a compiled module without one",
    "import d from 'compiled-bare'; import * as c from 'compiled-bare'",
    "[d.a, c.a, c.default.a]",
    "[ 1, 1, 1 ]",
  ],
  [
    "methods of an instance",
    "import { held } from 'instance'; import * as i from 'instance'; import d from 'instance'",
    "[held, i.get(), d.get()]",
    "[ 3, 3, 3 ]",
  ],
  [
    "a promise",
    "import p from 'promised'; import * as all from 'promised'",
    "[p instanceof Promise, all.default === p]",
    "[ true, true ]",
  ],
  ["a primitive", "import p from 'primitive'; import * as all from 'primitive'", "[p, all.default]", "[ 42, 42 ]"],
  [
    "JSON of a package",
    "import data, { list } from '@scope/data'; import * as all from '@scope/data'",
    "[data.name, list, all.name]",
    "[ 'json', [ 1, 2 ], 'json' ]",
  ],
  [
    "JSON of the project",
    "import data, { rows } from './lib/data.json'",
    "[data.rows, rows]",
    "[ [ 1, 2, 3 ], [ 1, 2, 3 ] ]",
  ],
  ["JSON with an attribute", "import data from './lib/data.json' with { type: 'json' }", "data.rows.length", "3"],
  [
    ".cjs of the project",
    "import old, { name, one } from './lib/old.cjs'",
    "[old.name, name, one]",
    "[ 'old', 'old', 1 ]",
  ],
  [
    ".cts of the project",
    "import { x } from './lib/typed.cts'; import * as all from './lib/typed.cjs'",
    "[x, all.x]",
    "[ 7, 7 ]",
  ],
  [
    "by mapped paths",
    "import { name } from '@lib/old.cjs'; import * as sums from 'sums'",
    "[name, sums.two]",
    "[ 'old', 2 ]",
  ],
  [
    "by the project's imports",
    "import { two } from '#sum'; import { name } from '#lib/old'",
    "[two, name]",
    "[ 2, 'old' ]",
  ],
  ["a deep import", "import deep, { main } from 'hidden/deep'", "[deep.deep, main.two]", "[ true, 2 ]"],
  ["a folder with a package.json", "import { two } from 'hidden/folder'", "two", "2"],
  ["a folder with an index", "import { index } from 'hidden/indexed'", "index", "'index'"],
  ["a folder of the project with a package.json", "import { start } from './lib/packaged'", "start", "'started'"],
  [
    "lodash/fp and a file of lodash",
    "import fp from 'lodash/fp'; import groupBy from 'lodash/groupBy'",
    "[fp.map((x: number) => x + 1)([1]), groupBy([1, 2], (n: number) => n % 2)]",
    "[ [ 2 ], { '0': [ 2 ], '1': [ 1 ] } ]",
  ],
  [
    "a package with exports",
    "import { main } from 'mapped'; import { sub } from 'mapped/sub'",
    "[main, sub]",
    "[ 'main', 'sub' ]",
  ],
  ["what is exported to require alone", "import { value } from 'required-only'", "value", "'r'"],
  [
    "a package of both kinds",
    "import d, { kind } from 'dual'; import * as all from 'dual'",
    "[d, kind, all.kind]",
    "[ 'd', 'module', 'module' ]",
  ],
  ["an ES module that leaves out endings", "import { outer } from 'untyped-esm'", "outer", "2"],
  ["a linked package", "import { link } from 'linked'; import { Shape } from 'shape'", "link instanceof Shape", "true"],
  [
    "Node's built-in modules",
    "import fs, { existsSync } from 'fs'; import * as path from 'node:path'; import assert from 'assert'",
    "[fs.existsSync === existsSync, typeof path.join, typeof assert]",
    "[ true, 'function', 'function' ]",
  ],
];

describe("in cells, an import matches its types", () => {
  it.each(IMPORTS)("%s", async (_what, imports, use, expected) => {
    expect(await shownBy(`{ const free = 1; }\n${imports};\n${use}`)).toBe(expected);
  });
});

describe("in helper files, an import matches its types", () => {
  it.each(IMPORTS)("%s", async (_what, imports, use, expected) => {
    const file = `helper-${IMPORTS.findIndex((one) => one[1] === imports && one[2] === use)}.ts`;
    write(file, `${imports.replaceAll(";", ";\n")};\nexport const used = (): unknown => ${use};\n`);
    expect(await shownBy(`import { used } from './${file}'; used()`)).toBe(expected);
  });
});

describe("in required helper files, an import matches its types", () => {
  // Below Node 22.15, such a file uses `require`, and gets the CommonJS version of a package of both kinds.
  it.each(IMPORTS.filter(([, imports]) => !imports.includes("'dual'")))("%s", async (_what, imports, use, expected) => {
    const file = `required-${IMPORTS.findIndex((one) => one[1] === imports && one[2] === use)}.ts`;
    write(file, `${imports.replaceAll(";", ";\n")};\nexport const used = (): unknown => ${use};\n`);
    expect(await shownBy(`require('./${file}').used()`)).toBe(expected);
  });
});

describe("dynamic imports", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["const { sum } = await import('hidden'); return sum([1, 2])", "3"],
    ["return (await import('hidden')).default.two", "2"],
    ["return (await import('compiled')).default()", "'d'"],
    ["return (await import('compiled-bare')).default.a", "1"],
    ["return (await import('callable')).default(4)", "8"],
    ["return (await import('./lib/old.cjs')).name", "'old'"],
    ["return (await import('./lib/data.json')).rows", "[ 1, 2, 3 ]"],
    ["return (await import('./lib/data.json', { with: { type: 'json' } })).default.rows", "[ 1, 2, 3 ]"],
    ["return (await import('hidden/deep')).main.two", "2"],
    ["return (await import('dual')).kind", "'module'"],
    ["return (await (await import('promised')).default) + (await import('primitive')).default", "47"],
    ["return (await Promise.all(['hidden', 'callable'].map((n) => import(n)))).length", "2"],
    ["return (await import('node:path')).sep.length", "1"],
  ];

  it.each(cases)("in a cell: %s", async (body, expected) => {
    expect(await shownBy(`await (async () => { ${body} })()`)).toBe(expected);
  });

  it.each(cases)("in a helper file: %s", async (body, expected) => {
    const file = `dynamic-${cases.findIndex(([one]) => one === body)}.ts`;
    write(file, `export async function run(): Promise<unknown> { ${body} }\n`);
    expect(await shownBy(`import { run } from './${file}'; await run()`)).toBe(expected);
  });
});

describe("a helper file re-exports", () => {
  it.each([
    [
      "names",
      "export { sum, two as zwei } from 'hidden';",
      "import { sum, zwei } from './FILE'; [sum([1]), zwei]",
      "[ 1, 2 ]",
    ],
    [
      "a default",
      "export { default } from 'callable'; export { default as c } from 'compiled';",
      "import f, { c } from './FILE'; [f(1), c()]",
      "[ 2, 'd' ]",
    ],
    ["a namespace", "export * as all from 'hidden';", "import { all } from './FILE'; all.two", "2"],
    [
      "everything",
      "export * from 'hidden'; export const own = 'own';",
      "import { sum, two, own } from './FILE'; [sum([1]), two, own]",
      "[ 1, 2, 'own' ]",
    ],
    [
      "everything of lodash",
      "export * from 'lodash'; export * from './lib/old.cjs';",
      "import { groupBy, name } from './FILE'; [typeof groupBy, name]",
      "[ 'function', 'old' ]",
    ],
    ["types among the names", "export { two, Type } from 'hidden';", "import { two } from './FILE'; two", "2"],
    ["everything, further", "export * from './further.ts';", "import { two } from './FILE'; two", "2"],
    [
      "by import x = require",
      "import h = require('hidden'); export const two = h.two;",
      "import { two } from './FILE'; two",
      "2",
    ],
    [
      "by createRequire",
      "import { createRequire } from 'node:module'; export const { two } = createRequire(import.meta.url)('hidden');",
      "import { two } from './FILE'; two",
      "2",
    ],
    [
      "in JSX",
      "import { two } from 'hidden'; const h = (...all: unknown[]) => all.length; /** @jsx h */ export const n = two;",
      "import { n } from './FILE'; n",
      "2",
    ],
  ])("%s", async (what, text, use, expected) => {
    const file = `on-${what.replaceAll(/\W+/g, "-")}.${what.includes("JSX") ? "tsx" : "ts"}`;
    write("further.ts", "export * from 'hidden';");
    write(file, text);
    expect(await shownBy(use.replace("FILE", file))).toBe(expected);
  });

  it("by Node's rules where its tsconfig.json is for Node", async () => {
    write("for-node/tsconfig.json", JSON.stringify({ compilerOptions: { module: "nodenext" } }));
    write(
      "for-node/helper.ts",
      "import c, { named } from 'compiled'; import * as all from 'compiled'; export const seen = [c.default(), named, all.default === c];",
    );
    expect(await shownBy("import { seen } from './for-node/helper.ts'; seen")).toBe("[ 'd', 'n', true ]");
  });

  it("in JavaScript, by Node's rules and with all names", async () => {
    write(
      "plain.mjs",
      "import c, { named } from 'compiled'; import * as h from 'hidden'; export const seen = [c.default(), named, h.two];",
    );
    expect(await shownBy("import { seen } from './plain.mjs'; seen")).toBe("[ 'd', 'n', 2 ]");
  });
});

describe("there is one copy of a package", () => {
  it("however it is imported", async () => {
    write(
      "copies.ts",
      `import s, { Shape } from 'shape'; import * as all from 'shape';
      export * from 'shape'; export const ways = async () => [s.Shape, Shape, all.Shape, (await import('shape')).Shape];`,
    );
    write("copies.cts", "const { Shape } = require('shape'); module.exports = { common: Shape };");
    write("copies.mjs", "export { Shape as fromJs } from 'shape';");
    const code = `import { Shape } from 'shape'; import * as S from 'shape'; import { ways, Shape as again } from './copies.ts';
      import { common } from './copies.cts'; import { fromJs } from './copies.mjs';
      const all = [...(await ways()), S.Shape, again, common, fromJs, require('shape').Shape, (await import('shape')).Shape, require('./copies.cts').common];
      [all.every((one) => one === Shape), all.length, globalThis.loads]`;
    expect(await shownBy(code)).toBe("[ true, 11, 1 ]");
  });

  it("also below other packages", async () => {
    const code =
      "import { Shape } from 'shape'; import { made } from 'uses-shape'; import { made as too } from 'uses-shape-esm'; [made instanceof Shape, too instanceof Shape]";
    expect(await shownBy(code)).toBe("[ true, true ]");
  });
});

describe("an ES module", () => {
  it("stays live", async () => {
    expect(
      await shownBy("import { count, held, up } from 'counter'; const before = count; up(); [before, count, held]"),
    ).toBe("[ 0, 1, { count: 1 } ]");
    expect(await shownBy("up(); [count, held.count]")).toBe("[ 2, 2 ]");
    write(
      "live.ts",
      "export { count } from 'counter'; import * as all from 'counter'; export const now = () => all.count;",
    );
    expect(await shownBy("import { count as seen, now } from './live.ts'; up(); [seen, now()]")).toBe("[ 3, 3 ]");
  });
});

it("finds a name on the one object that an ES module exports", async () => {
  writePackage("object", { type: "module" }, { "index.js": "export default { render: () => 'rendered' };" });
  expect(await shownBy("import { render } from 'object'; render()")).toBe("'rendered'");
});

describe("a failing import says why", () => {
  it.each([
    [
      "an unknown name",
      "import { nope } from 'hidden'; nope",
      "The requested module 'hidden' does not provide an export named 'nope'",
    ],
    [
      "a name that an ES module has not",
      "import { nope } from 'dual'; nope",
      "The requested module 'dual' does not provide an export named 'nope'",
    ],
    [
      "a path that a package does not export",
      "import 'mapped/secret'",
      "Package subpath './secret' is not defined by \"exports\"",
    ],
    [
      "a path that a package does not export, without an extension",
      "import x from 'mapped/inner/sub'; x",
      "Package subpath './inner/sub' is not defined by \"exports\"",
    ],
    [
      "a missing package",
      "import x from 'not-there'; x",
      "Cannot find package 'not-there': %npm install not-there adds it to the project",
    ],
    ["a file that a package does not have", "import x from 'hidden/no-such'; x", "Cannot find module"],
    ["a package that fails", "import x from 'fails'; x", "does not load"],
  ])("%s", async (what, code, message) => {
    expect(await shownBy(code)).toContain(message);
    const file = `bad-${what.replaceAll(/\W+/g, "-")}.ts`;
    write(file, code.replace(/; (\w+)$/, "; export const used = $1;"));
    const run = await client.execute(`import './${file}'`);
    expect(String(run.reply.content["evalue"])).toContain(message.replace(/: %npm.*/, ""));
    expect(tracebackOf(run)).not.toContain("tsnb:");
  });
});
