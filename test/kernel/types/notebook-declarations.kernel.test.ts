import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { notebookText } from "../../support/notebooks.ts";
import { makeProject, Notebook, removeProject } from "../support/typed-notebook.ts";

const paths = { "@lib/*": ["./lib/*"] };
const folder = makeProject({ "tsconfig.json": JSON.stringify({ compilerOptions: { paths } }), "books/.keep": "" });
const notebook = new Notebook(join(folder, "books"));
const written: string[] = [];

/** Writes the project's files for one test, and empties the notebook. */
function open(files: Record<string, string>): void {
  notebook.service.reset();
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    written.push(file);
  }
}

afterEach(() => {
  for (const file of written.splice(0)) rmSync(file);
});

afterAll(async () => {
  await notebook.service.dispose();
  removeProject(folder);
});

const DATA = notebookText([
  "interface Row { name: string; size: number }",
  "/** Loads the rows. */\nexport async function load(): Promise<Row[]> { return [] }",
  "const count = 'early';",
  "const count = 3;\nlet total: number | string = 1;",
  "export default class Table { rows: Row[] = [] }",
]);

describe("a notebook that a cell imports", () => {
  test("has names and types, the last ones of several", async () => {
    open({ "data.ipynb": DATA });
    expect(
      await notebook.runAll([
        'import Table, { load, count, total, type Row } from "../data.ipynb";',
        "const rows: Row[] = await load();\nconst n: number = count;\nnew Table().rows = rows;",
        "const text: string = count;\nconst first: number = rows[0].name;\ntotal = '';",
      ]),
    ).toEqual([[], [], ["TS2322 1:7", "TS2322 2:7", "TS2632 3:1"]]);
  });

  test("has the default that a cell exports without declaring a name, and no other name for it", async () => {
    open({
      "v1.ipynb": notebookText(["const a = 1;", "export default a + 1;"]),
      "v2.ipynb": notebookText(['export { default } from "./v1.ipynb";']),
      "f.ipynb": notebookText(["export default function () { return 7 }"]),
    });
    const imports = 'import d from "../v1.ipynb"; import passed from "../v2.ipynb"; import f from "../f.ipynb";';
    expect(await notebook.runAll([`${imports}\nconst n: number = d + passed + f();`, "const s: string = d;"])).toEqual([
      [],
      ["TS2322 1:7"],
    ]);
    const proposed = await notebook.service.complete('import {  } from "../v1.ipynb";', 9);
    const names = proposed?.items.map(({ text }) => text) ?? [];
    expect(names).toContain("a");
    expect(names.filter((name) => /[^\w ]/.test(name))).toEqual([]);
  });

  test("lacks a name that no cell declares", async () => {
    open({ "data.ipynb": DATA });
    const [found] = await notebook.check('import { lod } from "../data.ipynb";');
    expect(found?.message).toContain(`has no exported member named 'lod'. Did you mean 'load'?`);
  });

  test("is known to completion and help", async () => {
    open({ "data.ipynb": DATA });
    const code = 'import {  } from "../data.ipynb";';
    const proposed = await notebook.service.complete(code, 9);
    expect(proposed?.items.map(({ text }) => text)).toEqual(expect.arrayContaining(["Row", "count", "load", "total"]));
    await notebook.run('import { load } from "../data.ipynb";');
    const help = await notebook.service.inspect("load", 1, 0);
    expect(help?.signature).toContain("load(): Promise<Row[]>");
    expect(help?.documentation).toContain("Loads the rows.");
  });

  test("is read again after an edit, also through files and other notebooks", async () => {
    open({
      "data.ipynb": notebookText(["const value = 1;"]),
      "more.ipynb": notebookText(['import { value } from "./data.ipynb";\nconst more = value;']),
      "lib.ts": 'export { more as again } from "./more.ipynb";\nexport { value } from "./data.ipynb";\n',
    });
    const cell = 'import { again, value } from "../lib.ts";\nconst a: number = again;\nconst b: number = value;';
    expect(await notebook.run(cell)).toEqual([]);
    writeFileSync(join(folder, "data.ipynb"), notebookText(["const value = 'text';"]));
    expect(await notebook.run(cell)).toEqual(["TS2322 2:7", "TS2322 3:7"]);
  });

  test("lacks the values of a package once a file that it exports everything from does the same", async () => {
    open({
      "node_modules/kit/index.d.ts": "export const fromKit: number;",
      "node_modules/kit/package.json": '{ "name": "kit", "types": "./index.d.ts" }',
      "all.ts": "export const own = 1;",
      "lib.ipynb": notebookText(['export * from "./all.ts";']),
    });
    const code = 'import { own, fromKit } from "../lib.ipynb";\nown + fromKit;';
    expect((await notebook.check(code)).map(({ code: error }) => error)).toEqual(["TS2305"]);
    writeFileSync(join(folder, "all.ts"), 'export const own = 1;\nexport * from "kit";');
    expect((await notebook.check(code)).map(({ code: error }) => error)).toEqual(["TS1362"]);
  });

  test("is found by the paths of tsconfig.json", async () => {
    open({ "lib/data.ipynb": DATA });
    const cell = 'import { count } from "@lib/data.ipynb";\nconst text: string = count;';
    expect(await notebook.run(cell)).toEqual(["TS2322 2:7"]);
  });

  const JAVASCRIPT = [
    "/** @param {number} n */\nfunction twice(n) { return 2 * n }\nfunction add(a, b) { return a + b }",
    "let any;\nany = 1;\nconst size = twice(2);",
  ];

  test("has the types of JavaScript when it is JavaScript, and no complaints about those that it lacks", async () => {
    open({ "data.ipynb": notebookText(JAVASCRIPT, "jslab") });
    const cell = 'import { twice, add, size } from "../data.ipynb";\nadd(1);\ntwice("x");\nconst text: string = size;';
    expect(await notebook.run(cell)).toEqual(["TS2345 3:7", "TS2322 4:7"]);
  });

  test("is read as the language that it has now", async () => {
    open({ "data.ipynb": notebookText(["const add = (a) => a;"], "tsnb") });
    const cell = 'import { add } from "../data.ipynb";\nadd();';
    expect(await notebook.run(cell)).toEqual(["TS7006 1:14", "TS2554 2:1"]);
    writeFileSync(join(folder, "data.ipynb"), notebookText(["const add = (a) => a;"], "jslab"));
    expect(await notebook.run(cell)).toEqual([]);
  });

  test("has its own errors reported at their cells", async () => {
    open({
      "data.ipynb": notebookText([
        { cell_type: "markdown", source: "# Data" },
        "const n = 1;\nconst wrong: string = n;",
        "const n = 'again';",
        "const fine: string = n;\nexport const last: number = n;",
        {
          cell_type: "code",
          source: "const mayFail: string = 1;",
          metadata: { tags: ["raises-exception"] },
          outputs: [],
        },
      ]),
    });
    const found = await notebook.check('import { fine } from "../data.ipynb";');
    expect(found.map(({ code, cell, line, column }) => [code, cell, line, column])).toEqual([
      ["TS2322", 1, 2, 7],
      ["TS2322", 3, 2, 14],
    ]);
    expect(stripVTControlCharacters(found[0]?.rendered ?? "")).toContain("../data.ipynb, cell 2 line 2");
    const again = await notebook.check('import { fine } from "../data.ipynb";');
    expect(again.map(({ isRepeated }) => isRepeated)).toEqual([true, true]);
  });
});
