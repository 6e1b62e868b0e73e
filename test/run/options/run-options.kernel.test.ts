import { readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type RunEvent, type RunOptions, runNotebooks } from "../../../src/run/index.ts";
import {
  type CellSource,
  installScriptedKernel,
  notebookIn,
  notebookText,
  outputsOf,
} from "../../support/notebooks.ts";
import { statusesOf } from "../../support/results.ts";
import { scratch } from "../../support/scratch.ts";

type Step = readonly unknown[];

afterEach(() => vi.unstubAllEnvs());

const oops = { status: "error", ename: "TypeError", evalue: "no", traceback: ["at 1"] };
const fails: readonly Step[] = [
  ["send", "error", oops],
  ["reply", oops],
];
const says = (text: string): readonly Step[] => [["send", "stream", { name: "stdout", text }]];
const stored = { output_type: "stream", name: "stdout", text: "stored" };

/** A cell for the scripted kernel, with a stored output and the execution count 7. */
function cell(steps: readonly Step[], tags: readonly string[] = []): CellSource {
  return {
    cell_type: "code",
    source: JSON.stringify(steps),
    metadata: { tags },
    outputs: [stored],
    execution_count: 7,
  };
}

function heading(source: string): CellSource {
  return { cell_type: "markdown", source };
}

/** Runs one notebook on the scripted kernel. */
async function run(cells: readonly CellSource[], options: RunOptions = {}, flags: readonly string[] = []) {
  const folder = realpathSync(scratch({ "x.ipynb": notebookText(cells, "script") }));
  installScriptedKernel(folder, "script", flags);
  vi.stubEnv("JUPYTER_PATH", folder);
  const events: RunEvent[] = [];
  const { notebooks } = await runNotebooks([join(folder, "x.ipynb")], {
    out: join(folder, "out"),
    onEvent: (event) => events.push(event),
    ...options,
  });
  const [result] = notebooks;
  if (result === undefined) throw new Error("no result");
  return { folder, result, events, outputs: result.notebook ? outputsOf(result.notebook) : [] };
}

describe("a cell that may raise", () => {
  it("is followed by the next cell, which is sent again when the kernel aborts it", async () => {
    const cells = [cell(fails, ["raises-exception"]), cell(says("runs")), cell(says("on"))];
    const { result, outputs } = await run(cells, {}, ["--aborts", "2"]);
    expect(result).toMatchObject({ status: "passed", error: undefined });
    expect(outputs.slice(1)).toMatchObject([[{ text: "runs" }], [{ text: "on" }]]);
  });

  it("may only raise errors that its tag names", async () => {
    const allowed = await run([cell(fails, ["raises-exception:TypeError"]), cell([])]);
    expect(statusesOf(allowed.result)).toEqual(["passed", "passed"]);
    const other = await run([cell(fails, ["raises-exception:RangeError", "raises-exception:SyntaxError"]), cell([])]);
    expect(statusesOf(other.result)).toEqual(["failed", "not-run"]);
    expect(other.result.error?.message).toContain("TypeError: no (it may only raise RangeError or SyntaxError)");
  });

  it("must raise under --strict-raises", async () => {
    const { result } = await run([cell([], ["raises-exception"])], { strictRaises: true });
    expect(result.error).toMatchObject({ name: "NoExceptionError", place: { cell: 1 } });
    const raised = await run([cell(fails, ["raises-exception"])], { strictRaises: true });
    expect(raised.result.status).toBe("passed");
  });

  it("is any cell under --allow-errors", async () => {
    const { result, outputs } = await run([cell(fails), cell(says("on"))], { allowErrors: true });
    expect(result.status).toBe("passed");
    expect(outputs).toMatchObject([[{ output_type: "error", ename: "TypeError" }], [{ text: "on" }]]);
  });
});

describe("a cell that is not to run", () => {
  it("by its tag is skipped and keeps its outputs", async () => {
    const { result, outputs, folder } = await run([cell([["exit", 1]], ["skip-execution"]), cell(says("ran"))]);
    expect(result.status).toBe("passed");
    expect(statusesOf(result)).toEqual(["skipped", "passed"]);
    expect(outputs).toMatchObject([[stored], [{ text: "ran" }]]);
    expect(notebookIn(folder, "out", "notebooks", "x.ipynb").cells[0]).toMatchObject({ execution_count: 7 });
  });

  const cells = [
    heading("# Load"),
    cell(says("load")),
    heading("# Fit"),
    cell(says("fit 1"), ["fit"]),
    cell(says("fit 2")),
    heading("# Plot"),
    cell(says("plot")),
  ];

  it.each([
    ["Fit", ["load", "fit 1", "fit 2", "stored"]],
    ["heading:load", ["load", "stored", "stored", "stored"]],
    ["4", ["load", "fit 1", "stored", "stored"]],
    ["tag:fit", ["load", "fit 1", "stored", "stored"]],
    ["id:cell-4", ["load", "fit 1", "fit 2", "stored"]],
  ])("comes after --until %s", async (until, expected) => {
    const { outputs } = await run(cells, { until });
    expect(outputs).toMatchObject(expected.map((text) => [{ text }]));
  });

  it("comes before --from: it runs, but keeps its outputs", async () => {
    const { outputs, result } = await run(cells, { from: "Fit", until: "Fit" });
    expect(outputs).toMatchObject(["stored", "fit 1", "fit 2", "stored"].map((text) => [{ text }]));
    expect(statusesOf(result)).toEqual(["passed", "passed", "passed", "skipped"]);
  });

  it.each([
    [{ until: "Nothing" }, /Selecting "Nothing" .*headings are "Load", "Fit", "Plot"/],
    [{ from: "Plot", until: "Load" }, /cell 6 comes after cell 2/],
  ])("is refused when %s selects no cell", async (options, message) => {
    const { result } = await run(cells, options);
    expect(result.error?.message).toMatch(message);
    expect(result.error?.name).toBe("CellSelectionError");
  });
});

describe("a limit", () => {
  it("of a notebook stops the cell that runs, and saves", async () => {
    const { result, folder } = await run([cell(says("before")), cell([...says("half"), ["hang"]]), cell([])], {
      notebookTimeout: 5,
    });
    expect(result.error).toMatchObject({ name: "NotebookTimeoutError", seconds: 5 });
    expect(result.error?.message).toMatch(/was stopped in cell 2/);
    expect(statusesOf(result)).toEqual(["passed", "failed", "not-run"]);
    expect(outputsOf(notebookIn(folder, "out", "notebooks", "x.ipynb"))).toMatchObject([
      [{ text: "before" }],
      [{ text: "half" }, { ename: "KeyboardInterrupt" }],
      [],
    ]);
  });

  it("of output cuts a cell's output with a notice, but not its error", async () => {
    const steps = [...says("x".repeat(600)), ...says("y".repeat(600)), ...says("z"), ...fails];
    const { result, outputs } = await run([cell(steps), cell([])], { outputBytes: 1000 });
    expect(outputs[0]).toMatchObject([
      { name: "stdout", text: "x".repeat(600) + "y".repeat(400) },
      { name: "stderr", text: expect.stringContaining("output cut") },
      { output_type: "error" },
    ]);
    expect(result.error).toMatchObject({ summary: "TypeError: no" });
  });

  it("of output counts outputs, too", async () => {
    const display = ["send", "display_data", { data: { "text/plain": "d" }, metadata: {} }];
    const { outputs } = await run([cell(Array.from({ length: 5 }, () => display))], { outputCount: 3 });
    expect(outputs[0]).toMatchObject([{}, {}, {}, { text: expect.stringContaining("output cut") }]);
  });
});

describe("a question to the user", () => {
  it("fails the cell at once", async () => {
    const { result } = await run([cell([...says("so far"), ["ask", "name? "]]), cell([])]);
    expect(result.error).toMatchObject({ name: "InputRequestedError", prompt: "name? ", place: { cell: 1 } });
    expect(result.seconds).toBeLessThan(60);
  });
});

describe("the environment of a kernel", () => {
  it("has no colour settings of the runner, a fixed width, and the requested variables", async () => {
    vi.stubEnv("FORCE_COLOR", "1");
    vi.stubEnv("COLUMNS", "33");
    const names = ["FORCE_COLOR", "NO_COLOR", "COLUMNS", "TZ", "MINE"];
    const { outputs } = await run([cell(names.map((name) => ["env", name]))], { tz: "UTC", env: { MINE: "a=b" } });
    expect(outputs[0]).toMatchObject([{ text: "undefined180UTCa=b" }]);
  });
});

describe("a secret", () => {
  it("is in no output, event, message or file", async () => {
    vi.stubEnv("MY_TOKEN", "s3cr3t-value");
    const error = { ...oops, evalue: "refused s3cr3t-value", traceback: ["at s3cr3t-value"] };
    const leak: readonly Step[] = [
      ["env", "MY_TOKEN"],
      ...says(" s3cr3t-"),
      ...says("value"),
      ["send", "display_data", { data: { "application/json": { a: ["s3cr3t-value"] } }, metadata: {} }],
      ["send", "error", error],
      ["reply", error],
    ];
    const { result, events, folder, outputs } = await run([cell(leak)], { secret: ["MY_TOKEN"] });
    expect(outputs[0]).toMatchObject([{ text: "[secret MY_TOKEN] [secret MY_TOKEN]" }, {}, {}]);
    expect(result.error?.message).toContain("TypeError: refused [secret MY_TOKEN]");
    // The source of the cell is left out: it is the user's own, and contains the secret here.
    const seen = JSON.stringify(events.filter(({ type }) => type === "output"));
    const file = JSON.stringify(outputsOf(notebookIn(folder, "out", "notebooks", "x.ipynb")));
    expect(seen + file).not.toContain("s3cr3t-value");
  });

  it("that is not set is refused", async () => {
    await expect(run([cell([])], { secret: ["NOT_SET_ANYWHERE"] })).rejects.toThrow(
      'Reading the option "secret": the environment variable NOT_SET_ANYWHERE is not set.',
    );
  });
});

describe("--resume", () => {
  it("starts at the first cell that did not succeed, and keeps earlier outputs", async () => {
    const marker = join(realpathSync(scratch()), "fixed");
    const first = await run([cell([["pid"]]), cell([["fails-without", marker]]), cell(says("end"))]);
    expect(statusesOf(first.result)).toEqual(["passed", "failed", "not-run"]);
    const { folder } = first;
    const pid = outputsOf(notebookIn(folder, "out", "notebooks", "x.ipynb"))[0];
    writeFileSync(marker, "");
    const again = () => runNotebooks([join(folder, "x.ipynb")], { out: join(folder, "out"), resume: true });
    const { notebooks } = await again();
    expect(notebooks[0]?.notices).toEqual([
      "it continues at cell 2; the cells before it run again, but keep their outputs",
    ]);
    expect(notebooks[0]?.status).toBe("passed");
    const outputs = outputsOf(notebookIn(folder, "out", "notebooks", "x.ipynb"));
    expect(outputs).toMatchObject([pid, [], [{ text: "end" }]]);
    const done = await again();
    expect(done.notebooks[0]).toMatchObject({ status: "passed", startSeconds: 0 });
    expect(done.notebooks[0]?.notices).toEqual(["all its cells succeeded in an earlier run; it is not run again"]);
    expect(done.notebooks[0]?.cells.map(({ status }) => status)).toEqual(["skipped", "skipped", "skipped"]);
    expect(outputsOf(notebookIn(folder, "out", "notebooks", "x.ipynb"))).toEqual(outputs);
  });
});

describe("--resume with --inplace", () => {
  const told = "all its cells run: no earlier run in place on this machine recorded the code of its outputs";

  it("runs from a cell that was edited since, and all cells where no run is known", async () => {
    vi.stubEnv("TSNB_CACHE", scratch());
    const first = await run([cell(says("a")), cell(says("b")), cell(says("c"))], { inplace: true });
    const { folder } = first;
    const again = async () => {
      const { notebooks } = await runNotebooks([join(folder, "x.ipynb")], { inplace: true, resume: true });
      const outputs = outputsOf(notebookIn(folder, "x.ipynb")).map(
        ([output]) => output && "text" in output && output.text,
      );
      return { notices: notebooks[0]?.notices, outputs };
    };
    const file = join(folder, "x.ipynb");
    writeFileSync(file, readFileSync(file, "utf8").replace(String.raw`\"b\"`, String.raw`\"edited\"`));
    expect(await again()).toEqual({
      notices: ["it continues at cell 2; the cells before it run again, but keep their outputs"],
      outputs: ["a", "edited", "c"],
    });
    expect((await again()).notices).toEqual(["all its cells succeeded in an earlier run; it is not run again"]);
    vi.stubEnv("TSNB_CACHE", scratch());
    expect((await again()).notices).toEqual([told]);
  });
});

describe("--inplace", () => {
  it("clears the outputs before the first cell begins, so that --resume passes none of a run that was killed", async () => {
    vi.stubEnv("TSNB_CACHE", scratch());
    const { folder } = await run([cell(says("a")), cell(says("b"))], { inplace: true });
    const file = join(folder, "x.ipynb");
    let during = "";
    const onEvent = ({ type }: RunEvent): void => {
      if (type === "cell-started") during ||= readFileSync(file, "utf8");
    };
    await runNotebooks([file], { inplace: true, onEvent });
    writeFileSync(file, during);
    expect(outputsOf(notebookIn(file))).toEqual([[], []]);
    const { notebooks } = await runNotebooks([file], { inplace: true, resume: true });
    expect(notebooks[0] && statusesOf(notebooks[0])).toEqual(["passed", "passed"]);
  });
});

const marker = () => join(realpathSync(scratch()), "fixed");
const second = async (folder: string, options: RunOptions) => {
  const { notebooks } = await runNotebooks([join(folder, "x.ipynb")], { out: join(folder, "out"), ...options });
  const [result] = notebooks;
  if (result === undefined) throw new Error("no result");
  return { result, executed: notebookIn(folder, "out", "notebooks", "x.ipynb") };
};

describe("--resume after a run that left no trace in the saved outputs", () => {
  it("does not pass a cell whose error is only in the reply, in whatever run it was", async () => {
    const silent: readonly Step[] = [
      ["send", "stream", { name: "stderr", text: "TypeError: no" }],
      ["reply", oops],
    ];
    const { folder, result } = await run([cell(says("a")), cell(silent)]);
    expect(result.status).toBe("failed");
    for (let time = 0; time < 2; time++) {
      const again = await second(folder, { resume: true });
      expect(statusesOf(again.result)).toEqual(["passed", "failed"]);
      expect(again.executed.metadata["tsnb"]).toEqual({ resumeAt: "cell-1" });
    }
    const allowed = await second(folder, { resume: true, allowErrors: true });
    expect(allowed.result.status).toBe("passed");
    expect((await second(folder, { resume: true })).result.status).toBe("failed");
  });

  it("does not pass a cell that failed because it raised nothing", async () => {
    const { folder } = await run([cell(says("a")), cell([], ["nbval-raises-exception"])]);
    const { result } = await second(folder, { resume: true });
    expect(statusesOf(result)).toEqual(["passed", "failed"]);
    expect(result.error?.name).toBe("NoExceptionError");
  });

  it("does not pass a cell that was stopped, although it may raise an error", async () => {
    const { folder } = await run([cell(says("a")), cell([["hang"]], ["raises-exception"])], { timeout: 1 });
    expect((await second(folder, { resume: true, timeout: 1 })).result.error?.name).toBe("CellTimeoutError");
  });

  it("does not pass cells that came after --until, though they have counts of their own", async () => {
    const fixed = marker();
    const { folder, result } = await run([cell(says("a")), cell([["fails-without", fixed]])], { until: "1" });
    expect(result.status).toBe("passed");
    const upTo = await second(folder, { resume: true, until: "1" });
    expect(upTo.result.notices).toEqual([
      "all its cells up to --until succeeded in an earlier run; it is not run again",
    ]);
    expect((await second(folder, { resume: true })).result.status).toBe("failed");
    writeFileSync(fixed, "");
    const { result: last, executed } = await second(folder, { resume: true });
    expect(last.status).toBe("passed");
    expect(executed.metadata).not.toHaveProperty("tsnb");
  });

  it("does not pass cells after one that failed before --from", async () => {
    const fixed = marker();
    const { folder } = await run(
      [cell(says("a")), cell([["fails-without", fixed]]), cell(says("c"), ["skip-execution"])],
      {
        from: "id:cell-2",
      },
    );
    expect((await second(folder, { resume: true })).result.status).toBe("failed");
  });

  it("compares the outputs that are kept", async () => {
    const { folder, result } = await run([cell(says("a")), cell([])], { check: true });
    expect(result.status).toBe("different");
    const again = await second(folder, { resume: true, check: true });
    expect(again.result).toMatchObject({ startSeconds: 0, status: "different" });
    expect(again.result.comparison?.differences.map(({ cell: number }) => number)).toEqual([1, 2]);
  });

  it("is refused with --verify, which would have nothing to verify", async () => {
    await expect(run([cell([])], { resume: true, verify: true })).rejects.toThrow(/Reading the option "verify": /);
  });
});

describe("--record", () => {
  it("stores times and versions where nbconvert and papermill do, and nothing without it", async () => {
    const { folder } = await run([cell([]), cell(fails), cell([])], { record: true });
    const { metadata, cells } = notebookIn(folder, "out", "notebooks", "x.ipynb");
    expect(metadata["papermill"]).toMatchObject({
      exception: true,
      parameters: {},
      duration: expect.any(Number),
      version: expect.stringMatching(/^tsnb \d/),
    });
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(cells.map((each) => each.metadata)).toMatchObject([
      { execution: { "iopub.status.busy": time, "iopub.status.idle": time }, papermill: { status: "completed" } },
      { papermill: { status: "failed", exception: true, start_time: time, end_time: time } },
      { tags: [] },
    ]);
    const plain = await run([cell([])]);
    expect(plain.result.notebook?.metadata).not.toHaveProperty("papermill");
  });
});

describe("--verify", () => {
  it("passes equal outputs, and names the first cell whose outputs differ", async () => {
    expect((await run([cell(says("x"))], { verify: true })).result.status).toBe("passed");
    const { result } = await run([cell(says("x")), cell([["pid"]]), cell([["pid"]])], { verify: true });
    expect(result.error).toMatchObject({ name: "NotRepeatableError", place: { cell: 2 } });
    expect(result.error?.message).toMatch(/its output was \d+ the first time and \d+ the second \(stdout/);
  });
});

/** Runs a notebook of one cell for each name on the scripted kernel; those whose name starts with "bad" fail. */
async function runMany(names: readonly string[], options: RunOptions = {}) {
  const files = names.map((name): [string, string] => [
    `${name}.ipynb`,
    notebookText([name.startsWith("bad") ? cell(fails) : cell(says(name))], "script"),
  ]);
  const folder = realpathSync(scratch(Object.fromEntries(files)));
  installScriptedKernel(folder, "script");
  vi.stubEnv("JUPYTER_PATH", folder);
  const paths = names.map((name) => join(folder, `${name}.ipynb`));
  return { folder, ...(await runNotebooks(paths, { out: join(folder, "out"), ...options })) };
}

describe("notebooks that run at once", () => {
  it("have their results in the given order, whatever fails", async () => {
    const { notebooks } = await runMany(["c", "bad", "a", "b"], { jobs: 3 });
    expect(notebooks.map(({ label, status }) => [label.replace(/.*\//, ""), status])).toEqual([
      ["c.ipynb", "passed"],
      ["bad.ipynb", "failed"],
      ["a.ipynb", "passed"],
      ["b.ipynb", "passed"],
    ]);
  });

  it("stop at the first failure under --fail-fast", async () => {
    const { notebooks } = await runMany(["a", "bad", "b", "c"], { jobs: 1, failFast: true });
    expect(notebooks.map(({ status }) => status)).toEqual(["passed", "failed", "cancelled", "cancelled"]);
  });

  it("are overwritten under --inplace", async () => {
    const { folder } = await runMany(["a"], { inplace: true });
    expect(readFileSync(join(folder, "a.ipynb"), "utf8")).toContain('"text":["a"]');
  });
});

describe("a kernel that does not start", () => {
  it.each<RunOptions>([{}, { record: true }, { resume: true }])(
    "costs no outputs, in place with %j",
    async (options) => {
      const text = notebookText([cell(says("a")), heading("# Text")], "script");
      const folder = realpathSync(scratch({ "x.ipynb": text }));
      const argv = [process.execPath, "--eval", "process.exit(3)", "{connection_file}"];
      installScriptedKernel(folder, "script", [], { argv });
      vi.stubEnv("JUPYTER_PATH", folder);
      const { notebooks } = await runNotebooks([join(folder, "x.ipynb")], { inplace: true, ...options });
      expect(notebooks[0]?.error?.name).toBe("KernelStartError");
      expect(readFileSync(join(folder, "x.ipynb"), "utf8")).toBe(text);
      expect(readdirSync(folder).toSorted()).toEqual(["kernels", "x.ipynb"]);
    },
  );

  it("costs no outputs, in place, when it does not answer", async () => {
    const text = notebookText([cell(says("a"))], "script");
    const folder = realpathSync(scratch({ "x.ipynb": text }));
    installScriptedKernel(folder, "script", [], { argv: [process.execPath, "--eval", "setInterval(() => {}, 1e6)"] });
    vi.stubEnv("JUPYTER_PATH", folder);
    const { notebooks } = await runNotebooks([join(folder, "x.ipynb")], { inplace: true, startupTimeout: 0.5 });
    expect(notebooks[0]?.error?.name).toBe("KernelStartError");
    expect(readFileSync(join(folder, "x.ipynb"), "utf8")).toBe(text);
  });

  it("leaves the cleared notebook in the folder for results", async () => {
    const { result, outputs } = await run([cell(says("a"))], { startupTimeout: 0.01 });
    expect([result.status, outputs]).toEqual(["failed", [[]]]);
  });
});

describe("a kernel that is not installed", () => {
  it("is replaced by one for the notebook's language, with a notice", async () => {
    const folder = realpathSync(scratch());
    const spec = { name: "conda-env-x-sc", display_name: "x", language: "script" };
    const text = notebookText([cell(says("x"))]).replace(
      '"metadata":{}',
      `"metadata":${JSON.stringify({ kernelspec: spec })}`,
    );
    writeFileSync(join(folder, "x.ipynb"), text);
    installScriptedKernel(folder, "script");
    vi.stubEnv("JUPYTER_PATH", folder);
    const { notebooks } = await runNotebooks([folder], { out: join(folder, "out") });
    expect(notebooks).toMatchObject([{ status: "passed" }]);
    expect(notebooks[0]?.notices).toEqual([
      'its kernel "conda-env-x-sc" is not installed; it runs on "script", a kernel for its language, script',
    ]);
  });
});
