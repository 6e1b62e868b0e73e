import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { makeProject, Notebook, removeProject } from "../support/typed-notebook.ts";

type Project = { readonly folder: string; readonly notebook: Notebook };

const opened: Project[] = [];

function create(files: Record<string, string> = {}, packages: readonly string[] = ["@types/node"]): Project {
  const folder = makeProject({ "notebooks/.keep": "", ...files }, packages);
  return { folder, notebook: new Notebook(join(folder, "notebooks")) };
}

function open(...made: Parameters<typeof create>): [Notebook, string] {
  const project = create(...made);
  opened.push(project);
  return [project.notebook, project.folder];
}

const plain = create();

/** The notebook of a project without settings, which tests that change no file share, with no cells. */
function openPlain(): Notebook {
  plain.notebook.service.reset();
  return plain.notebook;
}

function tsconfig(compilerOptions: object, rest: object = {}): string {
  return `// the project's rules\n${JSON.stringify({ compilerOptions, ...rest })}`;
}

async function close({ folder, notebook }: Project): Promise<void> {
  await notebook.service.dispose();
  removeProject(folder);
}

afterEach(async () => {
  for (const project of opened.splice(0)) await close(project);
});

afterAll(() => close(plain));

const IMPLICIT_ANY = "function f(a) { return a; }";

describe("rules", () => {
  test("are strict without a tsconfig.json", async () => {
    const notebook = openPlain();
    expect(await notebook.runAll([IMPLICIT_ANY, "const a: string = null;"])).toEqual([["TS7006 1:12"], ["TS2322 1:7"]]);
    expect(notebook.troubles).toEqual([]);
  });

  test("of Node's modules do not require file extensions and the like", async () => {
    const [notebook] = open({
      "tsconfig.json": tsconfig({ strict: true, module: "nodenext", paths: { "@lib/*": ["./lib/*"] } }),
      "notebooks/data.json": '{ "rows": 3 }',
      "lib/helper.ts": "export const helper: number = 1;",
    });
    expect(await notebook.run("import { helper } from '@lib/helper';\nhelper.nothing;")).toEqual(["TS2339 2:8"]);
    expect(await notebook.runAll(["import data from './data.json';\ndata.rows.toFixed();", "data.nothing"])).toEqual([
      [],
      ["TS2339 1:6"],
    ]);
  });

  test.for([
    [
      "of the nearest tsconfig.json",
      { "notebooks/tsconfig.json": tsconfig({ strict: false }), "tsconfig.json": tsconfig({ strict: true }) },
      IMPLICIT_ANY,
      [],
    ],
    ["of one above", { "tsconfig.json": tsconfig({ strict: false }) }, IMPLICIT_ANY, []],
    [
      "of one that extends another",
      {
        "base/strict.json": tsconfig({ strict: true, noImplicitAny: false }),
        "tsconfig.json": tsconfig({}, { extends: "./base/strict.json" }),
      },
      `${IMPLICIT_ANY}\nconst b: string = null;`,
      ["TS2322 2:7"],
    ],
    [
      "that are stricter",
      { "tsconfig.json": tsconfig({ strict: true, noUncheckedIndexedAccess: true }) },
      "const a: number[] = [];\na[0].toFixed();",
      ["TS2532 2:1"],
    ],
    [
      "about files, since cells are not files",
      {
        "tsconfig.json": tsconfig(
          {
            strict: true,
            noUnusedLocals: true,
            noUnusedParameters: true,
            allowUnreachableCode: false,
            allowUnusedLabels: false,
            isolatedModules: true,
            verbatimModuleSyntax: true,
            isolatedDeclarations: true,
            declaration: true,
            composite: true,
            erasableSyntaxOnly: true,
            rootDir: "src",
            outDir: "dist",
          },
          { include: ["src"], references: [] },
        ),
      },
      `import { Stats } from "node:fs";\nenum A { B }\nfunction f(a: number) { return 1; console.log(); }\nlabel: for (;;) break label;\nnamespace N { export const s = 1; }`,
      [],
    ],
    [
      "of a CommonJS project",
      { "tsconfig.json": tsconfig({ strict: true, module: "commonjs" }), "package.json": "{}" },
      `import os from "node:os";\nconst a = await Promise.resolve(os.cpus());\na.length; import.meta.url;`,
      [],
    ],
    [
      "of a project for nodenext",
      {
        "tsconfig.json": tsconfig({ strict: true, module: "nodenext" }),
        "package.json": "{}",
        "notebooks/helper.ts": "export const one = 1;",
      },
      `import { one } from "./helper.js";\nimport { one as two } from "./helper";\nconst a: string = one;\nawait 1;`,
      ["TS2322 3:7"],
    ],
    [
      "of a project for an old target",
      { "tsconfig.json": tsconfig({ strict: true, target: "es2015", lib: ["es2022"] }) },
      "await 1;\nfor await (const a of [1]) a.toFixed();\n[1].at(0);",
      [],
    ],
    [
      "with its own types instead of Node's",
      { "tsconfig.json": tsconfig({ strict: true, types: [] }) },
      "process.pid;",
      [],
    ],
  ] as const)("%s", async ([, files, code, expected]) => {
    const [notebook] = open(files);
    expect(await notebook.run(code)).toEqual(expected);
    expect(notebook.troubles).toEqual([]);
  });

  test.for([
    [
      "an option that is not one",
      `{ "compilerOptions": { "module": "nonsense", "noImplicitAny": false } }`,
      "TS6046 1:34",
      "tsconfig.json(1,34)",
    ],
    [
      "a missing file",
      `{ "extends": "./nothing.json", "compilerOptions": { "noImplicitAny": false } }`,
      "TS5083 1:1",
      "tsconfig.json: Cannot read file 'nothing.json'.",
    ],
    ["no end", `{ "compilerOptions": { "strict": true } `, "TS1005 1:41", "tsconfig.json(1,41): '}' expected."],
  ] as const)(
    "of a tsconfig.json with %s apply as far as they are understood, with one notice",
    async ([, text, trouble, said]) => {
      const [notebook] = open({ "tsconfig.json": text });
      const [first] = await notebook.check("1");
      expect(first).toMatchObject({ severity: "warning" });
      expect(stripVTControlCharacters(first?.rendered ?? "")).toContain(said);
      expect(`${first?.code} ${first?.line}:${first?.column}`).toBe(trouble);
      expect(await notebook.run("await 1;\nconst a: string = null;")).toEqual(["TS2322 2:7"]);
    },
  );

  test("apply from the next cell on when their file is created or deleted", async () => {
    const [notebook, folder] = open();
    const file = join(folder, "tsconfig.json");
    expect(await notebook.run(IMPLICIT_ANY)).toEqual(["TS7006 1:12"]);
    writeFileSync(file, tsconfig({ strict: false }));
    expect(await notebook.run(IMPLICIT_ANY)).toEqual([]);
    writeFileSync(join(folder, "notebooks", "tsconfig.json"), tsconfig({ strict: true }));
    expect(await notebook.run(IMPLICIT_ANY)).toEqual(["TS7006 1:12"]);
    rmSync(join(folder, "notebooks", "tsconfig.json"));
    expect(await notebook.run(IMPLICIT_ANY)).toEqual([]);
  });

  test("apply from the next cell on when a file that they extend is edited", async () => {
    const [notebook, folder] = open({
      "base.json": tsconfig({ strict: false }),
      "tsconfig.json": tsconfig({}, { extends: "./base.json" }),
    });
    expect(await notebook.run(IMPLICIT_ANY)).toEqual([]);
    writeFileSync(join(folder, "base.json"), tsconfig({ strict: true }));
    expect(await notebook.run(IMPLICIT_ANY)).toEqual(["TS7006 1:12"]);
  });

  test("apply from the next cell on when they are edited", async () => {
    const [notebook, folder] = open({ "tsconfig.json": tsconfig({ strict: true }) });
    expect(await notebook.runAll(["const a = 1;", IMPLICIT_ANY])).toEqual([[], ["TS7006 1:12"]]);
    writeFileSync(join(folder, "tsconfig.json"), tsconfig({ strict: true, noImplicitAny: false, module: "nodenext" }));
    expect(await notebook.runAll([IMPLICIT_ANY, "a.foo;"])).toEqual([[], ["TS2339 1:3"]]);
  });

  test("of an older TypeScript are ignored", async () => {
    const options = {
      strict: true,
      module: "esnext",
      moduleResolution: "node",
      target: "es5",
      baseUrl: "src",
      paths: { "@/*": ["lib/*"] },
    };
    const [notebook] = open({ "tsconfig.json": tsconfig(options), "src/lib/one.ts": "export const one = 1;" });
    expect(await notebook.run(`import { one } from "@/one";\nconst a: string = one;`)).toEqual(["TS2322 2:7"]);
    expect(notebook.troubles).toEqual([]);
  });
});

describe("JSX", () => {
  const runtime = `export namespace JSX { interface IntrinsicElements { div: { title?: string; children?: unknown } } interface ElementChildrenAttribute { children: unknown } interface Element { type: string } }\nexport declare function jsx(): JSX.Element;\nexport declare function jsxs(): JSX.Element;`;
  const react = {
    "node_modules/react/package.json": `{"name": "react", "types": "./index.d.ts", "exports": {".": {"types": "./index.d.ts"}, "./jsx-runtime": {"types": "./jsx-runtime.d.ts"}}}`,
    "node_modules/react/jsx-runtime.d.ts": runtime,
    "node_modules/react/index.d.ts": "export const version: string;",
  };

  test("is understood, beside cells in which < starts a type", async () => {
    const [notebook] = open(react);
    const cells = [
      `const box = (title: string) => <div title={title}>text</div>;`,
      "const element = box('x');\nconst text = <string>element.type;",
      "<div title={5} />",
      "const again = <div>{element.type}</div>;\nagain.type.length",
    ];
    expect(await notebook.runAll(cells)).toEqual([[], [], ["TS2322 1:6"], []]);
  });

  test("has the project's settings", async () => {
    const own = `declare global { namespace JSX { interface IntrinsicElements { p: { id: number } } } }\nexport declare function h(...all: unknown[]): { made: true };`;
    const [notebook] = open({
      "tsconfig.json": tsconfig({ strict: true, jsx: "react", jsxFactory: "h" }),
      "notebooks/h.d.ts": own,
    });
    const cells = [`import { h } from "./h.js";`, "const p = <p id={1} />;", "<p id='x' />"];
    expect(await notebook.runAll(cells)).toEqual([[], [], ["TS2322 1:4"]]);
  });

  test.for([
    ["the project's", { jsxFactory: "make.element", jsxFragmentFactory: "group" }, ""],
    ["the project's namespace", { reactNamespace: "make" }, ""],
    ["a cell's", {}, "/** @jsx make.element */\n/** @jsxFrag group */\n"],
  ] as const)("has %s factories from earlier cells", async ([, settings, head]) => {
    const make = `declare namespace make { function createElement(...all: unknown[]): unknown; function element(...all: unknown[]): unknown; function Fragment(): unknown; namespace JSX { type Element = unknown; interface IntrinsicElements { p: { id: number } } } }\ndeclare const group: unknown;`;
    const [notebook] = open({ "tsconfig.json": tsconfig({ strict: true, jsx: "react", ...settings }) });
    const cells = [make, `${head}const all = <><p id={1} /></>;`, `${head}<p id='x' />`];
    const line = head.split("\n").length;
    expect(await notebook.runAll(cells)).toEqual([[], [], [`TS2322 ${line}:4`]]);
  });
});

describe("modules", () => {
  test("of packages that pnpm installed are found", async () => {
    const [notebook, folder] = open({
      "node_modules/.pnpm/a@1.0.0/node_modules/a/package.json": `{"name": "a", "exports": {".": {"types": "./a.d.ts"}}}`,
      "node_modules/.pnpm/a@1.0.0/node_modules/a/a.d.ts": `import { B } from "b";\nexport const b: B;`,
      "node_modules/.pnpm/b@1.0.0/node_modules/b/package.json": `{"name": "b", "types": "./b.d.ts"}`,
      "node_modules/.pnpm/b@1.0.0/node_modules/b/b.d.ts": "export interface B { c: number }",
    });
    symlinkSync(join(folder, "node_modules/.pnpm/a@1.0.0/node_modules/a"), join(folder, "node_modules/a"), "junction");
    const inner = join(folder, "node_modules/.pnpm/a@1.0.0/node_modules/b");
    symlinkSync(join(folder, "node_modules/.pnpm/b@1.0.0/node_modules/b"), inner, "junction");
    expect(await notebook.runAll([`import { b } from "a";`, "b.c.toFixed();", "b.d;"])).toEqual([
      [],
      [],
      ["TS2339 1:3"],
    ]);
  });

  test("are found by the project's paths and package imports", async () => {
    const [notebook] = open({
      "tsconfig.json": tsconfig({ strict: true, module: "nodenext", paths: { "@/*": ["./src/*"] } }),
      "package.json": `{"name": "own", "imports": {"#one": "./src/one.ts"}, "exports": {".": "./src/one.ts"}}`,
      "src/one.ts": "export const one = 1;",
    });
    const code = `import { one } from "@/one.ts";\nimport { one as two } from "#one";\nimport { one as three } from "own";\nconst a: string = one + two + three;`;
    expect(await notebook.run(code)).toEqual(["TS2322 4:7"]);
  });

  test("of Node have types, also when the project has none", async () => {
    const [notebook] = open({}, []);
    expect(
      await notebook.run(`import { readFileSync } from "node:fs";\nprocess.pid.toFixed(); readFileSync("a").foo;`),
    ).toEqual(["TS2339 2:42"]);
  });

  test.for([
    ["Object.groupBy([1], String)", "groupBy" in Object],
    ["Array.fromAsync([1])", "fromAsync" in Array],
    ["new Set<number>().union(new Set([1]))", "union" in Set.prototype],
    ["[1].values().map(String)", "map" in Object(Object.getPrototypeOf(Object.getPrototypeOf([].values())))],
    ["Promise.try(() => 1)", "try" in Promise],
    ["RegExp.escape('a')", "escape" in RegExp],
    ["Error.isError(1)", "isError" in Error],
    ["Temporal.Now.instant()", "Temporal" in globalThis],
    ["'a'.isWellFormed(), [1].toSorted(), [1].findLast(Boolean), structuredClone(1), Symbol.dispose", true],
  ] as const)("of the language match this Node: %s", async ([code, isThere]) => {
    const notebook = openPlain();
    const found = await notebook.run(`void (${code});`);
    expect(found.length > 0).toBe(!isThere);
  });

  test("of the kernel are found when the project does not have them", async () => {
    const notebook = openPlain();
    const code = `import * as tslab from "tslab";\ntslab.display.html("<b>x</b>");\ntslab.display.html(5);`;
    expect(await notebook.run(code)).toEqual(["TS2345 3:20"]);
    const tables = `import pl from "nodejs-polars";\nimport { getData } from "tsnb/lesson";\nconst t: pl.DataFrame = await getData("infer");\nt.foo;`;
    expect(await notebook.run(tables)).toEqual(["TS2339 4:3"]);
  });

  test("are read again when they are edited, also behind other modules", async () => {
    const [notebook, folder] = open({ "lib/a.ts": `export { b } from "./b";`, "lib/b.ts": "export const b = 1;" });
    const code = `import { b } from "../lib/a.ts";\nconst c: number = b;`;
    expect(await notebook.run(code)).toEqual([]);
    writeFileSync(join(folder, "lib/b.ts"), "export const b = 'text';");
    expect(await notebook.run(code)).toEqual(["TS2322 2:7"]);
    writeFileSync(join(folder, "lib/c.ts"), "export const b = true;");
    writeFileSync(join(folder, "lib/a.ts"), `export { b } from "./c";`);
    expect(await notebook.check("const c: boolean = b;")).toEqual([]);
    rmSync(join(folder, "lib/a.ts"));
    expect(await notebook.run(code)).toEqual(["TS2307 1:19"]);
  });

  test("that only types name are read again when they are edited", async () => {
    const [notebook, folder] = open({ "notebooks/a.ts": "export const a = 1;", "notebooks/b.cts": "export = 1;" });
    const code = `type A = typeof import("./a.ts");\nconst n: number = (null! as A).a;`;
    const required = `import b = require("./b.cts");\nconst m: number = b;`;
    expect(await notebook.runAll([code, required])).toEqual([[], []]);
    writeFileSync(join(folder, "notebooks/a.ts"), "export const a = 'text';");
    writeFileSync(join(folder, "notebooks/b.cts"), "export = 'text';");
    expect(await notebook.runAll([code, required])).toEqual([["TS2322 2:7"], ["TS2322 2:7"]]);
  });

  test("that add to all others do so in later cells, also when they are imported again", async () => {
    const [notebook] = open({
      "notebooks/more.ts": "export {};\ndeclare global { interface Array<T> { firstOne(): T } }",
    });
    const cells = [`import "./more.ts";`, "[1].firstOne().toFixed();", `import "./more.ts";`, "[1].firstOne().foo;"];
    expect(await notebook.runAll(cells)).toEqual([[], [], [], ["TS2339 1:16"]]);
  });

  test("are found when they are written after the first try", async () => {
    const [notebook, folder] = open({});
    const code = `import { one } from "./late.ts";\nimport { two } from "late-package";\none + two;`;
    expect(await notebook.run(code)).toEqual(["TS2307 1:21", "TS2307 2:21"]);
    writeFileSync(join(folder, "notebooks/late.ts"), "export const one = 1;");
    mkdirSync(join(folder, "node_modules/late-package"), { recursive: true });
    writeFileSync(
      join(folder, "node_modules/late-package/package.json"),
      `{"name": "late-package", "types": "./i.d.ts"}`,
    );
    writeFileSync(join(folder, "node_modules/late-package/i.d.ts"), "export const two: number;");
    expect(await notebook.run(code)).toEqual([]);
  });

  test("are read in another version after a refresh", async () => {
    const [notebook, folder] = open({
      "node_modules/dep/package.json": `{"name": "dep", "types": "./i.d.ts"}`,
      "node_modules/dep/i.d.ts": "export const v: 1;",
    });
    expect(await notebook.runAll([`import { v } from "dep";`, "const a: 1 = v;"])).toEqual([[], []]);
    writeFileSync(join(folder, "node_modules/dep/i.d.ts"), "export const v: 2;");
    notebook.service.refresh();
    expect(await notebook.run("const a: 1 = v;")).toEqual(["TS2322 1:7"]);
    expect(notebook.troubles).toEqual([]);
  });
});

test("nothing is written beside the notebook", async () => {
  const [notebook, folder] = open({});
  await notebook.runAll(["const a = 1;", "a.toFixed();", "const b = <div />;"]);
  await notebook.complete("a.|");
  expect(readdirSync(join(folder, "notebooks"))).toEqual([".keep"]);
  expect(readdirSync(folder).toSorted()).toEqual(["node_modules", "notebooks"]);
});
