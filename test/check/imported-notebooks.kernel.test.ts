import { realpathSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkNotebooks } from "../../src/check/index.ts";
import { notebookText } from "../support/notebooks.ts";
import { scratch } from "../support/scratch.ts";

const DATA = notebookText([
  "interface Row { n: number }",
  "export const rows: Row[] = [];\nexport let count = 0;\ncount += 1;",
]);
const WRONG = notebookText([{ cell_type: "markdown", source: "# Sizes" }, "export const size: string = 1;"]);

async function check(files: Record<string, string>, ...names: string[]) {
  const folder = realpathSync(scratch({ "tsconfig.json": "{}", ...files }));
  const result = await checkNotebooks(names.map((name) => join(folder, name)));
  const said = [...result.files, ...result.notebooks.flatMap(({ findings }) => findings)];
  return said.map(({ rule, file, line, cell }) => {
    return `${rule} ${file.slice(folder.length + 1)}${cell ? ` cell ${cell.index + 1}:${cell.line}` : `:${line}`}`;
  });
}

/** Checks two notebooks with one compiler: one with correct types, and one with errors. */
function checkBoth(files: Record<string, string>, right: string, wrong: string): Promise<string[]> {
  return check({ ...files, "right.ipynb": right, "wrong.ipynb": wrong }, "right.ipynb", "wrong.ipynb");
}

const importing = (code: string): string =>
  notebookText(['import { rows, count, type Row } from "./lib/data.ipynb";', code]);

describe("a check of a notebook that imports another", () => {
  it("knows its names and types", async () => {
    const files = {
      "lib/data.ipynb": DATA,
      "right.ipynb": importing("const row: Row = { n: count };\nrows.push(row);"),
      "wrong.ipynb": importing("const text: string = count;\nrows.push(text satisfies Row | string);"),
      "gone.ipynb": notebookText(['import { row } from "./lib/data.ipynb";\nrow;']),
    };
    expect(await check(files, "right.ipynb", "wrong.ipynb", "gone.ipynb")).toEqual([
      "TS2322 wrong.ipynb cell 2:1",
      "TS2345 wrong.ipynb cell 2:2",
      "TS2724 gone.ipynb cell 1:1",
    ]);
  });

  it("knows the names and types that it exports by export *", async () => {
    const files = {
      "values.ts": "export const flag = true;\nexport type Flag = true;\n",
      "other.ipynb": notebookText(["export const n = 1;\ninterface Row { n: number }", "export default 2;"]),
      "data.ipynb": notebookText(['export * from "./values.ts";', 'export * from "./other.ipynb";\nconst own = "s";']),
      "more.ipynb": notebookText(['export * as all from "./data.ipynb";']),
    };
    const imports =
      'import { flag, n, own, type Flag, type Row } from "./data.ipynb";\nimport { all } from "./more.ipynb";';
    const right = "flag satisfies Flag;\n({ n }) satisfies Row;\nown satisfies 's';\nall.n satisfies 1;";
    const wrong = "n satisfies 's';\nall.flag satisfies 1;\nall.default;\n[flag, own, null as unknown as Flag | Row];";
    expect(await checkBoth(files, notebookText([imports, right]), notebookText([imports, wrong]))).toEqual([
      "TS1360 wrong.ipynb cell 2:1",
      "TS1360 wrong.ipynb cell 2:2",
      "TS2339 wrong.ipynb cell 2:3",
    ]);
  });

  it("lacks the names that export * does not add when it runs: those of packages and built-in modules", async () => {
    const files = {
      "node_modules/kit/index.d.ts": "export const fromKit: number;\n",
      "node_modules/kit/package.json": '{ "name": "kit", "types": "./index.d.ts" }',
      "tsconfig.json": JSON.stringify({ compilerOptions: { paths: { "@lib/*": ["./lib/*"] } } }),
      "lib/own.ts": "export const own = 1;\n",
      "lib.ipynb": notebookText(['export * from "kit";\nexport * from "node:path";\nexport * from "@lib/own.ts";']),
      "a.ipynb": notebookText(['import { fromKit } from "./lib.ipynb";\nfromKit;']),
      "b.ipynb": notebookText(['import { basename } from "./lib.ipynb";\nbasename;']),
      "c.ipynb": notebookText(['import { own } from "./lib.ipynb";\nown satisfies number;']),
    };
    expect(await check(files, "a.ipynb", "b.ipynb", "c.ipynb")).toEqual([
      "TS2305 a.ipynb cell 1:1",
      "TS2305 b.ipynb cell 1:1",
    ]);
  });

  it("lacks the values of packages that export * leads to through files of the project", async () => {
    const files = {
      "node_modules/kit/index.d.ts": "export const fromKit: number;\nexport type Kit = { n: number };\n",
      "node_modules/kit/package.json": '{ "name": "kit", "types": "./index.d.ts" }',
      "all.ts": 'export * from "kit";\nexport const own = 1;\nexport interface Row { n: number }\n',
      "lib.ipynb": notebookText(['export * from "./all.ts";']),
      "a.ipynb": notebookText(['import { fromKit } from "./lib.ipynb";\nfromKit;']),
      "b.ipynb": notebookText([
        'import { own, type Kit, type Row } from "./lib.ipynb";\nown satisfies 1;\n({ n: 1 }) satisfies Row & Kit;',
      ]),
      "c.ipynb": notebookText(['import { fromKit } from "./all.ts";\nfromKit satisfies number;']),
    };
    expect(await check(files, "a.ipynb", "b.ipynb", "c.ipynb")).toEqual(["TS1362 a.ipynb cell 1:2"]);
  });

  it("knows the names that such a file takes from another notebook, under any name", async () => {
    const files = {
      "all.ts": 'export * from "node:path";\nexport * from "./more.ipynb";\n',
      "more.ipynb": notebookText(['const total = 3;\nexport { total as sum };\nexport * from "./deep.ts";']),
      "deep.ts": "export const deep = 5;\n",
      "lib.ipynb": notebookText(['export * from "./all.ts";']),
      "a.ipynb": notebookText(['import { sum, deep } from "./lib.ipynb";\nsum + deep;']),
      "b.ipynb": notebookText(['import { join } from "./lib.ipynb";\njoin("a");']),
    };
    expect(await check(files, "a.ipynb", "b.ipynb")).toEqual(["TS2305 b.ipynb cell 1:1"]);
  });

  it("knows the names and types that it exports under other names", async () => {
    const files = {
      "values.ts": "export const flag = true;\n",
      "data.ipynb": notebookText([
        "const n = 1;\nexport const b = true;\nconst s = 's';",
        'export { n as b, s as default, n as "odd name" };\ninterface Row { n: number }\nexport type { Row as Line };',
        'export { flag, flag as other } from "./values.ts";',
      ]),
    };
    const imports =
      'import s, { b, flag, other, n, type Line, "odd name" as odd } from "./data.ipynb";\nimport * as all from "./data.ipynb";';
    const right = [
      "s satisfies string;\nflag satisfies true;\nother satisfies true;\nn satisfies 1;\nodd satisfies 1;",
      "b satisfies 1;\nall.b satisfies 1;\nall.default satisfies string;\n({ n: 1 }) satisfies Line;",
    ];
    const wrong =
      "s satisfies 1;\nb satisfies string;\nflag satisfies 1;\nother satisfies 1;\nodd satisfies '';\nall.gone;";
    const found = await checkBoth(
      files,
      notebookText([imports, right.join("\n")]),
      notebookText([imports, wrong, "n;\nlet row: Line;"]),
    );
    expect(found.filter((finding) => !finding.includes("wrong.ipynb"))).toEqual([]);
    expect(found).toEqual(
      expect.arrayContaining(
        [1, 2, 3, 4, 5].map((line) => `TS1360 wrong.ipynb cell 2:${line}`).concat("TS2339 wrong.ipynb cell 2:6"),
      ),
    );
  });

  it("knows the default that a cell exports without declaring a name", async () => {
    const files = {
      "sum.ipynb": notebookText(["const a = 1;", "export default a + 1;"]),
      "passed.ipynb": notebookText(['export { default } from "./sum.ipynb";']),
      "arrow.ipynb": notebookText(["export default () => 7", "const later = 's';"]),
      "anonymous.ipynb": notebookText(["%time 1\nexport default async function () { return 7 }\n(1);"]),
      "class.ipynb": notebookText(["export default abstract class { n = 1 }", "const n = 2;"]),
      "named.ipynb": notebookText(["class Table { n = 1 }", "export default Table;"]),
      "early.ipynb": notebookText(["let v = 1;", "export default v;", "const v = 's';", "const w = v;"]),
    };
    const imports = [
      ...["sum", "passed", "arrow", "anonymous", "class", "named", "early"].map(
        (name) => `import ${name === "class" ? "Base" : name} from "./${name}.ipynb";`,
      ),
      'import * as all from "./sum.ipynb";',
    ].join("\n");
    const right = [
      "[sum, passed, arrow(), await anonymous(), early, all.default, all.a] satisfies number[];",
      "class Own extends Base {}",
      "const tables: named[] = [new named()];\n[tables, new Own().n satisfies number];",
    ].join("\n");
    const wrong = [
      ...["sum", "passed", "arrow()", "await anonymous()", "early"].map((value) => `${value} satisfies string;`),
      "new Base();\nnew named().m;\nall;",
    ].join("\n");
    expect(await checkBoth(files, notebookText([imports, right]), notebookText([imports, wrong]))).toEqual([
      ...[1, 2, 3, 4, 5].map((line) => `TS1360 wrong.ipynb cell 2:${line}`),
      "TS2511 wrong.ipynb cell 2:6",
      "TS2339 wrong.ipynb cell 2:7",
    ]);
  });

  it("reports its errors at their cells, once", async () => {
    const user = notebookText(['import { size } from "./wrong.ipynb";\nsize;']);
    const files = { "wrong.ipynb": WRONG, "a.ipynb": user, "b.ipynb": user };
    expect(await check(files, "a.ipynb", "b.ipynb")).toEqual(["TS2322 wrong.ipynb cell 2:1"]);
    expect(await check(files, "a.ipynb", "wrong.ipynb")).toEqual(["TS2322 wrong.ipynb cell 2:1"]);
  });

  it("follows helper files", async () => {
    const files = {
      "data.ipynb": DATA,
      "helper.ts":
        'import { count } from "./data.ipynb";\nexport const twice = count * 2;\nexport const bad: string = count;\n',
      "a.ipynb": notebookText(['import { twice } from "./helper.ts";\nconst text: string = twice;\ntext;']),
      "b.ipynb": notebookText(["const own: string = 1;\nown;"]),
    };
    expect(await check(files, "a.ipynb", "b.ipynb")).toEqual([
      "TS2322 helper.ts:3",
      "TS2322 a.ipynb cell 1:2",
      "TS2322 b.ipynb cell 1:1",
    ]);
  });

  it("reports a missing notebook", async () => {
    const files = { "a.ipynb": notebookText(['import { x } from "./gone.ipynb";\nx;']) };
    expect(await check(files, "a.ipynb")).toEqual(["TS2307 a.ipynb cell 1:1"]);
  });
});
