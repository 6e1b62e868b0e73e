// Notebooks whose cells fail before their declarations, through the runner and with the type check.
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Output } from "../../src/notebook/types.ts";
import { runNotebooks } from "../../src/run/index.ts";
import { withoutColours } from "../kernel/support/outputs.ts";
import { notebookIn, notebookText, outputsOf } from "../support/notebooks.ts";

/**
 * Runs sessions, each without the names of those before, in one notebook on tsnb's kernel; resolves to the outputs of
 * each session's cells, one line for each. Numbers of cells in them count from the session's first cell.
 */
async function saidIn(sessions: readonly (readonly string[])[]): Promise<string[][][]> {
  const metadata = { tags: ["raises-exception"] };
  const sources = sessions.flatMap((cells) => [...cells, "%reset"]);
  const cells = sources.map((source) => ({ cell_type: "code", source, metadata, outputs: [], execution_count: null }));
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "tsnb-")));
  writeFileSync(join(folder, "a.ipynb"), notebookText(cells, "tsnb"));
  const options = { out: join(folder, "out"), kernel: "tsnb" };
  const { notebooks } = await runNotebooks([join(folder, "a.ipynb")], options);
  const outputs = outputsOf(notebookIn(notebooks[0]?.target ?? "")).map((list) => list.map(lineOf));
  rmSync(folder, { recursive: true });
  let before = 0;
  return sessions.map(({ length }) => {
    const own = outputs.slice(before, before + length);
    const counted = own.map((lines) => lines.map((line) => line.replace(CELL, (_, n) => `[${Number(n) - before}]`)));
    before += length + 1;
    return counted;
  });
}

function lineOf(output: Output): string {
  if (output.output_type === "error") return `${output.ename}: ${output.evalue}`;
  if (output.output_type === "stream") return withoutColours(output.text).split("\n")[0] ?? "";
  const text = output.data["text/plain"];
  return typeof text === "string" ? text : JSON.stringify(text);
}

const missing = (name: string, cell = 1) =>
  `${name} has no value: cell [${cell}] failed before it declared ${name}. Run that cell again, or declare ${name} again.`;
const failing = (name: string, cell = 1) => [`ReferenceError: ${missing(name, cell)}`];

const CELL = /(?<=\bcell |\bTS\d+ )\[(\d+)\]/g;

describe("a name of a failed cell", () => {
  const DECLARED: readonly (readonly [what: string, first: string, second: string])[] = [
    ["of a download", 'const { data } = await fetch("http://127.0.0.1:1/").then((r) => r.json());', "data.length"],
    [
      "of a file",
      'import { readFileSync } from "node:fs";\nconst data = readFileSync("none.csv", "utf8");',
      "data.length",
    ],
    ["of a class", "class data { static n = JSON.parse('') }", "new data()"],
    ["of an enum", "enum data { n = JSON.parse('') }", "data.n * 2"],
    ["of a loop", "for (const i of [1]) { if (i) throw new Error('no') }\nlet data = 0;", "data += 1"],
    ["of an import", 'import { data } from "./none.ts";', "data"],
  ];
  let ran: string[][][] = [];

  beforeAll(async () => {
    ran = await saidIn([
      [
        'const rate = await Promise.reject(new Error("network down"));',
        "100 * rate",
        "function read() { return price }\nconst shown = read(); const price = 5;\nString(shown)",
      ],
      [
        "function total(n: number) { return n * rate }\nconst rate: number = JSON.parse('');",
        "total(2)",
        "const rate = 21;",
        "total(2)",
      ],
      ...DECLARED.map(([, first, second]) => [first, second]),
    ]);
  });

  it("has no value for the run and the type check, which say so once", () => {
    const [download, use, ahead] = ran[0] ?? [];
    expect(download).toEqual(["Error: network down"]);
    expect(use).toEqual(failing("rate"));
    expect(ahead).toEqual(["ReferenceError: Cannot access 'price' before initialization"]);
  });

  it.each(DECLARED.map(([what], index) => [what, index + 2] as const))("has no value: %s", (_what, session) => {
    const [failed, use] = ran[session] ?? [];
    expect(failed?.at(-1)).toMatch(/^\w*Error: /);
    expect(use).toEqual(failing("data"));
  });

  it("is declared again by running the corrected cell, and seen by functions", () => {
    const cells = ran[1] ?? [];
    expect(cells[1]).toEqual([`ReferenceError: ${missing("rate")}`]);
    expect(cells.slice(2)).toEqual([[], ["42"]]);
  });
});

describe("a cell that fails when it is run again", () => {
  const KEPT: readonly (readonly [kind: string, first: string, second: string, use: string, result: string])[] = [
    ["let", "let a = [1, 2];", "let a: string = JSON.parse('');", "a.map((n) => n * 2)", "[ 2, 4 ]"],
    ["class", "class a { x = 1 }", "class a { y = 2; static z = JSON.parse('') }", "new a().x", "1"],
    ["namespace", "namespace a { export const x = 1 }", "namespace a { export const y = JSON.parse('') }", "a.x", "1"],
    ["import", 'import { sep as a } from "node:path";', 'import { a } from "./none.ts";', "a.length", "1"],
    [
      "pattern",
      "const a = { x: 1 };",
      "const { a, b = JSON.parse('') } = {} as { a: number };",
      "[a]",
      "[ undefined ]",
    ],
    ["using", "const a = { x: 1 };", "using a = JSON.parse('');", "a.x", "1"],
    ["another kind", "function a() { return 1 }", "const a = JSON.parse('');", "a()", "1"],
  ];
  let ran: string[][][] = [];

  beforeAll(async () => {
    ran = await saidIn([
      [
        "const rate = 5;\nenum E { A = 1 }",
        'const rate: string = await Promise.reject(new Error("down"));\nenum E { B = 2 }',
        "rate.toUpperCase()",
        "E.B",
        "[rate, E.A, E[1]]",
      ],
      ...KEPT.map(([, first, second, use]) => [first, second, use]),
    ]);
  });

  it("keeps the values and types of const and enum", () => {
    const cells = ran[0] ?? [];
    expect(cells[2]).toEqual(["TypeError: rate.toUpperCase is not a function"]);
    expect(cells[3]?.[0]).toBe("error TS2339 [4] line 1: Property 'B' does not exist on type 'typeof E'.");
    expect(cells[4]).toEqual(["[ 5, 1, 'A' ]"]);
  });

  it.each(KEPT.map(([kind, , , , result], index) => [kind, result, index + 1] as const))(
    "keeps the value and type of %s",
    (_kind, result, session) => {
      const cells = ran[session] ?? [];
      expect(cells[1]?.at(-1)).toMatch(/^\w*Error: /);
      expect(cells[2]).toEqual([result]);
    },
  );
});
