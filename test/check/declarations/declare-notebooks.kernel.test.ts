import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { declareNotebooks } from "../../../src/check/declarations/declare-notebooks.ts";
import { ownCompiler } from "../../../src/kernel/types/compiler/find-compiler.ts";
import { tsnb } from "../../support/command.ts";
import { notebookText } from "../../support/notebooks.ts";
import { scratch } from "../../support/scratch.ts";

const TSCONFIG = JSON.stringify({
  compilerOptions: { strict: true, module: "preserve", noEmit: true, types: [], allowArbitraryExtensions: true },
  files: ["main.ts"],
});

function project(files: Readonly<Record<string, string>>): string {
  return realpathSync(scratch({ "tsconfig.json": TSCONFIG, ...files }));
}

/** The output of the compiler alone for a project; empty without errors. */
function compilerSays(folder: string): string {
  const { stdout } = spawnSync(ownCompiler()?.program ?? "", ["-p", folder, "--pretty", "false"], {
    cwd: folder,
    encoding: "utf8",
  });
  return stdout.trim();
}

describe("the declarations of a notebook", () => {
  it("give its names and types to a file that imports it, by way of another notebook", async () => {
    const folder = project({
      "lib/size.ts": "export type Size = { readonly width: number };\n",
      "lib/data.ipynb": notebookText([
        "%npm install left-pad",
        "interface Row { n: number }\nimport type { Size } from './size';",
        "const rows: Row[] = [];\nexport let size: Size = { width: 1 };",
        "import type { Size } from './size';\nfunction total(of = rows) { return of.reduce((sum, { n }) => sum + n, 0); }",
        "const first = await Promise.resolve(rows[0]);",
      ]),
      "view.ipynb": notebookText([
        'import { total, type Row } from "./lib/data.ipynb";\nconst twice = (rows: Row[]) => 2 * total(rows);',
        "export { twice as double };",
      ]),
      "main.ts":
        'import { double } from "./view.ipynb";\nimport { first, size } from "./lib/data.ipynb";\nconst a: string = double([{ n: 1 }]);\nconst b: string = first;\nconst c: string = size.width;\ndouble([{ m: 1 }]);\nexport { a, b, c };\n',
    });
    expect(compilerSays(folder)).toContain("TS2307");
    const written = await declareNotebooks([join(folder, "view.ipynb")]);
    expect(written).toEqual([join(folder, "lib", "data.d.ipynb.ts"), join(folder, "view.d.ipynb.ts")]);
    expect(
      compilerSays(folder)
        .split("\n")
        .filter((line) => line.startsWith("main")),
    ).toEqual([
      "main.ts(3,7): error TS2322: Type 'number' is not assignable to type 'string'.",
      "main.ts(4,7): error TS2322: Type 'Row' is not assignable to type 'string'.",
      "main.ts(5,7): error TS2322: Type 'number' is not assignable to type 'string'.",
      "main.ts(6,11): error TS2353: Object literal may only specify known properties, and 'm' does not exist in type 'Row'.",
    ]);
    expect(readdirSync(folder).toSorted()).toEqual([
      "lib",
      "main.ts",
      "tsconfig.json",
      "view.d.ipynb.ts",
      "view.ipynb",
    ]);
  });

  it("are those of JavaScript with JSDoc, too", async () => {
    const javascript = JSON.parse(notebookText(["/** @param {number} n */\nfunction half(n) { return n / 2; }"]));
    javascript.metadata = { kernelspec: { name: "jslab", display_name: "JavaScript", language: "javascript" } };
    const folder = project({
      "a.ipynb": JSON.stringify(javascript),
      "main.ts": 'import { half } from "./a.ipynb";\nexport const a: string = half(1);\nhalf("x");\n',
    });
    await declareNotebooks([join(folder, "a.ipynb")]);
    expect(compilerSays(folder).split("\n")).toEqual([
      "main.ts(2,14): error TS2322: Type 'number' is not assignable to type 'string'.",
      "main.ts(3,6): error TS2345: Argument of type 'string' is not assignable to parameter of type 'number'.",
    ]);
  });

  it("end where notebooks import each other", async () => {
    const folder = project({
      "a.ipynb": notebookText(['import type { B } from "./b.ipynb";\nexport type A = { b?: B };']),
      "b.ipynb": notebookText(['import type { A } from "./a.ipynb";\nexport type B = { a?: A };']),
      "main.ts": 'import type { A } from "./a.ipynb";\nexport const a: A = { b: { a: { b: 1 } } };\n',
    });
    await declareNotebooks([folder]);
    expect(compilerSays(folder)).toContain("main.ts(2,33): error TS2559");
  });

  it.each([
    [
      "a name declared twice",
      ["let a = 1;", "let b = 2;", "let a = '';"],
      "a.ipynb: cell 3 declares a, which cell 1 already declares. Give one of them another name, or assign it there.",
    ],
    [
      "a type without a name",
      ["const key = (() => { const hidden: unique symbol = Symbol(); return class { [hidden] = 1; }; })();"],
      "a.ipynb: ",
    ],
  ])("cannot be written for %s", async (_, cells, message) => {
    const folder = project({ "a.ipynb": notebookText(cells), "main.ts": "export {};\n" });
    await expect(declareNotebooks([join(folder, "a.ipynb")])).rejects.toThrow(message);
    expect(readdirSync(folder).toSorted()).toEqual(["a.ipynb", "main.ts", "tsconfig.json"]);
  });
});

describe("tsnb check --declarations", () => {
  it("writes them beside what it finds", () => {
    const folder = project({ "a.ipynb": notebookText(["export const n: number = 'x';"]), "main.ts": "export {};\n" });
    const { status, stderr } = tsnb(["check", "--declarations", "a.ipynb"], { cwd: folder });
    expect(status).toBe(1);
    expect(stderr).toBe("wrote a.d.ipynb.ts\n");
    expect(readFileSync(join(folder, "a.d.ipynb.ts"), "utf8")).toBe(
      "// The types of a.ipynb, by: npx tsnb check --declarations\nexport declare const n: number;\nexport {};\n",
    );
  });

  it("names the type that cannot be declared, in a sentence", () => {
    const folder = project({ "a.ipynb": notebookText(["let a = 1;", "let a = '';"]), "main.ts": "export {};\n" });
    const { status, stderr } = tsnb(["check", "--declarations", "a.ipynb"], { cwd: folder });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^tsnb: Declaring the types of a\.ipynb: cell 2 declares a, .*\n$/);
  });
});
