import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CheckCancelledError, checkNotebooks, type CheckOptions } from "../../src/check/index.ts";
import type { Finding, NotebookCheck } from "../../src/check/results.ts";
import { checkSources, typesResult } from "../../src/run/type-check/check-types.ts";
import { type CellSource, notebookText } from "../support/notebooks.ts";
import { scratch } from "../support/scratch.ts";

const TSCONFIG = JSON.stringify({ compilerOptions: { strict: true, noUncheckedIndexedAccess: true } });

function tagged(source: string, ...tags: string[]): CellSource {
  return { cell_type: "code", source, metadata: { tags }, outputs: [], execution_count: null };
}

function markdown(source: string): CellSource {
  return { cell_type: "markdown", source };
}

function ran(count: number | null): CellSource {
  return { cell_type: "code", source: "1;", outputs: [], execution_count: count };
}

/** A finding as `rule cell:line:column`, or with the file's name in place of the cell; `warning` before warnings. */
function short({ rule, severity, cell, file, line, column }: Finding): string {
  const place = cell ? `${cell.index + 1}:${cell.line}:${cell.column}` : `${file.split("/").at(-1)}:${line}:${column}`;
  return `${severity === "warning" ? "warning " : ""}${rule} ${place}`;
}

async function check(
  cells: readonly CellSource[],
  { kernel = "tsnb", files = {}, ...options }: CheckOptions & { kernel?: string; files?: Record<string, string> } = {},
) {
  const folder = realpathSync(scratch({ "tsconfig.json": TSCONFIG, ...files, "a.ipynb": notebookText(cells, kernel) }));
  const result = await checkNotebooks([join(folder, "a.ipynb")], options);
  const findings = [...result.files, ...result.notebooks.flatMap((notebook) => notebook.findings)];
  return { result, findings, found: findings.map(short) };
}

const CELLS: readonly (readonly [string, readonly CellSource[], readonly string[]])[] = [
  ["nothing", ["const a = 1;", "a + 1"], []],
  ["a wrong type", ["const a: number = 'x';\na;"], ["TS2322 1:1:7"]],
  ["a wrong type of a name of another cell", ["const a = 1;", "a.foo;"], ["TS2339 2:1:3"]],
  ["what the tsconfig asks for", ["const a = [1];", "a[0].toFixed();"], ["TS2532 2:1:1"]],
  ["a missing module", [`import { a } from "./nothing.ts";\na;`], ["TS2307 1:1:19"]],
  ["a missing package", [`import a from "no-such-package";\na;`], ["TS2307 1:1:15"]],
  [
    "a syntax error, with the rest",
    ["const a = ;", "const b: number = 'x'; b;"],
    ["syntax-error 1:1:11", "TS2322 2:1:7"],
  ],
  [
    "commands that the kernel does not have",
    ["%matplotlib inline\n1;", "%%html\n<b>x</b>", "1;\n  %%bash\nls", "%time 1 + 1", "!ls", "%writefile a.ts"],
    ["unknown-command 1:1:1", "unknown-command 2:1:1", "unknown-command 3:2:3", "unknown-command 6:1:1"],
  ],
  [
    "a class that is declared again without a member that an earlier cell uses",
    [
      "class A { x = 1 }\nconst f = () => new A().x;",
      "class A { y = 1 }\nnew A().y + f();",
      "class A { y = 2 }\nnew A();",
    ],
    ["redeclared 2:1:7", "redeclared 3:1:7"],
  ],
  [
    "nothing where a class is declared again with the same members",
    ["class A { x = 1 }\nconst f = () => new A().x;\nf();", "class A { x = 2; y = 1 }\nnew A().y;"],
    [],
  ],
  ["an object literal at the end", ["const a = 1;\n{ a, b: [2] }", "{ c: 1, d: [a] }"], []],
  ["a wrong type in such an object", ["const a = 1;\n{ a, b: a.foo }"], ["TS2339 1:2:11"]],
  ["a name that only using declares", ["using lock = { [Symbol.dispose]() {} };\n1 + 1"], []],
  ["brackets that only close in the next cell", ["{", "}"], ["syntax-error 1:1:1", "syntax-error 2:1:1"]],
  ["a name used before its cell", ["a + 1;", "const a = 1; a;"], ["used-before-declared 1:1:1"]],
  ["a function used before its cell", ["f();", "function f() {}\nf();"], ["used-before-declared 1:1:1"]],
  ["a type used before its cell", ["let a: T; a = 1; a;", "type T = number; 1 as T;"], ["used-before-declared 1:1:8"]],
  [
    "a name used in a function before its cell",
    ["const f = () => a;\nf;", "const a = 1; a;"],
    ["used-before-declared 1:1:17"],
  ],
  [
    "a name used before its cell beside the same word for other things",
    ["const f = (a: number) => ({ a, b: 'a' }); // a\nf(1).a + a;", "const a = 1; a;"],
    ["used-before-declared 1:2:10"],
  ],
  [
    "an alias used before its cell",
    ["a.b;", "namespace N { export const c = { b: 1 }; }\nimport a = N.c;\na;"],
    ["used-before-declared 1:1:1"],
  ],
  [
    "a value used as the type that its cell declares later",
    ["const A = 1; A;", "let a: A; a = 1; a;", "type A = number; 1 as A;"],
    ["TS2749 2:1:8"],
  ],
  [
    "members of an enum that is declared again",
    ["enum E { a = 1 }\nE.a;", "E.b;", "enum E { b = 2 }\nE.b;", "E.a;"],
    ["TS2339 2:1:3", "TS2339 4:1:3"],
  ],
  ["an unknown name", ["nothing;"], ["TS2304 1:1:1"]],
  ["redeclared names", ["const a = 1;", "a.toFixed();", "const a = 'x';", "a.length;\na.toFixed();"], ["TS2551 4:2:3"]],
  [
    "a redeclared name that an earlier function needs",
    ["let rate = 0.1;\nconst twice = () => rate * 2;", "twice();", "const rate = 'x'; rate;"],
    ["redeclared 3:1:7"],
  ],
  [
    "a name redeclared with another type that an earlier function also accepts",
    ["let rate = 1;\nfunction show() { console.log(rate); }", "show();", "const rate = 'x'; rate;"],
    ["warning redeclared 3:1:7"],
  ],
  ["a name redeclared with the same type", ["let a = 1;\nconst f = () => a;", "f();", "let a = 2; a;"], []],
  [
    "unused names",
    [`import { join, sep } from "node:path";\nconst a = 1;\nsep;`],
    ["warning unused-name 1:1:10", "warning unused-name 1:2:7"],
  ],
  ["no names that keep a result", ["const a = Math.random();", "let _b = 1;\n1;", "export const c = 1;\n1;"], []],
  [
    "unused names of commands, at the commands",
    ["const a = 1;\n  files = !ls\n$b = !pwd\na;", "let files = 1; files;"],
    ["warning unused-name 1:3:1"],
  ],
  ["an unused name of a command", ["const a = 1;\n  files = !ls\na;"], ["warning unused-name 1:2:3"]],
  ["an unused function", ["function f() {}"], ["warning unused-name 1:1:10"]],
  ["cells behind a throw", ["throw new Error('x');", "1;", "2;"], ["warning unreachable-cell 2:1:1"]],
  ["no cells behind a throw that is expected", [tagged("throw new Error('x');", "raises-exception"), "1;"], []],
  ["commands to the kernel", ["%check on\n!ls\nconst a = 1;\n%timeit a"], []],
  [
    "nothing behind %check off",
    ["%check off\nconst a: number = 'x';\na;", "const b: number = 'x';\nb;", "%check on\nconst c: number = 'x';\nc;"],
    ["TS2322 3:2:7"],
  ],
  [
    "nothing under @ts-nocheck",
    ["// @ts-nocheck\nconst a: number = 'x';\na;", "const b: number = 'x'; b;"],
    ["TS2322 2:1:7"],
  ],
  [
    "nothing in cells that may fail",
    [tagged("const a: number = 'x'; a;", "raises-exception"), "const b: string = a; b;"],
    ["TS2322 2:1:7"],
  ],
  [
    "nothing in cells that nbval's marks skip, or let fail",
    [
      tagged("const a: number = 'x'; a;", "nbval-skip"),
      "// NBVAL_SKIP\nconst b: number = 'x'; b;",
      tagged("const c: number = 'x'; c;", "nbval-raises-exception"),
      "// NBVAL_RAISES_EXCEPTION\nconst d: number = 'x'; d;",
      "c.toFixed() + d.toFixed();",
    ],
    [],
  ],
  [
    "nothing in cells that are not run",
    [tagged("const a: number = 'x'; a;", "skip-execution"), "a;"],
    ["TS2304 2:1:1"],
  ],
  [
    "a package that a cell installs, as a warning",
    ["%npm install no-such-package", `import a from "no-such-package";\na;`],
    ["warning TS2307 2:1:15"],
  ],
  [
    "a file that a cell writes, as a warning",
    [
      "%%writefile -a 'lib/tool.ts'\nexport const a = 1;",
      `import { a } from "./lib/tool";\na;`,
      `import { b } from "./lib/other";\nb;`,
    ],
    ["warning TS2307 2:1:19", "TS2307 3:1:19"],
  ],
  ["declarations for all modules", ["declare global { var shared: number }\nshared.foo;"], ["TS2339 1:2:8"]],
  [
    "JSX and angle brackets in different cells",
    ["const a = <string>('x' as unknown);\na;", "const b = <div />;\nb;"],
    ["TS2875 2:1:11", "TS7026 2:1:11"],
  ],
  ["text", [markdown("# const a: number = 'x';"), "1;"], []],
  [
    "names in the last of many cells",
    [...Array.from({ length: 30 }, (_, n) => `const a${n} = ${n}; a${n};`), "a7.foo;"],
    ["TS2339 31:1:4"],
  ],
];

describe("a check of many notebooks at once", () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "tsnb-")));
  let results: readonly NotebookCheck[];
  let files: readonly Finding[];

  beforeAll(async () => {
    writeFileSync(join(folder, "tsconfig.json"), TSCONFIG);
    const paths = CELLS.map((_, row) => join(folder, `${row}.ipynb`));
    for (const [row, path] of paths.entries()) writeFileSync(path, notebookText(CELLS[row]?.[1] ?? [], "tsnb"));
    ({ notebooks: results, files } = await checkNotebooks(paths));
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it("finds nothing in files", () => {
    expect(files).toEqual([]);
  });

  it.each(CELLS.map(([what, , expected], row) => [what, row, expected] as const))("finds %s", (_, row, expected) => {
    expect(results[row]?.findings.map(short)).toEqual(expected);
  });
});

describe("checkNotebooks", () => {
  it.each<[string, readonly CellSource[], readonly string[]]>([
    ["types that values have", ["const a = 1;", "a.foo;"], ["TS2339 2:1:3"]],
    ["types of JSDoc", ["/** @param {number} a */\nfunction f(a) { return a; }", "f('x');"], ["TS2345 2:1:3"]],
    [
      "types that an earlier cell's JSDoc declares",
      [
        "/** @typedef {{ n: number }} Row */\n/** @type {Row[]} */\nconst rows = [];",
        "/** @type {Row} */\nconst row = { n: 'x' };\nrows.push(row);",
      ],
      ["TS2322 2:2:15"],
    ],
    [
      "no implicit types",
      ["function f(a) { return a; }\nlet b;", "b = f(1); b.x;", "const g = (a, ...b) => [a, b];\ng(1);"],
      [],
    ],
    [
      "no redeclared names",
      ["const a = 1; a;", "const a = 'x';\nfunction f() {}\nf();\na;", "function f() {}\nf();"],
      [],
    ],
    [
      "names used before their cell",
      ["f();\na;", "function f() {}\nconst a = 1;\nf();\na;"],
      ["used-before-declared 1:1:1", "used-before-declared 1:2:1"],
    ],
    ["a syntax error", ["const = 1"], ["syntax-error 1:1:7"]],
    ["require", ["const { join } = require('node:path');\njoin('a').foo;"], ["TS2339 1:2:11"]],
  ])("finds %s in JavaScript", async (_, cells, expected) => {
    expect((await check(cells, { kernel: "jslab" })).found).toEqual(expected);
  });

  it("checks tslab's notebooks like ours", async () => {
    expect((await check(["const a: number = 'x'; a;"], { kernel: "tslab" })).found).toEqual(["TS2322 1:1:7"]);
  });

  it("reports errors in the files that cells import, also through one another, once", async () => {
    const files = {
      "lib/a.ts": `export { b } from "./b";\nexport const a = (): string => 1;`,
      "lib/b.ts": `export const b: number = "x";`,
    };
    const { found } = await check([`import { a, b } from "./lib/a.ts";\na(); b;`, `import "./lib/b.ts";`], { files });
    expect(found).toEqual(["TS2322 a.ts:2:32", "TS2322 b.ts:1:14"]);
  });

  it("skips files that have other compiler settings", async () => {
    const files = {
      "lib/tsconfig.json": `{"compilerOptions": {"strict": false}}`,
      "lib/a.ts": "export const a = (b) => b;",
    };
    expect((await check([`import { a } from "./lib/a.ts";\na(1);`], { files })).found).toEqual([]);
  });

  it.each<[string, string, string]>([
    ["an unknown option", `{ "compilerOptions": {\n  "stict": true } }`, "TS5023 tsconfig.json:2:3"],
    ["a value that an option does not take", `{ "compilerOptions": { "strict": "yes" } }`, "TS5024 tsconfig.json:1:34"],
    ["settings that are not JSON", `{ "compilerOptions": { "strict": true `, "TS1005 tsconfig.json:1:39"],
    ["settings to extend that do not exist", `{ "extends": "./nothing.json" }`, "TS5083 tsconfig.json:1:1"],
  ])("reports %s once, whether cells have errors or not", async (_, settings, expected) => {
    const files = { "tsconfig.json": settings };
    expect(await check(["const a = 1; a;"], { files })).toMatchObject({
      found: [expected],
      result: { ok: false, errors: 1, notebooks: [{ status: "passed" }] },
    });
    expect((await check([`const a: number = "x"; a;`], { files })).found).toEqual([expected, "TS2322 1:1:7"]);
  });

  it("says why a class that is declared again does not fit", async () => {
    const { findings } = await check([
      "class A { x = 1 }\nconst f = () => new A().x;",
      "class A { y = 1 }\nf(); new A();",
    ]);
    expect(findings.map(({ message }) => message)).toEqual([
      `"A" is now a different class from the one that f in cell 1 was written for; there, Property 'x' does not exist on type 'A'.`,
    ]);
  });

  it("accepts settings that the compiler has removed", async () => {
    const removed = `"baseUrl": ".", "moduleResolution": "node10", "target": "ES3", "module": "none", "out": "a.js",
      "charset": "utf8", "importsNotUsedAsValues": "error", "preserveValueImports": true, "keyofStringsOnly": false,
      "suppressImplicitAnyIndexErrors": true, "suppressExcessPropertyErrors": true, "noImplicitUseStrict": true,
      "noStrictGenericChecks": true`;
    const files = { "tsconfig.json": `{ "compilerOptions": { ${removed} } }` };
    expect(await check(["const a = 1; a;"], { files })).toMatchObject({ found: [], result: { ok: true } });
    const both = { "base.json": files["tsconfig.json"], "tsconfig.json": `{ "extends": "./base.json" }` };
    expect((await check(["const a = 1; a;"], { files: both })).found).toEqual([]);
  });

  it("accepts no other value of an option that lost one", async () => {
    const files = { "tsconfig.json": `{ "compilerOptions": { "target": "es4", "module": "es3" } }` };
    const { found } = await check(["const a = 1; a;"], { files });
    expect(found).toEqual(["TS6046 tsconfig.json:1:34", "TS6046 tsconfig.json:1:51"]);
  });

  it("names the cell, the heading, the excerpt and the place in the file", async () => {
    const { findings } = await check([markdown("# Data\n## Reading it"), `// "ä🦊"\nconst a: number = "x";\na;`]);
    expect(findings).toMatchObject([
      {
        rule: "TS2322",
        message: "Type 'string' is not assignable to type 'number'.",
        excerpt: `const a: number = "x";`,
        cell: { index: 1, id: "cell-1", heading: "Reading it", line: 2, column: 7, endLine: 2, endColumn: 8 },
      },
    ]);
  });

  it("reports stale outputs on request", async () => {
    const cells = [ran(1), ran(3), ran(2), ran(null), ran(4)];
    expect((await check(cells)).found).toEqual([]);
    expect((await check(cells, { stale: true })).found).toEqual(["out-of-order 3:1:1", "never-run 4:1:1"]);
    expect((await check([ran(null), ran(null)], { stale: true })).found).toEqual(["never-run 1:1:1"]);
    expect((await check([ran(1), ran(2)], { stale: true })).found).toEqual([]);
  });

  it("stops at the maximum number of errors", async () => {
    const cells = Array.from({ length: 9 }, (_, n) => `const a${n}: number = "x"; a${n};`);
    const { result, found } = await check(cells, { maxErrors: 2 });
    expect(found).toEqual(["TS2322 1:1:7", "TS2322 2:1:7"]);
    expect(result).toMatchObject({ errors: 2, isCutShort: true, ok: false });
  });

  it("separates the global declarations of notebooks in one folder", async () => {
    const folder = realpathSync(
      scratch({
        "a.ipynb": notebookText(["declare global { var shared: number }\nshared;"], "tsnb"),
        "b.ipynb": notebookText(["shared;"], "tsnb"),
      }),
    );
    const { notebooks } = await checkNotebooks([folder]);
    expect(notebooks.map(({ findings }) => findings.map(short))).toEqual([[], ["TS2304 1:1:1"]]);
  });

  it("skips notebooks in other languages unless they are named, and reports unreadable ones", async () => {
    const folder = realpathSync(
      scratch({
        "a.ipynb": notebookText(["1;"], "tsnb"),
        "b.ipynb": notebookText(["import numpy"], "python3"),
        "c.ipynb": "{",
      }),
    );
    const all = await checkNotebooks([folder]);
    expect(all.notebooks.map(({ status }) => status)).toEqual(["passed", "skipped", "unusable"]);
    expect(all.ok).toBe(false);
    const [named] = (await checkNotebooks([join(folder, "b.ipynb")])).notebooks;
    expect(named?.error?.message).toMatch(/b\.ipynb: its language is Python\. Name notebooks in TypeScript/);
  });
});

/** A signal that aborts when it is checked for the n-th time. */
function abortedAt(look: number): AbortSignal {
  const controller = new AbortController();
  const { signal } = controller;
  let looks = 0;
  signal.throwIfAborted = () => {
    if (++looks === look) controller.abort();
    AbortSignal.prototype.throwIfAborted.call(signal);
  };
  return signal;
}

describe("a check that is cancelled", () => {
  const WRONG = ["const a: number = 'x'; a;", "const b: number = 'y'; b;", "a + b;"];

  it.each([1, 2, 3, 4, 6])("rejects instead of passing, at whatever step: %i", async (look) => {
    await expect(check(WRONG, { signal: abortedAt(look) })).rejects.toThrow(CheckCancelledError);
  });

  it("rejects while the compiler reads, and leaves no compiler behind", async () => {
    const controller = new AbortController();
    const checking = check(WRONG, { signal: controller.signal });
    setImmediate(() => controller.abort());
    await expect(checking).rejects.toThrow("Checking notebooks: it was cancelled.");
  });

  it("does not reject when the signal is aborted afterwards", async () => {
    const controller = new AbortController();
    const { result } = await check(WRONG, { signal: controller.signal });
    controller.abort();
    expect(result.errors).toBe(2);
  });

  it("tells a run nothing about types", async () => {
    const file = join(scratch({ "a.ipynb": notebookText(WRONG, "tsnb") }), "a.ipynb");
    expect(await checkSources([file], AbortSignal.abort())).toBeUndefined();
    expect(typesResult(await checkSources([file], undefined), "fail")).toMatchObject({ isFailure: true });
  });
});
