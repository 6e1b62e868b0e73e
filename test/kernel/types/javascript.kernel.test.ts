import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { createTypeService } from "../../../src/kernel/types/service.ts";
import type { TypeService } from "../../../src/kernel/types/service-interface.ts";
import { makeProject, removeProject } from "../support/typed-notebook.ts";

const folders: string[] = [];

function javascript(files: Record<string, string> = {}) {
  const directory = makeProject(files);
  folders.push(directory);
  return createTypeService({ directory, language: "javascript" });
}

// In a project without files, for all tests that need none.
const service = javascript();

beforeEach(() => service.reset());

afterAll(async () => {
  await service.dispose();
  folders.forEach(removeProject);
});

/** The complaints about each cell, as `TS2322 1:7`. */
async function complaints(cells: readonly string[]): Promise<string[][]> {
  return complaintsOf(service, cells);
}

async function complaintsIn(files: Record<string, string>, cells: readonly string[]): Promise<string[][]> {
  const own = javascript(files);
  const all = await complaintsOf(own, cells);
  await own.dispose();
  return all;
}

async function complaintsOf(checker: TypeService, cells: readonly string[]): Promise<string[][]> {
  const all: string[][] = [];
  for (const [index, code] of cells.entries()) {
    const cell = { id: index + 1, code, executionCount: index + 1 };
    const found = await checker.check(cell);
    all.push(found.map((one) => `${one.code} ${one.file === undefined ? "" : "file "}${one.line}:${one.column}`));
    checker.accept(cell);
  }
  return all;
}

describe("cells of JavaScript", () => {
  it.each<[string, string[], string[][]]>([
    ["types that values have", ["const a = 'x'", "a.foo"], [[], ["TS2339 1:3"]]],
    ["@param", ["/** @param {number} n */\nfunction f(n) { return n; }", "f('x')"], [[], ["TS2345 1:3"]]],
    ["@type", ["/** @type {string} */\nlet s = 'x'", "s = 1"], [[], ["TS2322 1:1"]]],
    [
      "@typedef",
      ["/** @typedef {{ n: number }} Row */", "/** @type {Row} */\nconst row = { n: 'x' }"],
      [[], ["TS2322 2:15"]],
    ],
    [
      "@typedef with properties",
      [
        "/**\n * @typedef {object} Row\n * @property {number} n\n */",
        "/** @param {Row} row */\nconst f = (row) => row.n;\nf({ n: 'x' })",
      ],
      [[], ["TS2322 3:5"]],
    ],
    [
      "@callback",
      ["/** @callback Say\n * @param {number} n\n * @returns {string} */", "/** @type {Say} */\nconst say = (n) => n"],
      [[], ["TS2322 2:20"]],
    ],
    [
      "@template",
      ["/** @template T\n * @typedef {{ v: T }} Box */", "/** @type {Box<number>} */\nconst box = { v: 'x' }"],
      [[], ["TS2322 2:15"]],
    ],
  ])("have types from %s, in later cells too", async (_, cells, expected) => {
    expect(await complaints(cells)).toEqual(expected);
  });

  it("need no types: an implicit any is no error", async () => {
    const cells = [
      "function f(a, ...b) { return [a, b]; }\nlet c;\nlet n = null;\nconst rows = [];\nconst o = {};",
      "c = f(1); n = { a: 1 }; rows.push({ x: 1 });\nconst [p] = c;\nfor (const k in o) o[k];\nclass K { constructor() { this.q = 1; } }",
      "n.a; rows[0].x; new K().q.toFixed();",
    ];
    expect(await complaints(cells)).toEqual([[], [], []]);
  });

  it("refuse syntax that only TypeScript has", async () => {
    const said: string[] = [];
    for (const [id, code] of ["const t: number = 1", "interface X {}", "enum E { A }", "t as unknown"].entries()) {
      const found = await service.check({ id, code, executionCount: id });
      said.push(...found.map(({ code: rule, message }) => `${rule}: ${message}`));
      service.accept({ id, code, executionCount: id });
    }
    expect(said).toEqual([
      "TS8010: Type annotations can only be used in TypeScript files.",
      "TS8006: 'interface' declarations can only be used in TypeScript files.",
      "TS8006: 'enum' declarations can only be used in TypeScript files.",
      "TS8016: Type assertion expressions can only be used in TypeScript files.",
    ]);
  });

  it("respect // @ts-nocheck", async () => {
    expect(await complaints(["// @ts-nocheck\n'x'.foo", "'x'.foo"])).toEqual([[], ["TS2339 1:5"]]);
  });

  it("follow helpers of JavaScript, whose mistakes are theirs", async () => {
    const files = {
      "h.js": "/** @param {number} n */\nexport const half = (n) => n / 2;\nexport const f = (a) => a;\n'x'.foo;",
    };
    const found = await complaintsIn(files, ["import { half } from './h.js';\nhalf('x')"]);
    expect(found).toEqual([["TS2339 file 4:5", "TS2345 2:6"]]);
  });

  it("hold the project's settings apart from implicit types", async () => {
    const files = { "tsconfig.json": `{"compilerOptions": {"strict": false, "noImplicitAny": true}}` };
    expect(await complaintsIn(files, ["const f = (a) => a;\nlet s = 'x'; s = null;"])).toEqual([[]]);
  });

  it("are described and completed with the types of JSDoc", async () => {
    const code =
      "/**\n * Halves it.\n * @param {number} n the whole\n * @returns {number}\n */\nfunction half(n) { return n / 2; }\n/** @type {{ first: string }[]} */\nconst rows = [];";
    service.accept({ id: 1, code, executionCount: 1 });
    const inspection = await service.inspect("half(1)", 2, 0);
    expect(inspection).toMatchObject({
      signature: "function half(n: number): number",
      documentation: expect.stringContaining("Halves it."),
    });
    const completions = await service.complete("rows[0].f", 9);
    expect(completions?.items.map(({ text }) => text)).toEqual(["first"]);
  });
});
