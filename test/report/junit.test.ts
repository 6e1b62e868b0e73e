import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { junitOf } from "../../src/report/junit.ts";
import { CellFailedError, CellTimeoutError } from "../../src/run/errors/cell-errors.ts";
import { NoKernelError } from "../../src/run/errors/notebook-errors.ts";
import type { NotebookResult } from "../../src/run/results.ts";
import { cellResult, comparison, differing, notebookResult } from "../support/results.ts";
import { parseXml, type XmlNode } from "../support/xml.ts";

const place = { file: "a.ipynb", cell: 2, source: "let x\nx.y" };
const failure = new CellFailedError(
  place,
  "TypeError: <x> is undefined",
  "TypeError: <x> is undefined\n    at (Cell [2]:2:3)",
);
const stream = (name: string, text: string) => ({ output_type: "stream", name, text }) as const;

function suites(...notebooks: NotebookResult[]): readonly XmlNode[] {
  return parseXml(junitOf({ notebooks })).children;
}

describe("junitOf", () => {
  it("has a suite for each notebook and a case for each cell, with times and outputs", () => {
    const cells = [
      cellResult({
        seconds: 0.25,
        heading: "Load",
        outputs: [
          stream("stdout", "printed\n"),
          stream("stderr", "warned\n"),
          { output_type: "execute_result", execution_count: 1, data: { "text/plain": "42" }, metadata: {} },
          { output_type: "display_data", data: { "image/png": "QUJD" }, metadata: {} },
        ],
      }),
      cellResult({ index: 1, status: "failed", seconds: 0.5, executionCount: 2, error: failure, source: place.source }),
      cellResult({ index: 2, status: "skipped", seconds: 0 }),
      cellResult({ index: 3, status: "not-run", seconds: 0 }),
    ];
    const source = resolve("a.ipynb");
    const xml = junitOf({ notebooks: [notebookResult({ source, status: "failed", error: failure, cells })] });
    const root = parseXml(xml);
    expect(xml).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/);
    expect([root.name, root.attributes]).toEqual([
      "testsuites",
      { name: "tsnb run", tests: "4", failures: "1", errors: "0", skipped: "2", time: "1.250" },
    ]);
    const [suite] = root.children;
    expect(suite?.attributes).toEqual({
      name: "a.ipynb",
      file: "a.ipynb",
      tests: "4",
      failures: "1",
      errors: "0",
      skipped: "2",
      time: "1.250",
    });
    const [first, second, third, fourth] = suite?.children ?? [];
    expect(first?.attributes).toEqual({ name: "cell 1 (Load)", classname: "a.ipynb", file: "a.ipynb", time: "0.250" });
    expect(first?.children.map(({ name, text }) => [name, text])).toEqual([
      ["system-out", "printed\n42\n[image/png]\n"],
      ["system-err", "warned\n"],
    ]);
    expect(second?.children[0]).toMatchObject({
      name: "failure",
      attributes: { message: "TypeError: <x> is undefined", type: "CellFailedError" },
    });
    expect(second?.children[0]?.text).toContain("> 2 | x.y\nThe kernel says:\n> TypeError: <x> is undefined");
    expect(third?.children).toMatchObject([{ name: "skipped", attributes: { message: "it was not selected to run" } }]);
    expect(fourth?.children).toMatchObject([{ name: "skipped" }]);
  });

  it("names the notebook's file, also where a matrix gives the run another name", () => {
    const [suite] = suites(notebookResult({ source: resolve("deep/a.ipynb"), label: "deep/a.ipynb [lr=0.1]" }));
    const file = join("deep", "a.ipynb");
    expect(suite?.attributes).toMatchObject({ name: "deep/a.ipynb [lr=0.1]", file });
    expect(suite?.children[0]?.attributes).toMatchObject({ classname: "deep/a.ipynb [lr=0.1]", file });
  });

  it("distinguishes errors (a limit, a kernel, an unreadable notebook) from failures", () => {
    const error = new CellTimeoutError(place, 5);
    const slow = notebookResult({ status: "failed", error, cells: [cellResult({ status: "failed", error })] });
    const broken = notebookResult({
      label: "b.ipynb",
      status: "failed",
      cells: [],
      error: new NoKernelError("b.ipynb"),
    });
    const [one, other] = suites(slow, broken);
    expect(one?.children[0]?.children).toMatchObject([{ name: "error", attributes: { type: "CellTimeoutError" } }]);
    expect(other?.attributes).toMatchObject({ tests: "1", errors: "1" });
    expect(other?.children).toMatchObject([
      { attributes: { name: "notebook" }, children: [{ name: "error", attributes: { type: "NoKernelError" } }] },
    ]);
  });

  it("reports different outputs, and a notebook without outputs", () => {
    const differences = [differing(2)];
    const different = notebookResult({ status: "different", comparison: comparison({ differences }) });
    const none = notebookResult({ status: "different", comparison: comparison({ differences, hasStored: false }) });
    const [one, other] = suites(different, none);
    expect(one?.children[1]?.children).toMatchObject([
      {
        name: "failure",
        attributes: { type: "OutputsDiffer" },
        text: expect.stringContaining("stdout, line 1:\n- 1\n+ 2"),
      },
    ]);
    expect(one?.attributes).toMatchObject({ failures: "1", tests: "3" });
    expect(other?.children[0]?.children).toMatchObject([{ name: "failure", attributes: { type: "NoStoredOutputs" } }]);
    expect(other?.attributes).toMatchObject({ failures: "1", tests: "4" });
  });

  it("is valid XML for any output, of limited length", () => {
    const escape = String.fromCharCode(27);
    const text = `${escape}[31mred${escape}[0m \u0000\u0008 ]]> <a href="x"> & \ud800 \uffff é 😀\ttab`;
    const outputs = [stream("stdout", text), stream("stderr", "x".repeat(100_000))];
    const [suite] = suites(notebookResult({ label: 'a "b" <c>.ipynb', cells: [cellResult({ outputs })] }));
    const [out, err] = suite?.children[0]?.children ?? [];
    expect(out?.text).toBe('red \ufffd\ufffd ]]> <a href="x"> & \ufffd \ufffd é 😀\ttab');
    expect(err?.text).toMatch(/^x{20000}\n… 80000 more characters$/);
    expect(suite?.attributes["name"]).toBe('a "b" <c>.ipynb');
  });

  it("is empty for a run without notebooks", () => {
    expect(suites()).toEqual([]);
  });
});
