import { readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { tslabKernelspec } from "../../src/jupyter/tslab.ts";
import { formatNotebook } from "../../src/notebook/file/write.ts";
import {
  CellFailedError,
  CellTimeoutError,
  KernelDeathError,
  OutputsIncompleteError,
} from "../../src/run/errors/cell-errors.ts";
import { NoKernelError } from "../../src/run/errors/notebook-errors.ts";
import { type RunEvent, type RunOptions, runNotebooks } from "../../src/run/index.ts";
import { type CellSource, notebookIn, notebookText, outputsOf, streamOf } from "../support/notebooks.ts";
import { statusesOf } from "../support/results.ts";
import { scratch, sharedScratch } from "../support/scratch.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

/** Runs a notebook of these cells on tslab; resolves to its folder, its result and the executed notebook. */
async function run(cells: readonly CellSource[], options: RunOptions = {}, place: string = scratch()) {
  const folder = realpathSync(place);
  writeFileSync(join(folder, "x.ipynb"), notebookText(cells, "tslab"));
  const { notebooks } = await runNotebooks([join(folder, "x.ipynb")], { out: join(folder, "out"), ...options });
  const [result] = notebooks;
  if (result === undefined) throw new Error("no result");
  return { folder, result, executed: notebookIn(result.target) };
}

function text(name: string, value: string) {
  return { output_type: "stream", name, text: value };
}

const PASSING: CellSource[] = [
  { cell_type: "markdown", source: "# Τίτλος" },
  "const greeting: string = 'héllo 🎉 \\u2028';\nconsole.log(greeting);",
  { cell_type: "raw", source: "raw" },
  "   \n",
  "console.error('careful');\ngreeting.length",
  "import * as tslab from 'tslab';\nconst shown = tslab.newDisplay();\nshown.text('first');",
  "shown.html('<b>second</b>');",
];

describe("a notebook that passes", () => {
  it("has its outputs, counts and language, and is the same on the next run", async () => {
    const events: RunEvent[] = [];
    const { folder, result, executed } = await run(PASSING, { onEvent: (event) => events.push(event) });
    expect(result).toMatchObject({ status: "passed", error: undefined });
    expect(statusesOf(result)).toEqual(Array.from({ length: 4 }, () => "passed"));
    expect(executed.metadata["language_info"]).toMatchObject({ name: "typescript" });
    expect(outputsOf(executed)).toEqual([
      [text("stdout", "héllo 🎉 \u2028\n")],
      [],
      [text("stderr", "careful\n"), text("stdout", "10\n")],
      [{ output_type: "display_data", data: { "text/html": "<b>second</b>" }, metadata: {} }],
      [],
    ]);
    const counts = executed.cells.map((cell) => (cell.cell_type === "code" ? cell.execution_count : "-"));
    expect(counts).toEqual(["-", 1, "-", null, 2, 3, 4]);
    const steps = events.filter(({ type }) => type !== "output");
    expect(
      steps.map((event) => ("cell" in event && event.cell ? `${event.type} ${event.cell.index}` : event.type)),
    ).toEqual([
      "notebook-started",
      ...[1, 4, 5, 6].flatMap((cell) => [`cell-started ${cell}`, `cell-finished ${cell}`]),
      "notebook-finished",
      "run-finished",
    ]);

    const one = readFileSync(result.target, "utf8");
    writeFileSync(result.source, one);
    const again = await runNotebooks([result.source], { out: join(folder, "out"), check: true });
    expect(again.notebooks).toMatchObject([{ status: "passed", comparison: { differences: [] } }]);
    expect(readFileSync(result.target, "utf8")).toBe(one);
    expect(one).toBe(formatNotebook(executed));
  });
});

describe("a notebook of many kinds of output", () => {
  const LINES = 5000;
  const bundle = { "application/vnd.vegalite.v5+json": { mark: "point", data: { values: [{ a: 1 }] } } };
  const cells: CellSource[] = [
    "void setTimeout(() => console.log('from the first'), 50)",
    "await new Promise((resolve) => setTimeout(resolve, 200)); console.log('second')",
    `for (let line = 0; line < ${LINES}; line++) console.log(line)`,
    "process.cwd()",
    "process.env.TSNB_CHARTS",
    { cell_type: "markdown", source: "# Points" },
    `require(process.argv[1].replace(/bin.tslab$/, "dist/jupyter")).lastWriteDisplayData({ data: ${JSON.stringify(bundle)}, metadata: {} }, false)`,
  ];
  const place = sharedScratch();
  let done: Awaited<ReturnType<typeof run>>;
  let streams: readonly string[];

  beforeAll(async () => {
    done = await run(cells, {}, place);
    streams = streamOf(done.executed);
  });

  it("passes", () => {
    expect(done.result).toMatchObject({ status: "passed", error: undefined });
  });

  it("keeps late output of an earlier cell and output until the kernel is gone", () => {
    expect(streams.slice(0, 2).join("")).toBe("from the first\nsecond\n");
  });

  it("keeps every line of a loop that prints thousands", () => {
    expect(streams[2]).toBe(Array.from({ length: LINES }, (_, line) => `${line}\n`).join(""));
  });

  it("runs in its folder, with the folder of its charts", () => {
    const { folder } = done;
    expect(streams.slice(3, 5)).toEqual([`${folder}\n`, `${join(folder, "out", "charts")}\n`]);
  });

  it("keeps a chart", () => {
    expect(done.result.cells.at(-1)?.outputs).toMatchObject([{ data: bundle }]);
  });
});

describe("a cell that fails", () => {
  it("is named by the compiler's message when its types are wrong", async () => {
    const { result } = await run(["const text: string = 5"]);
    expect(result.error).toMatchObject({ summary: "1:7 - Type 'number' is not assignable to type 'string'." });
  });

  it("that loops is interrupted at the time limit", async () => {
    const { result, executed } = await run(["console.log('before'); while (true) {}", "1"], { timeout: 1 });
    expect(result.error).toBeInstanceOf(CellTimeoutError);
    expect(result).toMatchObject({ status: "failed" });
    expect(statusesOf(result)).toEqual(["failed", "not-run"]);
    expect(streamOf(executed)[0]).toBe("before\n");
    expect(streamOf(executed, "stderr")[0]).toContain("interrupted");
  });

  it("that never ends is interrupted at the time limit", async () => {
    const { result, executed } = await run(["console.log('before'); await new Promise(() => {})"], { timeout: 1 });
    expect(result.error).toMatchObject({ name: "CellTimeoutError", seconds: 1, place: { cell: 1 } });
    expect(executed.cells[0]).toMatchObject({ execution_count: 1 });
  });

  it("that ignores the interrupt is ended with its kernel", async () => {
    // After the first await, because until then Node.js restores the listeners.
    const deaf = "await null; process.removeAllListeners('SIGINT'); process.on('SIGINT', () => {});";
    const { result, executed } = await run([`${deaf} await new Promise(() => {})`], { timeout: 1 });
    expect(result.error).toBeInstanceOf(CellTimeoutError);
    expect(executed.cells[0]).toMatchObject({ execution_count: null, outputs: [] });
  });

  it("that ends its process fails as the kernel's death, with what it printed before", async () => {
    const { result, executed } = await run([
      "1",
      "console.log('last words'); await new Promise((resolve) => setTimeout(resolve, 300)); process.exit(3)",
      "2",
    ]);
    expect(result.error).toBeInstanceOf(KernelDeathError);
    expect(result.error?.message).toMatch(/cell 2 .*the kernel was lost: its process exited with code 3/);
    expect(streamOf(executed)).toEqual(["1\n", "last words\n", ""]);
  });

  it("that prints more in one go than tslab alone can send is not taken for a success", async () => {
    // Once tslab sends everything without help, the preload in its kernelspec can go.
    const { argv, displayName, language } = tslabKernelspec();
    const alone = { argv: argv.filter((part) => !part.startsWith("--import=")), display_name: displayName, language };
    vi.stubEnv("JUPYTER_PATH", scratch({ "kernels/tslab-alone/kernel.json": JSON.stringify(alone) }));
    const { result } = await run(["for (let line = 0; line < 2000; line++) console.log(line)"], {
      kernel: "tslab-alone",
    });
    expect(result.error).toBeInstanceOf(OutputsIncompleteError);
  });
});

describe("several notebooks", () => {
  it("run on their own kernels, also after one that fails, which keeps its outputs so far and names the cell", async () => {
    const failing = [
      "const own = 1; console.log('kept')",
      "console.log('so far')\nthrow new RangeError('too far')",
      "1",
    ];
    const folder = scratch({
      "a/same.ipynb": notebookText(failing, "tslab"),
      "b/same.ipynb": notebookText(["const own = 2; own"], "tslab"),
      "b/nameless.ipynb": notebookText(["1"]),
    });
    const out = join(folder, "out");
    const { notebooks, ok } = await runNotebooks([join(folder, "a"), join(folder, "b")], { out });
    expect(ok).toBe(false);
    expect(notebooks.map(({ status }) => status)).toEqual(["failed", "failed", "passed"]);
    expect(notebooks[1]?.error).toBeInstanceOf(NoKernelError);
    expect(readdirSync(join(out, "notebooks")).toSorted()).toEqual(["a", "b"]);
    expect(streamOf(notebookIn(out, "notebooks", "b", "same.ipynb"))).toEqual(["2\n"]);

    const [failed] = notebooks;
    if (failed === undefined) throw new Error("no result");
    expect(statusesOf(failed)).toEqual(["passed", "failed", "not-run"]);
    expect(failed.error).toBeInstanceOf(CellFailedError);
    expect(failed.error).toMatchObject({ place: { cell: 2 }, summary: "RangeError: too far" });
    expect(failed.error?.message).toMatch(/^Running cell 2 of .*same\.ipynb: RangeError: too far\. /);
    const executed = notebookIn(failed.target);
    expect(streamOf(executed)).toEqual(["kept\n", "so far\n", ""]);
    expect(streamOf(executed, "stderr")[1]).toContain("RangeError: too far");
    expect(executed.cells[2]).toMatchObject({ execution_count: null, outputs: [] });
  });

  it("without a kernel's name run on the requested one, and --check finds the cells whose outputs differ", async () => {
    const stale = { output_type: "stream", name: "stdout", text: "1\n" };
    const cell = (source: string) => ({ cell_type: "code", source, outputs: [stale], execution_count: 9 });
    const folder = scratch({ "x.ipynb": notebookText([cell("1"), cell("1 + 1")]) });
    const { notebooks } = await runNotebooks([folder], { out: join(folder, "out"), kernel: "tslab", check: true });
    expect(streamOf(notebookIn(folder, "out", "notebooks", "x.ipynb"))).toEqual(["1\n", "2\n"]);
    expect(notebooks).toMatchObject([{ status: "different", error: undefined }]);
    expect(notebooks[0]?.comparison?.differences).toMatchObject([
      { cell: 2, outputs: [{ type: "stdout", changes: [{ place: "line 1", expected: "1", actual: "2" }] }] },
    ]);
  });
});
