import { existsSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { UnknownKernelError } from "../../../src/jupyter/kernelspec.ts";
import { OutputsIncompleteError } from "../../../src/run/errors/cell-errors.ts";
import { type RunOptions, runNotebooks } from "../../../src/run/index.ts";
import { installScriptedKernel, notebookIn, notebookText, outputsOf } from "../../support/notebooks.ts";
import { statusesOf } from "../../support/results.ts";
import { scratch } from "../../support/scratch.ts";

type Step = readonly unknown[];
type Kernel = { readonly flags?: (folder: string) => string[]; readonly spec?: object };

afterEach(() => vi.unstubAllEnvs());

const shown = (text: string) => ({ data: { "text/plain": text }, metadata: {} });
const show = (text: string, id: string): Step => [
  "send",
  "display_data",
  { ...shown(text), transient: { display_id: id } },
];
const ofJson = (json: string, id: string): string =>
  `{"data": {"application/json": ${json}}, "metadata": {"width": 2.50}, "transient": {"display_id": "${id}"}}`;
const stream = (text: string): Step => ["send", "stream", { name: "stdout", text }];

/** Runs a notebook of these scripts on the scripted kernel. */
async function run(cells: readonly (readonly Step[])[], options: RunOptions = {}, kernel: Kernel = {}) {
  const folder = realpathSync(
    scratch({
      "x.ipynb": notebookText(
        cells.map((cell) => JSON.stringify(cell)),
        "script",
      ),
    }),
  );
  installScriptedKernel(folder, "script", kernel.flags?.(folder), kernel.spec);
  vi.stubEnv("JUPYTER_PATH", folder);
  const { notebooks } = await runNotebooks([join(folder, "x.ipynb")], { out: join(folder, "out"), ...options });
  const [result] = notebooks;
  if (result === undefined) throw new Error("no result");
  const executed = existsSync(result.target) ? notebookIn(result.target) : undefined;
  return { folder, result, outputs: executed ? outputsOf(executed) : [], executed };
}

function takenPort(folder: string): string[] {
  writeFileSync(join(folder, "taken"), "");
  return ["--taken", join(folder, "taken")];
}

describe("outputs", () => {
  it("follow the protocol's rules within and across cells", async () => {
    const { result, outputs, executed } = await run([
      [
        show("old", "a"),
        stream("x"),
        stream("y"),
        ["send", "clear_output", { wait: false }],
        stream("kept"),
        show("old", "a"),
      ],
      [stream("gone"), ["send", "clear_output", { wait: true }]],
      [["send", "update_display_data", { ...shown("new"), transient: { display_id: "a" } }]],
      [["send", "execute_result", { ...shown("42"), execution_count: 4 }]],
    ]);
    expect(result).toMatchObject({ status: "passed" });
    expect(statusesOf(result)).toEqual(["passed", "passed", "passed", "passed"]);
    expect(outputs).toEqual([
      [
        { output_type: "stream", name: "stdout", text: "kept" },
        { output_type: "display_data", ...shown("new") },
      ],
      [{ output_type: "stream", name: "stdout", text: "gone" }],
      [],
      [{ output_type: "execute_result", execution_count: 4, ...shown("42") }],
    ]);
    expect(executed?.metadata["language_info"]).toEqual({ name: "script" });
  });

  it("keep their numbers as the kernel wrote them", async () => {
    const state = { _model_name: "FloatSliderModel", _model_module: "@jupyter-widgets/controls", max: 0 };
    const opened = { comm_id: "w", target_name: "jupyter.widget", data: { state } };
    const moved = '{"comm_id": "w", "data": {"method": "update", "state": {"value": 1.0, "marks": [2.0]}}}';
    const { result } = await run([
      [["send-json", "display_data", ofJson('{"mean": 1.0, "id": 9007199254740993, "p": 1e-07}', "a")]],
      [
        ["send-json", "display_data", ofJson("[3.0]", "b")],
        ["send-json", "update_display_data", ofJson("[4]", "b")],
      ],
      [
        ["send", "comm_open", opened],
        ["send-json", "comm_msg", moved],
      ],
    ]);
    const text = readFileSync(result.target, "utf8").replaceAll(/\s+/g, "");
    expect(text).toContain('{"id":9007199254740993,"mean":1.0,"p":1e-07}},"metadata":{"width":2.50}');
    expect(text).toContain('"application/json":[4]');
    expect(text).toContain('"marks":[2.0],"max":0,"value":1.0');
  });

  it("differ from stored ones in any digit of an integer", async () => {
    const cell = [["send-json", "display_data", '{"data": {"application/json": 9007199254740993}, "metadata": {}}']];
    const { result, folder } = await run([cell]);
    const stored = readFileSync(result.target, "utf8").replace("9007199254740993", "9007199254740992");
    writeFileSync(join(folder, "x.ipynb"), stored);
    const { notebooks } = await runNotebooks([join(folder, "x.ipynb")], { out: join(folder, "out"), check: true });
    expect(notebooks[0]).toMatchObject({ status: "different" });
  });

  it("that come after the idle status still go to their cell", async () => {
    const { outputs } = await run([[["late", "stream", { name: "stdout", text: "late" }]], [stream("second")]]);
    expect(outputs).toMatchObject([[{ text: "late" }], [{ text: "second" }]]);
  });

  it("that come while another cell runs or the kernel shuts down still go to their cells", async () => {
    const later: Step = ["later", "stream", { name: "stdout", text: ", later" }];
    const { result, outputs } = await run([
      [stream("first"), later],
      [stream("second"), later],
    ]);
    expect(result.status).toBe("passed");
    expect(outputs).toMatchObject([[{ text: "first, later" }], [{ text: "second, later" }]]);
  });

  it("are complete when they are many and large", async () => {
    const megabyte = "x".repeat(1_000_000);
    const { outputs } = await run([
      [...Array.from({ length: 3000 }, (_, line) => stream(`${line}\n`)), show(megabyte, "m")],
    ]);
    const [printed, display] = outputs[0] ?? [];
    expect(printed).toMatchObject({ text: Array.from({ length: 3000 }, (_, line) => `${line}\n`).join("") });
    expect(display).toMatchObject(shown(megabyte));
  });
});

describe("a cell's error", () => {
  const error = { ename: "ValueError", evalue: "no \u001b[31mgood\u001b[0m", traceback: ["line 1", "line 2"] };

  it("is stored and named as the kernel says", async () => {
    const { result, outputs } = await run([
      [
        ["send", "error", error],
        ["reply", { status: "error", ...error }],
      ],
      [],
    ]);
    expect(result.error).toMatchObject({
      summary: "ValueError: no good",
      details: "line 1\nline 2",
      place: { cell: 1 },
    });
    expect(statusesOf(result)).toEqual(["failed", "not-run"]);
    expect(outputs).toEqual([[{ output_type: "error", ...error }], []]);
  });

  const stored = { output_type: "error", ...error };
  const named = { name: "CellFailedError", summary: "ValueError: no good", details: "line 1\nline 2" };

  it("ends the notebook there although the reply says ok", async () => {
    const { result, outputs } = await run([[stream("x")], [["send", "error", error], stream("y")], [stream("z")]]);
    expect(result).toMatchObject({ status: "failed", error: { ...named, place: { cell: 2 } } });
    expect(statusesOf(result)).toEqual(["passed", "failed", "not-run"]);
    expect(outputs).toMatchObject([[{ text: "x" }], [stored, { text: "y" }], []]);
  });

  it("that was cleared is ignored", async () => {
    const { result } = await run([
      [["send", "error", error], ["send", "clear_output", { wait: true }], stream("instead")],
      [],
    ]);
    expect(result).toMatchObject({ status: "passed" });
    expect(statusesOf(result)).toEqual(["passed", "passed"]);
  });

  it("that comes while later cells run fails the notebook at its end, by the number of its own cell", async () => {
    const { result, outputs } = await run([[["later", "error", error]], [stream("y")], [stream("z")]]);
    expect(result).toMatchObject({ status: "failed", error: { ...named, place: { cell: 1 } } });
    expect(statusesOf(result)).toEqual(["failed", "passed", "passed"]);
    expect(outputs).toMatchObject([[stored], [{ text: "y" }], [{ text: "z" }]]);
  });

  it("that comes while the kernel shuts down fails the notebook too", async () => {
    const { result, outputs } = await run([[stream("x")], [["later", "error", error]]]);
    expect(result).toMatchObject({ status: "failed", error: { ...named, place: { cell: 2 } } });
    expect(statusesOf(result)).toEqual(["passed", "failed"]);
    expect(outputs).toMatchObject([[{ text: "x" }], [stored]]);
  });

  it("that ended the run is the one that is reported, though another came late before it", async () => {
    const oops = { status: "error", ename: "Oops", evalue: "broken", traceback: [] };
    const { result } = await run([[["later", "error", error]], [["reply", oops]]]);
    expect(result.error).toMatchObject({ summary: "Oops: broken", place: { cell: 2 } });
  });

  it("is recognised when the reply says aborted each time", async () => {
    const { result } = await run([[["reply", { status: "aborted" }]], []]);
    expect(result).toMatchObject({ status: "failed", error: { name: "CellNotRunError", place: { cell: 1 } } });
    expect(statusesOf(result)).toEqual(["failed", "not-run"]);
  });
});

describe("a kernel", () => {
  it("is interrupted by a message if its kernelspec says so", async () => {
    const { result, outputs } = await run(
      [[stream("x"), ["hang"]]],
      { timeout: 0.3 },
      { spec: { interrupt_mode: "message" }, flags: () => ["--deaf"] },
    );
    expect(result.error).toMatchObject({ name: "CellTimeoutError", seconds: 0.3 });
    expect(outputs).toMatchObject([[{ text: "x" }, { output_type: "error", ename: "KeyboardInterrupt" }]]);
  });

  it("gets its kernelspec's variables, with references to others resolved", async () => {
    const spec = { env: { A_TEST: "[${TSNB_CHARTS}|${NOT_SET_ANYWHERE}]" } };
    const { folder, outputs } = await run([[["env", "A_TEST"]]], {}, { spec });
    expect(outputs).toMatchObject([[{ text: `[${join(folder, "out", "charts")}|\${NOT_SET_ANYWHERE}]` }]]);
  });

  it("that replies but never says idle is not taken for done", async () => {
    const { result, outputs } = await run([[stream("x"), ["without", "idle"]]]);
    expect(result.error).toBeInstanceOf(OutputsIncompleteError);
    expect(outputs).toMatchObject([[{ text: "x" }]]);
  });

  it("that says idle but never replies is stopped at the time limit", async () => {
    const { result } = await run([[stream("x"), ["without", "reply"]]], { timeout: 0.5 });
    expect(result.error).toMatchObject({ name: "CellTimeoutError" });
  });

  it("that dies between two messages keeps its earlier outputs", async () => {
    const before = Array.from({ length: 100 }, (_, line) => stream(`${line}\n`));
    const { result, outputs } = await run([[...before, ["exit", 9]], []]);
    expect(result.error?.message).toMatch(/the kernel was lost: its process exited with code 9/);
    expect(outputs).toMatchObject([[{ text: expect.stringMatching(/^0\n1\n[^]*98\n99\n$/) }], []]);
  });

  it("that breaks the protocol is reported as such", async () => {
    const { result } = await run([[["send", "stream", { name: "stdout" }]]]);
    expect(result.error?.message).toMatch(/violates the messaging protocol.*"stream"/s);
  });

  it("is launched again when a port was taken in the meantime", async () => {
    const { result } = await run([[stream("x")]], {}, { flags: takenPort });
    expect(result.status).toBe("passed");
  });

  it.each([
    [
      "ends while it starts",
      "--crash",
      30,
      /its process exited with code 7; its last output: no such module: left-pad/,
    ],
    ["never answers", "--silent", 0.5, /it did not answer within 0\.5 s/],
    ["has another key", "--other-key", 30, /not a Jupyter message .*signature/],
  ])("that %s fails to start, and nothing waits for it", async (_, flag, startupTimeout, says) => {
    const { result } = await run([[]], { startupTimeout }, { flags: () => [flag] });
    expect(result).toMatchObject({
      status: "failed",
      cells: [{ status: "not-run" }],
      error: { name: "KernelStartError", kernel: "script" },
    });
    expect(result.error?.message).toMatch(says);
  });

  it("that misses the first question is asked again", async () => {
    const { result } = await run([[stream("x")]], {}, { flags: () => ["--distracted"] });
    expect(result.status).toBe("passed");
  });

  it("whose command does not exist fails to start", async () => {
    const { result } = await run([[]], {}, { spec: { argv: ["no-such-command", "{connection_file}"] } });
    expect(result.error?.message).toMatch(/^Starting the kernel "script": .*ENOENT/);
  });

  it("is not started for a notebook that has no cell to run", async () => {
    const { result, executed } = await run([], {}, { spec: { argv: ["no-such-command", "{connection_file}"] } });
    expect(result.status).toBe("passed");
    expect(executed?.cells).toEqual([]);
  });

  it("with a malformed kernelspec is refused by file and field", async () => {
    const { result, folder } = await run([[]], {}, { spec: { argv: "node" } });
    expect(result.error?.message).toContain(join(folder, "kernels", "script", "kernel.json"));
  });

  it("that is not installed is refused with a list of installed ones", async () => {
    const folder = scratch({ "x.ipynb": notebookText([], "nobody") });
    installScriptedKernel(folder, "script");
    vi.stubEnv("JUPYTER_PATH", folder);
    const { notebooks } = await runNotebooks([folder], { out: join(folder, "out") });
    expect(notebooks[0]?.error).toBeInstanceOf(UnknownKernelError);
    expect(notebooks[0]?.error?.message).toMatch(/"nobody".*script.*tslab/);
    await expect(runNotebooks([folder], { out: join(folder, "out"), kernel: "nobody" })).rejects.toThrow(
      UnknownKernelError,
    );
  });
});

describe("a run", () => {
  it("that is cancelled saves finished cells and does not touch other notebooks", async () => {
    const folder = realpathSync(
      scratch({
        "a.ipynb": notebookText(
          [JSON.stringify([stream("done")]), JSON.stringify([stream("half"), ["hang"]]), "[]"],
          "script",
        ),
        "b.ipynb": notebookText(["[]"], "script"),
      }),
    );
    installScriptedKernel(folder, "script");
    vi.stubEnv("JUPYTER_PATH", folder);
    const cancel = new AbortController();
    const onEvent: RunOptions["onEvent"] = (event) => {
      if (event.type === "cell-started" && event.cell.index === 1) cancel.abort();
    };
    const { notebooks, ok } = await runNotebooks([folder], {
      out: join(folder, "out"),
      jobs: 1,
      signal: cancel.signal,
      onEvent,
    });
    expect(ok).toBe(false);
    expect(notebooks).toMatchObject([
      { status: "cancelled", cells: [{ status: "passed" }, { status: "failed" }, { status: "not-run" }] },
      { status: "cancelled", cells: [] },
    ]);
    expect(outputsOf(notebookIn(folder, "out", "notebooks", "a.ipynb"))[0]).toMatchObject([{ text: "done" }]);
    expect(existsSync(join(folder, "out", "notebooks", "b.ipynb"))).toBe(false);
  });

  it("in place of a folder fails before any cell runs", async () => {
    const folder = scratch({ "x.ipynb": notebookText(["[]"], "script"), "out/notebooks/x.ipynb/file": "" });
    installScriptedKernel(folder, "script");
    vi.stubEnv("JUPYTER_PATH", folder);
    const { notebooks } = await runNotebooks([join(folder, "x.ipynb")], { out: join(folder, "out") });
    expect(notebooks).toMatchObject([
      { status: "failed", cells: [{ status: "not-run" }], error: { name: "WriteError" } },
    ]);
  });
});
