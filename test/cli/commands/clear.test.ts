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

  test("removes papermill's records and the cell to resume at, and nothing else of the metadata", () => {
    const papermill = { start_time: "2026-01-01", duration: 1.5, status: "completed" };
    const recorded = JSON.parse(
      notebookText(
        [
          { ...RUN, metadata: { papermill, ExecuteTime: { end_time: "2026-01-01" }, tags: ["a"] } },
          { cell_type: "markdown", source: "text", metadata: { papermill, level: 1 } },
        ],
        "tsnb",
      ),
    );
    const settings = { cache: false, resumeAt: "cell-1" };
    const metadata = { ...recorded.metadata, papermill: { parameters: { lr: 1 } }, widgets: {}, tsnb: settings };
    const folder = scratch({
      "a.ipynb": JSON.stringify({ ...recorded, metadata }),
      "b.ipynb": JSON.stringify({ ...recorded, metadata: { ...metadata, tsnb: { resumeAt: "cell-1" } } }),
    });
    expect(tsnb(["clear", "."], { cwd: folder }).status).toBe(0);
    const { cells, metadata: left } = notebookIn(folder, "a.ipynb");
    expect(cells.map((cell) => cell.metadata)).toEqual([{ tags: ["a"] }, { level: 1 }]);
    expect(left).toEqual({ ...recorded.metadata, tsnb: { cache: false } });
    expect(notebookIn(folder, "b.ipynb").metadata).toEqual(recorded.metadata);
  });

  test("refuses bytes that are not UTF-8, and writes nothing", () => {
    const input = Buffer.from(NOTEBOOK.replace("text", "caf\u00e9"), "latin1");
    const { status, stdout, stderr } = tsnb(["clear", "-"], { cwd: scratch(), input });
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toBe("tsnb: Reading stdin: it is not text in UTF-8. Save it again in UTF-8.\n");
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
