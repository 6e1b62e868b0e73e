import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Client } from "../support/client.ts";
import { tracebackOf } from "../support/outputs.ts";

const project = realpathSync(mkdtempSync(join(tmpdir(), "project-")));
const folder = join(project, "notebooks", "deep");
let client: Client;

function write(file: string, text: string): void {
  const path = join(project, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function writePackage(name: string, files: { [file: string]: string }): void {
  for (const [file, text] of Object.entries(files)) write(`node_modules/${name}/${file}`, text);
}

beforeAll(async () => {
  write("package.json", JSON.stringify({ name: "project", private: true, imports: { "#own": "./lib/own.ts" } }));
  write(
    "tsconfig.json",
    '{ // paths\n "compilerOptions": { "paths": { "@lib/*": ["./lib/*"] }, "jsx": "react", "jsxFactory": "h", }, }',
  );
  write("lib/own.ts", "export const own: string = 'own';\n");
  write("lib/middle.ts", "import { base } from './base.js';\nexport const doubled = (): number => base * 2;\n");
  write("lib/index.tsx", "declare const h: any;\nexport const element = () => <b id='1'>x</b>;\n");
  write("lib/common.cts", "const value: number = 7;\nmodule.exports = { value };\n");
  write("lib/data.json", '{ "list": [1, 2] }');
  write("lib/old.cjs", "exports.name = 'old';\nexports.file = __filename;\n");
  write("lib/types.ts", "export interface Shape { a: number }\nexport type Name = string;\nexport const real = 1;\n");
  writePackage("esm-only", {
    "package.json": JSON.stringify({ name: "esm-only", type: "module", exports: { import: "./index.js" } }),
    "index.js": "await null;\nexport default 'esm default';\nexport const named = 'esm named';\n",
  });
  writePackage("common", {
    "package.json": JSON.stringify({ name: "common", main: "main.js" }),
    "main.js": "const key = 'hidden';\nmodule.exports = { a: 1, [key]: 2 };\n",
  });
  mkdirSync(folder, { recursive: true });
  client = await Client.start({ cwd: folder, env: { JPY_SESSION_NAME: "notebooks/deep/analysis.ipynb" } });
});

afterAll(async () => {
  await client.stop();
  rmSync(project, { recursive: true, force: true });
});

beforeEach(() =>
  write(
    "lib/base.ts",
    "export const base: number = 1;\nexport let count = 0;\nexport function up(): void { count++ }\n",
  ),
);

describe("imports", () => {
  it.each<[string, string, string]>([
    [
      "a module of Node",
      "import { sep } from 'node:path'; import fs from 'fs'; [sep.length, typeof fs.statSync]",
      "[ 1, 'function' ]",
    ],
    ["an ESM-only package", "import d, { named } from 'esm-only'; [d, named]", "[ 'esm default', 'esm named' ]"],
    ["a CommonJS package", "import c, { a, hidden } from 'common'; [c.a, a, hidden]", "[ 1, 1, 2 ]"],
    [
      "JSON, with and without attributes",
      "import a from '../../lib/data.json'; import b from '../../lib/data.json' with { type: 'json' }; [a.list, b.list]",
      "[ [ 1, 2 ], [ 1, 2 ] ]",
    ],
    [
      "a file far away, written as .js, .ts or without an end",
      "import { doubled } from '../../lib/middle.js'; import { base } from '../../lib/base'; import { own } from '../../lib/own.ts'; [doubled(), base, own]",
      "[ 2, 1, 'own' ]",
    ],
    ["by the paths of tsconfig.json", "import { own } from '@lib/own'; own", "'own'"],
    ["by the project's own imports", "const { own } = await import('#own'); own", "'own'"],
    [
      "CommonJS files",
      "import { value } from '../../lib/common.cts'; import { name } from '../../lib/old.cjs'; [value, name]",
      "[ 7, 'old' ]",
    ],
    [
      "types without saying that they are types",
      "import { Shape, Name, real } from '../../lib/types.ts'; const s: Shape = { a: real }; s",
      "{ a: 1 }",
    ],
    [
      "dynamically, also in functions",
      "const load = async () => (await import('../../lib/own.ts')).own; await load()",
      "'own'",
    ],
    [
      "dynamically, in a callback",
      "await Promise.all(['../../lib/own.ts'].map(async (file) => (await import(file)).own))",
      "[ 'own' ]",
    ],
    [
      "by require",
      "const { value } = require('../../lib/common.cts'); const { a } = require('common'); [value, a, require.resolve('common').endsWith('main.js')]",
      "[ 7, 1, true ]",
    ],
    [
      "TSX of the project's kind",
      "const h = (...all: unknown[]) => all; globalThis.h = h; import { element } from '../../lib/index.tsx'; [element(), <i>y</i>]",
      "[ [ 'b', { id: '1' }, 'x' ], [ 'i', null, 'y' ] ]",
    ],
  ])("%s", async (_what, code, expected) => {
    const run = await client.execute(code);
    expect(tracebackOf(run)).toBe("");
    expect(run.result).toBe(expected);
  });

  it("offer the lesson's imports to projects without them", async () => {
    const run = await client.execute(
      "import pl from 'nodejs-polars'; import { getData } from 'tsnb/lesson'; (await getData('infer')).height + pl.DataFrame({ a: [1] }).height",
    );
    expect(tracebackOf(run)).toBe("");
    expect(run.result).toBe("166");
  });

  it("give import.meta of the notebook", async () => {
    const { result } = await client.execute(
      "const { url, dirname, filename } = import.meta; JSON.stringify([url, dirname, filename, import.meta.resolve('../../lib/own.ts')])",
    );
    const file = join(folder, "analysis.ipynb");
    expect(JSON.parse(result?.slice(1, -1) ?? "")).toEqual([
      pathToFileURL(file).href,
      folder,
      file,
      pathToFileURL(join(project, "lib", "own.ts")).href,
    ]);
  });

  it("report a missing module, and where it is imported", async () => {
    const missing = tracebackOf(await client.execute("const a = 1;\nimport b from 'not-installed';"));
    expect(missing).toMatch(/Cannot find package 'not-installed': %npm install not-installed adds it to the project\n/);
    expect(missing).toMatch(/Cell \[\d+\]:2:1/);
    expect(tracebackOf(await client.execute("import { nothing } from '../../lib/own.ts'; nothing"))).toMatch(
      /does not provide an export named 'nothing'/,
    );
    expect(tracebackOf(await client.execute("import b from './none.ts'"))).toMatch(/Cannot find module .*none\.ts/);
    expect(tracebackOf(await client.execute("await import('./none.ts')"))).toMatch(/Cannot find module .*none\.ts/);
  });
});

describe("a file that changes", () => {
  it("is the same module until it changes", async () => {
    await client.execute(
      "import { count, up } from '../../lib/base.ts'; import * as whole from '../../lib/base.ts'; up()",
    );
    expect((await client.execute("import { count } from '../../lib/base.ts'; up(); [count, whole.count]")).result).toBe(
      "[ 2, 2 ]",
    );
  });

  it("is reloaded when it is imported again, also through an importing file", async () => {
    await client.execute("import { doubled } from '../../lib/middle.ts'");
    write("lib/base.ts", "export const base: number = 21;\n");
    expect((await client.execute("doubled()")).result).toBe("2");
    expect((await client.execute("import { doubled } from '../../lib/middle.ts'; doubled()")).result).toBe("42");
    write("lib/base.ts", "export const base: number = 4; // longer\n");
    expect((await client.execute("(await import('@lib/middle.ts')).doubled()")).result).toBe("8");
  });

  it("is loaded again in a function that is passed on, as in the notebook", async () => {
    write("lib/late.ts", "export const v: number = 1;\n");
    await client.execute("const run = (f: () => unknown) => f(); const late = (await import('../../lib/late.ts')).v");
    write("lib/late.ts", "export const v: number = 2 + 0;\n");
    expect((await client.execute("await run(async () => (await import('../../lib/late.ts')).v)")).result).toBe("2");
    expect((await client.execute("await run(async () => typeof (await import('tslab')).display)")).result).toBe(
      "'object'",
    );
    const missing = await client.execute("await run(() => import('missing-package'))");
    expect(missing.reply.content["evalue"]).toContain("%npm install missing-package");
  });

  it("updates namespaces, also those that refer to each other", async () => {
    const counter = "export namespace C { export let n: number = 1; export const up = () => ++n; }\n";
    const blocks = "export namespace B { export const a = 1; }\nexport namespace B { export const b = a + 1; }\n";
    write("lib/spaces.ts", `${counter}${blocks}export const fail = () => { throw new Error("here"); };\n`);
    expect((await client.execute("import { B, C, fail } from '../../lib/spaces.ts'; C.up(); [C.n, B.b]")).result).toBe(
      "[ 2, 2 ]",
    );
    const { reply } = await client.execute("fail()");
    expect(JSON.stringify(reply.content["traceback"])).toMatch(/spaces\.ts:4:35/);
  });

  it("is reloaded by require", async () => {
    write("lib/state.cjs", "exports.v = 1;\n");
    expect((await client.execute("require('../../lib/state.cjs').v")).result).toBe("1");
    write("lib/state.cjs", "exports.v = 'two';\n");
    expect((await client.execute("require('../../lib/state.cjs').v")).result).toBe("'two'");
    expect((await client.execute("import { v } from '../../lib/state.cjs'; v")).result).toBe("'two'");
  });

  it("is reloaded by require when it is an ES module, also through files that import or require it", async () => {
    write("lib/wanted.ts", "export const n: number = 1;\nexport default 'one';\n");
    write("lib/wants.ts", "import { n } from './wanted.js';\nexport const ten: number = n * 10;\n");
    write("lib/wants.cjs", "exports.hundred = require('./wanted.ts').n * 100;\n");
    write("lib/plain.mjs", "export const n = 1;\n");
    const all = `(() => {
      const [wanted, wants] = [require('../../lib/wanted.ts'), require('../../lib/wants.ts')];
      return [wanted.n, wanted.default, wants.ten, require('../../lib/wants.cjs').hundred, require('../../lib/plain.mjs').n];
    })()`;
    expect((await client.execute(all)).result).toBe("[ 1, 'one', 10, 100, 1 ]");
    write("lib/wanted.ts", "export const n: number = 2 + 0;\nexport default 'two';\n");
    write("lib/plain.mjs", "export const n = 2 + 0;\n");
    expect((await client.execute(all)).result).toBe("[ 2, 'two', 20, 200, 2 ]");
    expect((await client.execute("(await import('../../lib/wants.ts')).ten")).result).toBe("20");
    write("lib/wanted.ts", "export const n: number = 3 + 0 + 0;\nexport default 'three';\n");
    expect((await client.execute("(await import('../../lib/wants.ts')).ten")).result).toBe("30");
    expect((await client.execute(all)).result).toBe("[ 3, 'three', 30, 300, 2 ]");
  });

  it("keeps the state of an unchanged required module", async () => {
    write(
      "lib/counter.ts",
      "let n: number = 0;\nexport const up = (): number => ++n;\nexport const at = import.meta.filename;\n",
    );
    await client.execute("require('../../lib/counter.ts').up()");
    expect((await client.execute("require('../../lib/counter.ts').up()")).result).toBe("2");
    expect((await client.execute("require('../../lib/counter.ts').at")).result).toBe(
      `'${join(project, "lib", "counter.ts")}'`,
    );
  });

  it("reports an error in a required module, on its own line", async () => {
    write("lib/wrong.ts", "export const a: number = 1;\n\nthrow new Error('wrong');\n");
    const thrown = tracebackOf(await client.execute("require('../../lib/wrong.ts')"));
    expect(thrown).toContain(`${join(project, "lib", "wrong.ts")}:3:7`);
    expect(thrown).toMatch(/Cell \[\d+\]:1:1/);
    write("lib/wrong.ts", "export const b: number = await 1;\n");
    const waits = tracebackOf(await client.execute("require('../../lib/wrong.ts')"));
    expect(waits).toMatch(/require\(\) cannot .*top-level await|require\(\) cannot .*await at its top level/);
    write("lib/wrong.ts", "export const c: number = 3;\n");
    expect((await client.execute("require('../../lib/wrong.ts').c")).result).toBe("3");
  });

  it("can be broken and repaired", async () => {
    write("lib/broken.ts", "export const a = 1;\nexport const b = ;\n");
    const broken = tracebackOf(await client.execute("import { a } from '@lib/broken'"));
    expect(broken).toContain(`${join(project, "lib", "broken.ts")}:2:18`);
    expect(broken).toContain("> 2 | export const b = ;");
    write("lib/broken.ts", "export const a = 1;\nexport const b = 2;\n");
    expect((await client.execute("import { b } from '@lib/broken'; b")).result).toBe("2");
  });

  it("can be new", async () => {
    await client.execute("import x from '../../lib/later.ts'");
    write("lib/later.ts", "export default 'there';\n");
    expect((await client.execute("import x from '../../lib/later.ts'; x")).result).toBe("'there'");
  });

  it("shows the line of a syntax error, and runs the file once repaired", async () => {
    write("lib/edited.ts", "export const edited = 1;\n");
    const cell = "import { edited } from '@lib/edited'; edited";
    expect((await client.execute(cell)).result).toBe("1");
    write("lib/edited.ts", "export const edited = ;\n");
    const wrong = tracebackOf(await client.execute(cell));
    expect(wrong).toContain("export const edited = ;");
    expect(wrong).not.toContain("edited = 1");
    write("lib/edited.ts", "export const edited = 3;\n");
    expect((await client.execute(cell)).result).toBe("3");
  });
});
