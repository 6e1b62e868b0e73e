// Notebooks that failed on kernels of this family, run unchanged, with their packages from the registry.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Output } from "../../src/notebook/types.ts";
import { runNotebooks } from "../../src/run/index.ts";
import { withoutColours } from "../kernel/support/outputs.ts";
import { notebookIn, outputsOf } from "../support/notebooks.ts";
import { hasShared, shared } from "../support/shared.ts";

const INSTALLING_MS = 600_000;

/** The outputs of each notebook, by the two digits that begin its name: a list for each code cell. */
const ran = new Map<string, Output[][]>();
const folder = mkdtempSync(join(tmpdir(), "cases-"));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(async () => {
  if (!hasShared) return;
  const cases = join(shared, "cases");
  const names = readdirSync(cases).filter((name) => name.endsWith(".ipynb"));
  for (const name of names) {
    // Each notebook has its own project, because some install packages.
    const project = join(folder, basename(name, ".ipynb"));
    mkdirSync(project);
    writeFileSync(join(project, "package.json"), JSON.stringify({ name: "case", private: true }));
    cpSync(join(cases, name), join(project, name));
  }
  const paths = names.map((name) => join(folder, basename(name, ".ipynb"), name));
  const { notebooks } = await runNotebooks(paths, { out: join(folder, "out"), kernel: "tsnb", allowErrors: true });
  for (const { source, target } of notebooks) {
    const outputs = outputsOf(notebookIn(target)).map((list) => [...list]);
    ran.set(basename(source).slice(0, 2), outputs);
  }
}, INSTALLING_MS);

/** The outputs of a code cell, counted from 1: errors, the first line of streams, and the text of shown values. */
function said(number: string, cell: number): string[] {
  const outputs = ran.get(number)?.[cell - 1];
  if (!outputs) throw new Error(`notebook ${number} has no cell ${cell}`);
  return outputs.map((output) => {
    if (output.output_type === "error") return `${output.ename}: ${output.evalue}`;
    if (output.output_type === "stream") return withoutColours(output.text).split("\n")[0] ?? "";
    const text = output.data["text/plain"];
    return typeof text === "string" ? text : JSON.stringify(text);
  });
}

function dataOf(number: string, cell: number): Record<string, unknown> {
  const shown = ran.get(number)?.[cell - 1]?.find((output) => "data" in output);
  return shown && "data" in shown ? shown.data : {};
}

function textOf(number: string, cell: number, type = "text/plain"): string {
  return String(dataOf(number, cell)[type]);
}

/** The whole text that a code cell, counted from 1, prints. */
function printed(number: string, cell: number): string {
  const outputs = ran.get(number)?.[cell - 1] ?? [];
  return outputs.map((output) => (output.output_type === "stream" ? output.text : "")).join("");
}

describe.skipIf(!hasShared)("notebook", () => {
  it("01: a name of a failed cell has no value, and a const is in its dead zone", () => {
    expect(said("01", 2)).toEqual([expect.stringMatching(/^ReferenceError: rate has no value: cell \[1\] failed/)]);
    expect(said("01", 3)).toEqual(["ReferenceError: Cannot access 'price' before initialization"]);
  });

  it("02: a declaration that did not take effect keeps the earlier value and type", () => {
    expect(said("02", 3)).toEqual([expect.stringMatching(/^TypeError: rate.toUpperCase is not a function/)]);
    expect(said("02", 4)[0]).toMatch(/^error TS2339 .*'B'/);
  });

  it("03 and 04: imports of CommonJS packages match their types, in cells and helpers", () => {
    expect(said("03", 2)).toEqual(["{ '0': [ 2 ], '1': [ 1, 3 ] }"]);
    expect(said("03", 3)).toEqual(["3"]);
    expect(said("03", 4)).toEqual(["[ { a: '1', b: '2' } ]"]);
    expect(said("03", 5)).toEqual(["3"]);
    expect(said("04", 3)).toEqual(["{ odd: [ 1, 3 ], even: [ 2 ] }"]);
  });

  it("05: deep imports without an extension resolve as their types do", () => {
    expect([2, 3, 4, 5, 6].map((cell) => said("05", cell))).toEqual([
      ["'1970-01-01'"],
      ["{ '0': [ 2 ], '1': [ 1, 3 ] }"],
      ["[ 2 ]"],
      ["{ _tag: 'Some', value: 2 }"],
      ["'de'"],
    ]);
  });

  it("06 and 07: frames are tables, whatever their columns hold", () => {
    expect(printed("06", 1)).toContain('{"Rome","00100"}');
    expect(textOf("06", 2)).toContain("{ city: 'Rome', zip: '00100' }");
    expect(textOf("06", 3)).toMatch(/price\ndecimal\[10,2\]\n─+\n +1\.25\n/);
    expect(printed("07", 1)).toContain("1970-01-01 01:00:00 CET");
    expect(textOf("07", 1)).toMatch(/1970-01-01 01:00:00 CET {2}.*1d\n/);
    expect(textOf("07", 1)).toContain("duration[ms]");
    expect(textOf("07", 1, "text/html")).toContain("Europe/Berlin");
  });

  it("08 and 09: DOM nodes, plots, canvases and Vega specs are pictures", () => {
    expect(textOf("08", 2, "image/svg+xml")).toMatch(/^<svg [^>]*width="40"[^>]*><circle r="8"\/><\/svg>$/);
    expect(textOf("08", 3, "image/svg+xml").match(/<circle /g)).toHaveLength(2);
    expect(textOf("08", 4, "image/png")).toMatch(/^iVBORw0KGgo/);
    expect(dataOf("09", 1)).toHaveProperty(["application/vnd.vega.v5+json"]);
    expect(textOf("09", 1, "image/png")).toMatch(/^iVBORw0KGgo/);
  });

  it("10: tables of other libraries are tables", () => {
    expect(textOf("10", 2, "text/html")).toMatch(/^<div data-table=''>\n<table /);
    expect(textOf("10", 3, "text/html")).toMatch(/^<div data-table=''>\n<table [^]*Int32/);
  });

  it("11 and 19: questions that nobody can answer fail at once", () => {
    expect(said("11", 1).at(-1)).toMatch(/^NoInputError: /);
    expect(said("19", 1)).toEqual([expect.stringMatching(/^NoInputError: /)]);
    expect(said("19", 2)).toEqual([expect.stringMatching(/^NoInputError: /)]);
  });

  it("12 and 14: an object literal is its value, and an earlier name can be exported", () => {
    expect(said("12", 1)).toEqual(["{ a: 1, b: 2 }"]);
    expect(said("12", 2)).toEqual(["{ x: 'foo' }"]);
    expect(said("14", 2)).toEqual([]);
  });

  it("13: another installed version is used, or the restart that it needs is named", () => {
    expect(said("13", 2)).toEqual(["'4.17.20'"]);
    const isNew = said("13", 4).includes("'4.17.21'");
    const lines = (ran.get("13")?.[2] ?? []).map((output) => (output.output_type === "stream" ? output.text : ""));
    expect(isNew || lines.join("").includes("restart the kernel to use 4.17.21")).toBe(true);
  });

  it("15: a worker of TypeScript runs", () => {
    expect(said("15", 2)).toEqual(["8"]);
  });

  it("17: a value that is shown without await is shown once", () => {
    expect(ran.get("17")?.[0]).toMatchObject([{ data: { "text/plain": "[ 1, 2 ]" } }]);
    expect(Object.keys(dataOf("17", 1))).toEqual(["text/plain"]);
  });
});
