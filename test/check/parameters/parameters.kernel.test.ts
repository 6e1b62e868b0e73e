import { realpathSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkNotebooks } from "../../../src/check/index.ts";
import { checkParameters } from "../../../src/check/parameters/check-parameters.ts";
import { readParameters } from "../../../src/check/parameters/read-parameters.ts";
import { checkSubject } from "../../../src/check/subject.ts";
import { parseNotebook } from "../../../src/notebook/file/read.ts";
import { type CellSource, notebookText } from "../../support/notebooks.ts";
import { scratch } from "../../support/scratch.ts";

const CELL = `type Mode = "fast" | "slow" | 3;
// how many steps
let steps = 10;
const mode: Mode = "fast";
let names: string[] = ["a"]; // who
let options: { depth: number; label?: string; tags: Record<string, boolean> } = { depth: 1, tags: {} };
const point: [number, string] = [1, "x"];
let limit: number | null = null;
let when = new Date();
let big = 5n;
const flags = { a: true };
let open = [];`;

function cell(source: string, ...tags: string[]): CellSource {
  return { cell_type: "code", source, metadata: { tags }, outputs: [], execution_count: null };
}

function subject(
  cells: readonly CellSource[] = [cell(CELL, "parameters")],
  language: "typescript" | "javascript" = "typescript",
) {
  const folder = realpathSync(scratch({ "modes.ts": `export type Size = "S" | "L";` }));
  const source = join(folder, "a.ipynb");
  return checkSubject(parseNotebook(notebookText(cells, "tsnb"), source), { source, label: "a.ipynb", language });
}

describe("readParameters", () => {
  it("reads types, defaults, comments and schemas", async () => {
    const found = readParameters(subject()) ?? [];
    expect(found.map(({ name, type, defaultText, description }) => [name, type, defaultText, description])).toEqual([
      ["steps", "number", "10", "how many steps"],
      ["mode", '"fast" | "slow" | 3', '"fast"', ""],
      ["names", "string[]", '["a"]', "who"],
      [
        "options",
        "{ depth: number; label?: string | undefined; tags: Record<string, boolean>; }",
        "{ depth: 1, tags: {} }",
        "",
      ],
      ["point", "[number, string]", '[1, "x"]', ""],
      ["limit", "number | null", "null", ""],
      ["when", "Date", "new Date()", ""],
      ["big", "bigint", "5n", ""],
      ["flags", "{ a: boolean; }", "{ a: true }", ""],
      ["open", "any[]", "[]", ""],
    ]);
    expect(Object.fromEntries(found.map(({ name, schema }) => [name, schema]))).toEqual({
      steps: { type: "number", description: "how many steps", default: 10 },
      mode: { enum: expect.arrayContaining(["fast", "slow", 3]), default: "fast" },
      names: { type: "array", items: { type: "string" }, description: "who", default: ["a"] },
      options: {
        type: "object",
        properties: {
          depth: { type: "number" },
          label: { type: "string" },
          tags: { type: "object", properties: {}, additionalProperties: { type: "boolean" } },
        },
        required: ["depth", "tags"],
        additionalProperties: false,
        default: { depth: 1, tags: {} },
      },
      point: {
        type: "array",
        prefixItems: [{ type: "number" }, { type: "string" }],
        minItems: 2,
        maxItems: 2,
        default: [1, "x"],
      },
      limit: { anyOf: [{ type: "number" }, { type: "null" }], default: null },
      when: { type: "string", format: "date-time" },
      big: { type: "integer" },
      flags: {
        type: "object",
        properties: { a: { type: "boolean" } },
        required: ["a"],
        additionalProperties: false,
        default: { a: true },
      },
      open: { type: "array", items: {}, default: [] },
    });
  });

  it("resolves types from other cells and files", async () => {
    const cells = [cell(`import type { Size } from "./modes.ts";`), cell(`let size: Size = "S";`, "parameters")];
    expect(readParameters(subject(cells))).toMatchObject([
      { name: "size", type: '"L" | "S"', schema: { enum: ["L", "S"] } },
    ]);
  });

  it("reports that no cell declares parameters", async () => {
    expect(readParameters(subject([cell("let a = 1;")]))).toBeUndefined();
  });
});

describe("checkParameters", () => {
  it("accepts values of the declared types", async () => {
    const values = {
      steps: "20.5",
      mode: '"slow"',
      names: "[]",
      options: '{"depth": 2, "label": "x", "tags": {"a": true}}',
      point: '[2, "y"]',
      limit: "5",
      flags: '{"a": false}',
      open: '[1, "x"]',
    };
    const all = Object.entries(values).map(([name, code]) => ({ name, code }));
    expect(await checkParameters(subject(), all)).toEqual([]);
  });

  it("refuses values of other types and unknown names, and lists the known names", async () => {
    const values = {
      stepz: "1",
      mode: '"medium"',
      steps: '"20"',
      options: '{"depth": "x", "tags": {}}',
      names: "[1]",
      limit: '"x"',
    };
    const all = Object.entries(values).map(([name, code]) => ({ name, code }));
    expect(await checkParameters(subject(), all)).toEqual([
      {
        name: "stepz",
        rule: "unknown-parameter",
        message: expect.stringContaining('"stepz": the notebook declares steps, mode, names'),
      },
      {
        name: "mode",
        rule: "parameter-type",
        message: `it does not take "medium": Type '"medium"' is not assignable to type 'Mode'`,
      },
      {
        name: "steps",
        rule: "parameter-type",
        message: expect.stringContaining("Type 'string' is not assignable to type 'number'"),
      },
      {
        name: "options",
        rule: "parameter-type",
        message: expect.stringContaining("Type 'string' is not assignable to type 'number'"),
      },
      {
        name: "names",
        rule: "parameter-type",
        message: expect.stringContaining("Type 'number' is not assignable to type 'string'"),
      },
      {
        name: "limit",
        rule: "parameter-type",
        message: expect.stringContaining("Type 'string' is not assignable to type 'number'"),
      },
    ]);
  });

  it("reads JSDoc's types in JavaScript", async () => {
    const cells = [cell(`/** @type {"a" | "b"} */\nlet mode = "a";\nlet steps = 1;`, "parameters")];
    const values = [
      { name: "mode", code: '"c"' },
      { name: "steps", code: "2" },
    ];
    expect(await checkParameters(subject(cells, "javascript"), values)).toMatchObject([
      { name: "mode", rule: "parameter-type" },
    ]);
  });
});

describe("checkNotebooks", () => {
  it("reports parameter values of the wrong type", async () => {
    const cells = [
      cell('let steps = 10;\nlet mode: "a" | "b" = "a";\nconsole.log(steps, mode);', "parameters"),
      cell('steps = 20;\nmode = "c";\nconst stepz = 3;\nstepz;', "injected-parameters"),
    ];
    const folder = realpathSync(scratch({ "a.ipynb": notebookText(cells, "tsnb") }));
    const [notebook] = (await checkNotebooks([folder])).notebooks;
    expect(notebook?.findings.map(({ rule, cell: at }) => `${rule} ${at?.index}:${at?.line}`)).toEqual([
      "parameter-type 1:2",
      "unknown-parameter 1:3",
    ]);
  });
});
