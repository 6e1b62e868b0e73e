// Notebooks whose cells fail before their declarations, through the runner and with the type check.
import { realpathSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Output } from "../../src/notebook/types.ts";
import { runNotebooks } from "../../src/run/index.ts";
import { withoutColours } from "../kernel/support/outputs.ts";
import { notebookIn, notebookText, outputsOf } from "../support/notebooks.ts";
import { scratch } from "../support/scratch.ts";

/** Runs a notebook on tsnb's kernel; resolves to the outputs of each cell, one line for each. */
async function said(...cells: string[]): Promise<string[][]> {
  const metadata = { tags: ["raises-exception"] };
  const sources = cells.map((source) => ({ cell_type: "code", source, metadata, outputs: [], execution_count: null }));
  const folder = realpathSync(scratch({ "a.ipynb": notebookText(sources, "tsnb") }));
  const options = { out: join(folder, "out"), kernel: "tsnb" };
  const { notebooks } = await runNotebooks([join(folder, "a.ipynb")], options);
  return outputsOf(notebookIn(notebooks[0]?.target ?? "")).map((outputs) => outputs.map(lineOf));
}

function lineOf(output: Output): string {
  if (output.output_type === "error") return `${output.ename}: ${output.evalue}`;
  if (output.output_type === "stream") return withoutColours(output.text).split("\n")[0] ?? "";
  const text = output.data["text/plain"];
  return typeof text === "string" ? text : JSON.stringify(text);
}

const missing = (name: string, cell = 1) =>
  `${name} has no value: cell [${cell}] failed before it declared ${name}. Run that cell again, or declare ${name} anew.`;
const failing = (name: string, cell = 1) => [`ReferenceError: ${missing(name, cell)}`];

describe("a name of a failed cell", () => {
  it("has no value for the run and the type check, which say so once", async () => {
    const [download, use, ahead] = await said(
      'const rate = await Promise.reject(new Error("network down"));',
      "100 * rate",
      "function read() { return price }\nconst shown = read(); const price = 5;\nString(shown)",
    );
    expect(download).toEqual(["Error: network down"]);
    expect(use).toEqual(failing("rate"));
    expect(ahead).toEqual(["ReferenceError: Cannot access 'price' before initialization"]);
  });

  it.each<[string, string, string]>([
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
  ])("has no value: %s", async (_what, first, second) => {
    const [failed, use] = await said(first, second);
    expect(failed?.at(-1)).toMatch(/^\w*Error: /);
    expect(use).toEqual(failing("data"));
  });

  it("is declared anew by running the corrected cell, and seen by functions", async () => {
    const cells = await said(
      "function total(n: number) { return n * rate }\nconst rate: number = JSON.parse('');",
      "total(2)",
      "const rate = 21;",
      "total(2)",
    );
    expect(cells[1]).toEqual([`ReferenceError: ${missing("rate")}`]);
    expect(cells.slice(2)).toEqual([[], ["42"]]);
  });
});

describe("a cell that fails when it is run again", () => {
  it("keeps the values and types of const and enum", async () => {
    const cells = await said(
      "const rate = 5;\nenum E { A = 1 }",
      'const rate: string = await Promise.reject(new Error("down"));\nenum E { B = 2 }',
      "rate.toUpperCase()",
      "E.B",
      "[rate, E.A, E[1]]",
    );
    expect(cells[2]).toEqual(["TypeError: rate.toUpperCase is not a function"]);
    expect(cells[3]?.[0]).toBe("error TS2339 [4] line 1: Property 'B' does not exist on type 'typeof E'.");
    expect(cells[4]).toEqual(["[ 5, 1, 'A' ]"]);
  });

  it.each<[string, string, string, string, string]>([
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
  ])("keeps the value and type of %s", async (_kind, first, second, use, result) => {
    const cells = await said(first, second, use);
    expect(cells[1]?.at(-1)).toMatch(/^\w*Error: /);
    expect(cells[2]).toEqual([result]);
  });
});
