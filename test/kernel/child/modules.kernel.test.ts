import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeEach, describe, expect, it } from "vitest";
import { sharedClient } from "../support/client.ts";
import { tracebackOf } from "../support/outputs.ts";
import { sharedFolder } from "../../support/scratch.ts";

const { folder: project, write } = sharedFolder();
const folder = join(project, "notebooks", "deep");

function writePackage(name: string, files: { [file: string]: string }): void {
  for (const [file, text] of Object.entries(files)) write(`node_modules/${name}/${file}`, text);
}

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
const client = await sharedClient({ cwd: folder, env: { JPY_SESSION_NAME: "notebooks/deep/analysis.ipynb" } });

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

  it.each(["display", "lesson", "run", "widgets"])(
    "offer tsnb/%s to projects without it, with its types",
    async (entry) => {
      const run = await client.execute(`import * as ${entry} from "tsnb/${entry}"; Object.keys(${entry}).length > 3`);
      expect(tracebackOf(run)).toBe("");
      expect(run.stderr).toBe("");
      expect(run.result).toBe("true");
    },
  );

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

  it("of a file that is not code fail, and say how to read it", async () => {
    for (const [name, how] of [
      ["numbers.csv", 'pl.readCSV("./numbers.csv") of nodejs-polars'],
      ["numbers.tsv", 'pl.readCSV("./numbers.tsv", { sep: "\\t" }) of nodejs-polars'],
      ["notes.txt", 'readFileSync("./notes.txt", "utf8") of node:fs'],
      ["model.onnx", 'readFileSync("./model.onnx") of node:fs'],
    ]) {
      await client.execute(`require("node:fs").writeFileSync(new URL("${name}", import.meta.url), "1, 2\\n")`);
      for (const code of [`import data from "./${name}"; data`, `await import("./${name}")`]) {
        const { reply } = await client.execute(code);
        expect(reply.content["evalue"]).toBe(`'./${name}' cannot be imported: read it with ${how}`);
      }
    }
  });

  it("of a module that itself imports such a file fail with Node's words", async () => {
    for (const [name, text] of [
      ["style.css", "a {}"],
      ["styled.mjs", 'import "./style.css";'],
    ] as const) {
      await client.execute(
        `require("node:fs").writeFileSync(new URL("${name}", import.meta.url), ${JSON.stringify(text)})`,
      );
    }
    const { reply } = await client.execute('import "./styled.mjs"');
    expect(reply.content["evalue"]).toMatch(/^Unknown file extension "\.css" for .*style\.css$/);
    const own = await client.execute('import "./style.css"');
    expect(own.reply.content["evalue"]).toContain("'./style.css' cannot be imported");
  });
});
