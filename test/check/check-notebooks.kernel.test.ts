import { realpathSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { CheckCancelledError, checkNotebooks, type CheckOptions } from "../../src/check/index.ts";
import type { CheckResult, Finding, NotebookCheck } from "../../src/check/results.ts";
import { checkSources, typesResult } from "../../src/run/type-check/check-types.ts";
import { type CellSource, notebookText } from "../support/notebooks.ts";
import { scratch, sharedScratch } from "../support/scratch.ts";

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

type Project = {
  readonly cells: readonly CellSource[];
  readonly kernel?: string;
  readonly files?: Record<string, string>;
};

function filesOf({ cells, kernel = "tsnb", files = {} }: Project): Record<string, string> {
  return { "tsconfig.json": TSCONFIG, ...files, "a.ipynb": notebookText(cells, kernel) };
}

async function check(
  cells: readonly CellSource[],
  { files = {}, ...options }: CheckOptions & Pick<Project, "files"> = {},
) {
  const folder = realpathSync(scratch(filesOf({ cells, files })));
  const result = await checkNotebooks([join(folder, "a.ipynb")], options);
  const findings = [...result.files, ...result.notebooks.flatMap((notebook) => notebook.findings)];
  return { result, findings, found: findings.map(short) };
}

/** Checks projects, each in its own folder, with one compiler. Returns a function for the findings in a project. */
function together(projects: Record<string, Project>, options: CheckOptions = {}) {
  const files = Object.entries(projects).flatMap(([name, project]) =>
    Object.entries(filesOf(project)).map(([file, text]) => [`${name}/${file}`, text] as const),
  );
  const folder = realpathSync(sharedScratch(Object.fromEntries(files)));
  let checked: Promise<CheckResult> | undefined;
  return async (name: string) => {
    checked ??= checkNotebooks(
      Object.keys(projects).map((project) => join(folder, project, "a.ipynb")),
      options,
    );
    const result = await checked;
    const all = [...result.files, ...result.notebooks.flatMap((notebook) => notebook.findings)];
    const findings = all.filter(({ file }) => file.startsWith(join(folder, name, "/")));
    return { findings, found: findings.map(short) };
  };
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

const JAVASCRIPT: typeof CELLS = [
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
];

describe("a check of many notebooks at once", () => {
  const notebooks = [
    ...CELLS.map(([, cells]) => notebookText(cells, "tsnb")),
    ...JAVASCRIPT.map(([, cells]) => notebookText(cells, "jslab")),
    notebookText(["const a: number = 'x'; a;"], "tslab"),
  ];
  const names = notebooks.map((_, row) => `${row}.ipynb`);
  const texts = Object.fromEntries(names.map((name, row) => [name, notebooks[row] ?? ""]));
  const folder = realpathSync(sharedScratch({ ...texts, "tsconfig.json": TSCONFIG }));
  let results: readonly NotebookCheck[];
  let files: readonly Finding[];

  beforeAll(async () => {
    ({ notebooks: results, files } = await checkNotebooks(names.map((name) => join(folder, name))));
  });

  it("finds nothing in files", () => {
    expect(files).toEqual([]);
  });

  it.each(CELLS.map(([what, , expected], row) => [what, row, expected] as const))("finds %s", (_, row, expected) => {
    expect(results[row]?.findings.map(short)).toEqual(expected);
  });

  it.each(JAVASCRIPT.map(([what, , expected], row) => [what, CELLS.length + row, expected] as const))(
    "finds %s in JavaScript",
    (_, row, expected) => {
      expect(results[row]?.findings.map(short)).toEqual(expected);
    },
  );

  it("checks tslab's notebooks like ours", () => {
    expect(results.at(-1)?.findings.map(short)).toEqual(["TS2322 1:1:7"]);
  });
});

describe("checkNotebooks", () => {
  const SETTINGS = [
    ["an unknown option", `{ "compilerOptions": {\n  "stict": true } }`, "TS5023 tsconfig.json:2:3"],
    ["a value that an option does not take", `{ "compilerOptions": { "strict": "yes" } }`, "TS5024 tsconfig.json:1:34"],
    ["settings that are not JSON", `{ "compilerOptions": { "strict": true `, "TS1005 tsconfig.json:1:39"],
    ["settings to extend that do not exist", `{ "extends": "./nothing.json" }`, "TS5083 tsconfig.json:1:1"],
  ] as const;
  const REMOVED = `{ "compilerOptions": { "baseUrl": ".", "moduleResolution": "node10", "target": "ES3", "module": "none", "out": "a.js",
      "charset": "utf8", "importsNotUsedAsValues": "error", "preserveValueImports": true, "keyofStringsOnly": false,
      "suppressImplicitAnyIndexErrors": true, "suppressExcessPropertyErrors": true, "noImplicitUseStrict": true,
      "noStrictGenericChecks": true } }`;
  const STALE = [ran(1), ran(3), ran(2), ran(null), ran(4)];
  const inProject = together({
    ...Object.fromEntries(
      SETTINGS.map(([what, settings]) => [
        what,
        { cells: [`const a: number = "x"; a;`], files: { "tsconfig.json": settings } },
      ]),
    ),
    files: {
      cells: [`import { a, b } from "./lib/a.ts";\na(); b;`, `import "./lib/b.ts";`],
      files: {
        "lib/a.ts": `export { b } from "./b";\nexport const a = (): string => 1;`,
        "lib/b.ts": `export const b: number = "x";`,
      },
    },
    "other settings": {
      cells: [`import { a } from "./lib/a.ts";\na(1);`],
      files: {
        "lib/tsconfig.json": `{"compilerOptions": {"strict": false}}`,
        "lib/a.ts": "export const a = (b) => b;",
      },
    },
    "another class": { cells: ["class A { x = 1 }\nconst f = () => new A().x;", "class A { y = 1 }\nf(); new A();"] },
    "extended settings": {
      cells: ["const a = 1; a;"],
      files: { "base.json": REMOVED, "tsconfig.json": `{ "extends": "./base.json" }` },
    },
    "wrong values": {
      cells: ["const a = 1; a;"],
      files: { "tsconfig.json": `{ "compilerOptions": { "target": "es4", "module": "es3" } }` },
    },
    place: { cells: [markdown("# Data\n## Reading it"), `// "ä🦊"\nconst a: number = "x";\na;`] },
    "stale outputs": { cells: STALE },
  });

  it("reports errors in the files that cells import, also through one another, once", async () => {
    expect((await inProject("files")).found).toEqual(["TS2322 a.ts:2:32", "TS2322 b.ts:1:14"]);
  });

  it("skips files that have other compiler settings", async () => {
    expect((await inProject("other settings")).found).toEqual([]);
  });

  it.each(SETTINGS)("reports %s once, whether cells have errors or not", async (what, settings, expected) => {
    expect(await check(["const a = 1; a;"], { files: { "tsconfig.json": settings } })).toMatchObject({
      found: [expected],
      result: { ok: false, errors: 1, notebooks: [{ status: "passed" }] },
    });
    expect((await inProject(what)).found).toEqual([expected, "TS2322 1:1:7"]);
  });

  it("says why a class that is declared again does not fit", async () => {
    const { findings } = await inProject("another class");
    expect(findings.map(({ message }) => message)).toEqual([
      `"A" is now a different class from the one that f in cell 1 was written for; there, Property 'x' does not exist on type 'A'.`,
    ]);
  });

  it("accepts settings that the compiler has removed", async () => {
    const files = { "tsconfig.json": REMOVED };
    expect(await check(["const a = 1; a;"], { files })).toMatchObject({ found: [], result: { ok: true } });
    expect((await inProject("extended settings")).found).toEqual([]);
  });

  it("accepts no other value of an option that lost one", async () => {
    expect((await inProject("wrong values")).found).toEqual(["TS6046 tsconfig.json:1:34", "TS6046 tsconfig.json:1:51"]);
  });

  it("names the cell, the heading, the excerpt and the place in the file", async () => {
    const { findings } = await inProject("place");
    expect(findings).toMatchObject([
      {
        rule: "TS2322",
        message: "Type 'string' is not assignable to type 'number'.",
        excerpt: `const a: number = "x";`,
        cell: { index: 1, id: "cell-1", heading: "Reading it", line: 2, column: 7, endLine: 2, endColumn: 8 },
      },
    ]);
  });

  const stale = together(
    {
      stale: { cells: STALE },
      "never run": { cells: [ran(null), ran(null)] },
      "in order": { cells: [ran(1), ran(2)] },
    },
    { stale: true },
  );

  it("reports stale outputs on request", async () => {
    expect((await inProject("stale outputs")).found).toEqual([]);
    expect((await stale("stale")).found).toEqual(["out-of-order 3:1:1", "never-run 4:1:1"]);
    expect((await stale("never run")).found).toEqual(["never-run 1:1:1"]);
    expect((await stale("in order")).found).toEqual([]);
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

  it("gives a run no result", async () => {
    const file = join(scratch({ "a.ipynb": notebookText(WRONG, "tsnb") }), "a.ipynb");
    expect(await checkSources([file], AbortSignal.abort())).toBeUndefined();
    expect(typesResult(await checkSources([file], undefined), "fail")).toMatchObject({ isFailure: true });
  });
});
