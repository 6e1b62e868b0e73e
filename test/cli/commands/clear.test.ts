import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { tsnb } from "../../support/command.ts";
import { notebookIn, notebookText, outputsOf } from "../../support/notebooks.ts";
import { scratch } from "../../support/scratch.ts";

const OUTPUT = { output_type: "stream", name: "stdout", text: "1\n" };
const RUN = { cell_type: "code", source: "1", outputs: [OUTPUT], execution_count: 4 };
const NOTEBOOK = notebookText([
  { ...RUN, metadata: { execution: { "iopub.status.busy": "2026-01-01" }, tags: ["a"] } },
  { ...RUN, metadata: { tags: ["keep_output"] } },
  { cell_type: "markdown", source: "text" },
]);

describe("tsnb clear", () => {
  test("removes outputs, counts and times, except from cells with a keep tag", () => {
    const folder = scratch({ "a.ipynb": NOTEBOOK, "b.ipynb": notebookText(["1"]) });
    expect(tsnb(["clear", "--check", "."], { cwd: folder })).toEqual({
      status: 1,
      stdout: "a.ipynb has outputs\n",
      stderr: "",
    });
    expect(tsnb(["clear", "."], { cwd: folder })).toEqual({ status: 0, stdout: "a.ipynb\n", stderr: "" });
    expect(outputsOf(notebookIn(folder, "a.ipynb"))).toEqual([[], [OUTPUT]]);
    expect(notebookIn(folder, "a.ipynb").cells[0]).toMatchObject({ execution_count: null, metadata: { tags: ["a"] } });
    expect(tsnb(["clear", "--check", "."], { cwd: folder })).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  test("filters stdin and keeps the file's indentation", () => {
    const folder = scratch({ "a.ipynb": NOTEBOOK });
    tsnb(["clear", "a.ipynb"], { cwd: folder });
    const cleared = readFileSync(join(folder, "a.ipynb"), "utf8");
    expect(tsnb(["clear"], { cwd: folder, input: NOTEBOOK })).toEqual({ status: 0, stdout: cleared, stderr: "" });
    expect(tsnb(["clear", "-"], { cwd: folder, input: cleared }).stdout).toBe(cleared);
    expect(tsnb(["clear", "-"], { cwd: folder, input: "" })).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  test("refuses a file that is not a notebook", () => {
    const { status, stdout, stderr } = tsnb(["clear", "-"], { cwd: scratch(), input: "<<<<<<< ours" });
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^tsnb: Reading stdin: it is not JSON/);
  });
});
