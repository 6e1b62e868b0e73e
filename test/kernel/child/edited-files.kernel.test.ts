import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { sharedClient } from "../support/client.ts";
import { tracebackOf } from "../support/outputs.ts";
import { sharedFolder } from "../../support/scratch.ts";

const { folder: project, write } = sharedFolder();

async function resultOf(code: string): Promise<string | undefined> {
  const { result, reply } = await client.execute(code);
  return result ?? String(reply.content["evalue"]);
}

write("tsconfig.json", JSON.stringify({ compilerOptions: { paths: { "@lib/*": ["./lib/*"], "#/*": ["./lib/*"] } } }));
const client = await sharedClient({ cwd: project });

describe("an edited file is seen by the next import or require", () => {
  it.each<[string, { [file: string]: string }, string]>([
    ["of CommonJS", { "edited.cjs": "module.exports = { v: VALUE };" }, "edited.cjs"],
    ["of CommonJS in TypeScript", { "edited.ts": "const v: number = VALUE; module.exports = { v };" }, "edited.ts"],
    [
      "of a module that imports CommonJS that requires it",
      {
        "top.ts": "import { v } from './mid.cjs'; export { v };",
        "mid.cjs": "exports.v = require('./edited.cjs').v;",
        "edited.cjs": "exports.v = VALUE;",
      },
      "edited.cjs",
    ],
    [
      "of JSON below several kinds of modules",
      {
        "top.ts": "import { v } from './a.mjs'; export { v };",
        "a.mjs": "import b from './b.cjs'; export const { v } = b;",
        "b.cjs": "exports.v = require('./edited.json').v;",
        "edited.json": '{ "v": VALUE }',
      },
      "edited.json",
    ],
    [
      "of JSON in CommonJS in TypeScript",
      {
        "top.ts": "const { v }: { v: number } = require('./edited.json'); module.exports = { v };",
        "edited.json": '{ "v": VALUE }',
      },
      "edited.json",
    ],
    [
      "of a module that is imported and required",
      {
        "top.cts":
          "import type { T } from './t';\nimport edited = require('./edited.cjs');\nexport = { v: edited.v as T };",
        "t.ts": "export type T = number;",
        "edited.cjs": "exports.v = VALUE;",
      },
      "edited.cjs",
    ],
  ])("%s", async (name, files, edited) => {
    const folder = name.replaceAll(" ", "-");
    for (const [file, text] of Object.entries(files)) write(join(folder, file), text.replace("VALUE", "1"));
    const top = `./${folder}/${Object.keys(files)[0]}`;
    const both = `[(await import("${top}")), require("${top}")].map((m) => m.v ?? m.default.v)`;
    expect(await resultOf(both)).toBe("[ 1, 1 ]");
    write(join(folder, edited), (files[edited] ?? "").replace("VALUE", "22"));
    expect(await resultOf(both)).toBe("[ 22, 22 ]");
    write(join(folder, edited), (files[edited] ?? "").replace("VALUE", "333"));
    expect(await resultOf(both.replace("[(", "[...[(").replace("].map", "]].toReversed().map"))).toBe("[ 333, 333 ]");
  });

  it("also when the same specifier now means another file", async () => {
    write("place/index.ts", "export const v: string = 'folder';\n");
    expect(await resultOf("[require('./place').v, (await import('./place')).v]")).toBe("[ 'folder', 'folder' ]");
    write("place.ts", "export const v: string = 'file';\n");
    expect(await resultOf("[require('./place').v, (await import('./place')).v]")).toBe("[ 'file', 'file' ]");
  });
});

describe("a file that failed to load", () => {
  it.each(["await import", "require"])("is tried again by the next %s", async (load) => {
    const name = load.replace(" ", "-");
    write(`${name}/top.ts`, "import { data } from './middle'; export { data };\n");
    write(`${name}/middle.ts`, "import { at } from './kept';\nimport { data } from './load';\nexport { data, at };\n");
    write(`${name}/kept.ts`, "export const at: number = Math.random();\n");
    write(
      `${name}/load.ts`,
      `import { readFileSync } from "node:fs";\n\nexport const data = readFileSync(${JSON.stringify(join(project, name, "data.txt"))}, "utf8");\n`,
    );
    const kept = await resultOf(`(${load}('./${name}/kept.ts')).at`);
    const first = tracebackOf(await client.execute(`(${load}('./${name}/top.ts')).data`));
    expect(first).toContain("ENOENT");
    const again = await client.execute(`1;\n(${load}('./${name}/top.ts')).data`);
    expect(tracebackOf(again)).toContain(`${join(project, name, "load.ts")}:3:21`);
    expect(tracebackOf(again)).toContain(`Cell [${String(again.reply.content["execution_count"])}]:2:`);
    write(`${name}/data.txt`, "there");
    expect(await resultOf(`(${load}('./${name}/top.ts')).data`)).toBe("'there'");
    expect(await resultOf(`(${load}('./${name}/middle.ts')).at`)).toBe(kept);
  });

  it("is tried again once its imports exist", async () => {
    write(
      "miss.ts",
      "import { later } from './later';\nimport { pack } from 'packed';\nexport const all = later + pack;\n",
    );
    expect(await resultOf("(await import('./miss.ts')).all")).toContain("later");
    write("later.ts", "export const later: string = 'later ';\n");
    expect(await resultOf("(await import('./miss.ts')).all")).toContain("packed");
    write(
      "node_modules/packed/package.json",
      JSON.stringify({ name: "packed", type: "module", exports: "./index.js" }),
    );
    write("node_modules/packed/index.js", "export const pack = 'packed';\n");
    expect(await resultOf("(await import('./miss.ts')).all")).toBe("'later packed'");
  });
});

describe("the kind of a module", () => {
  it.each([
    ["c.cts", "import type { T } from './t';\nmodule.exports = { n: 1 as T };"],
    ["c.ts", "import type { T } from './t';\nmodule.exports = { n: 1 as T };"],
    [
      "d.cts",
      "import { type T } from './t';\nimport fs = require('node:fs');\nexport = { n: typeof fs.readFileSync === 'function' ? (1 as T) : 0 };",
    ],
    [
      "e.ts",
      "import path = require('node:path');\nimport { one } from './t';\nexport const n = path.join('a', 'b').length - 2 * one;",
    ],
  ])("of %s follows its conditions beside the types: %j", async (file, text) => {
    write("kinds/t.ts", "export type T = number;\nexport const one: number = 1;\n");
    write(`kinds/${file}`, text);
    expect(await resultOf(`const m = await import('./kinds/${file}'); m.n ?? m.default.n`)).toBe("1");
    expect(await resultOf(`require('./kinds/${file}').n`)).toBe("1");
  });

  it("follows its syntax even if its package says CommonJS", async () => {
    write("old/package.json", JSON.stringify({ type: "commonjs" }));
    write("old/es.js", "import { y } from './y.js';\nexport const v = y;\n");
    write("old/y.ts", "export const y: number = 1;\n");
    expect(await resultOf("(await import('./old/es.js')).v")).toBe("1");
    expect(await resultOf("require('./old/es.js').v")).toBe("1");
    write("old/y.ts", "export const y: number = 20;\n");
    expect(await resultOf("[require('./old/es.js').v, (await import('./old/es.js')).v]")).toBe("[ 20, 20 ]");
  });

  it("keeps the place of an error in JavaScript", async () => {
    write("wrong.mjs", "export const a = 1;\nexport const b = = 2;\n");
    const imported = tracebackOf(await client.execute("import './wrong.mjs'"));
    expect(imported).toContain(`${join(project, "wrong.mjs")}:2:18`);
    expect(imported).toContain("> 2 | export const b = = 2;");
    expect(tracebackOf(await client.execute("require('./wrong.mjs')"))).toContain(`${join(project, "wrong.mjs")}:2:18`);
  });
});

describe("the paths of tsconfig.json", () => {
  it("apply to require and import, and can begin with #", async () => {
    write("lib/own.ts", "export const own: string = 'own';\n");
    expect(await resultOf("[require('@lib/own').own, require('#/own').own, (await import('#/own')).own]")).toBe(
      "[ 'own', 'own', 'own' ]",
    );
    expect(await resultOf("require.resolve('@lib/own')")).toBe(`'${join(project, "lib", "own.ts")}'`);
  });
});

describe("a file that changes", () => {
  beforeEach(() => {
    write("lib/middle.ts", "import { base } from './base.js';\nexport const doubled = (): number => base * 2;\n");
    write(
      "lib/base.ts",
      "export const base: number = 1;\nexport let count = 0;\nexport function up(): void { count++ }\n",
    );
  });

  it("is the same module until it changes", async () => {
    await client.execute("import { count, up } from './lib/base.ts'; import * as whole from './lib/base.ts'; up()");
    expect((await client.execute("import { count } from './lib/base.ts'; up(); [count, whole.count]")).result).toBe(
      "[ 2, 2 ]",
    );
  });

  it("is reloaded when it is imported again, also through an importing file", async () => {
    await client.execute("import { doubled } from './lib/middle.ts'");
    write("lib/base.ts", "export const base: number = 21;\n");
    expect((await client.execute("doubled()")).result).toBe("2");
    expect((await client.execute("import { doubled } from './lib/middle.ts'; doubled()")).result).toBe("42");
    write("lib/base.ts", "export const base: number = 4; // longer\n");
    expect((await client.execute("(await import('@lib/middle.ts')).doubled()")).result).toBe("8");
  });

  it("is loaded again in a function that is passed on, as in the notebook", async () => {
    write("lib/late.ts", "export const v: number = 1;\n");
    await client.execute("const run = (f: () => unknown) => f(); const late = (await import('./lib/late.ts')).v");
    write("lib/late.ts", "export const v: number = 2 + 0;\n");
    expect((await client.execute("await run(async () => (await import('./lib/late.ts')).v)")).result).toBe("2");
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
    expect((await client.execute("import { B, C, fail } from './lib/spaces.ts'; C.up(); [C.n, B.b]")).result).toBe(
      "[ 2, 2 ]",
    );
    const { reply } = await client.execute("fail()");
    expect(JSON.stringify(reply.content["traceback"])).toMatch(/spaces\.ts:4:35/);
  });

  it("is reloaded by require", async () => {
    write("lib/state.cjs", "exports.v = 1;\n");
    expect((await client.execute("require('./lib/state.cjs').v")).result).toBe("1");
    write("lib/state.cjs", "exports.v = 'two';\n");
    expect((await client.execute("require('./lib/state.cjs').v")).result).toBe("'two'");
    expect((await client.execute("import { v } from './lib/state.cjs'; v")).result).toBe("'two'");
  });

  it("is reloaded by require when it is an ES module, also through files that import or require it", async () => {
    write("lib/wanted.ts", "export const n: number = 1;\nexport default 'one';\n");
    write("lib/wants.ts", "import { n } from './wanted.js';\nexport const ten: number = n * 10;\n");
    write("lib/wants.cjs", "exports.hundred = require('./wanted.ts').n * 100;\n");
    write("lib/plain.mjs", "export const n = 1;\n");
    const all = `(() => {
      const [wanted, wants] = [require('./lib/wanted.ts'), require('./lib/wants.ts')];
      return [wanted.n, wanted.default, wants.ten, require('./lib/wants.cjs').hundred, require('./lib/plain.mjs').n];
    })()`;
    expect((await client.execute(all)).result).toBe("[ 1, 'one', 10, 100, 1 ]");
    write("lib/wanted.ts", "export const n: number = 2 + 0;\nexport default 'two';\n");
    write("lib/plain.mjs", "export const n = 2 + 0;\n");
    expect((await client.execute(all)).result).toBe("[ 2, 'two', 20, 200, 2 ]");
    expect((await client.execute("(await import('./lib/wants.ts')).ten")).result).toBe("20");
    write("lib/wanted.ts", "export const n: number = 3 + 0 + 0;\nexport default 'three';\n");
    expect((await client.execute("(await import('./lib/wants.ts')).ten")).result).toBe("30");
    expect((await client.execute(all)).result).toBe("[ 3, 'three', 30, 300, 2 ]");
  });

  it("keeps the state of an unchanged required module", async () => {
    write(
      "lib/counter.ts",
      "let n: number = 0;\nexport const up = (): number => ++n;\nexport const at = import.meta.filename;\n",
    );
    await client.execute("require('./lib/counter.ts').up()");
    expect((await client.execute("require('./lib/counter.ts').up()")).result).toBe("2");
    expect((await client.execute("require('./lib/counter.ts').at")).result).toBe(
      `'${join(project, "lib", "counter.ts")}'`,
    );
  });

  it("reports an error in a required module, on its own line", async () => {
    write("lib/wrong.ts", "export const a: number = 1;\n\nthrow new Error('wrong');\n");
    const thrown = tracebackOf(await client.execute("require('./lib/wrong.ts')"));
    expect(thrown).toContain(`${join(project, "lib", "wrong.ts")}:3:7`);
    expect(thrown).toMatch(/Cell \[\d+\]:1:1/);
    write("lib/wrong.ts", "export const b: number = await 1;\n");
    const waits = tracebackOf(await client.execute("require('./lib/wrong.ts')"));
    expect(waits).toMatch(/require\(\) cannot .*top-level await|require\(\) cannot .*await at its top level/);
    write("lib/wrong.ts", "export const c: number = 3;\n");
    expect((await client.execute("require('./lib/wrong.ts').c")).result).toBe("3");
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
    await client.execute("import x from './lib/later.ts'");
    write("lib/later.ts", "export default 'there';\n");
    expect((await client.execute("import x from './lib/later.ts'; x")).result).toBe("'there'");
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
