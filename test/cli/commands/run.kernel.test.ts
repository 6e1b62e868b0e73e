import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { tsnbKernelspec } from "../../../src/kernel/kernelspec.ts";
import { type CellSource, installScriptedKernel, notebookIn, notebookText, streamOf } from "../../support/notebooks.ts";
import { processesWith, startTsnb, tsnb } from "../../support/processes.ts";
import { scratch } from "../../support/scratch.ts";
import { withoutTypeChecks } from "../../support/without-type-checks.ts";

withoutTypeChecks();

const hello = JSON.stringify([["send", "stream", { name: "stdout", text: "hello" }]]);
const hang = JSON.stringify([["send", "stream", { name: "stdout", text: "so far" }], ["hang"]]);

/** A folder with notebooks for the scripted kernel, and an environment in which that kernel is installed. */
function project(notebooks: Record<string, readonly CellSource[]>, flags: readonly string[] = []) {
  const files = Object.entries(notebooks).map(([name, cells]) => [name, notebookText(cells, "script")]);
  const cwd = realpathSync(scratch(Object.fromEntries(files)));
  installScriptedKernel(cwd, "script", flags);
  // Temporary files go to a folder in which the test sees those that are left.
  const tmp = join(cwd, "tmp");
  mkdirSync(tmp);
  return { cwd, tmp, env: { JUPYTER_PATH: cwd, TMPDIR: tmp, TEMP: tmp, TMP: tmp } };
}

function failing(script: readonly unknown[]): CellSource {
  return {
    cell_type: "code",
    source: JSON.stringify(script),
    metadata: { tags: ["raises-exception"] },
    outputs: [],
    execution_count: null,
  };
}

describe("tsnb run", () => {
  it("runs the notebooks folder by default and prints a table", async () => {
    const { cwd, env, tmp } = project({ "notebooks/a.ipynb": [hello, "[]"], "notebooks/b.ipynb": [hello] });
    const { code, stdout, stderr } = await tsnb(["run"], { cwd, env });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^notebook {11}cells {2}seconds {2}result\nnotebooks.a\.ipynb {6}2 {6}\d+\.\d {2}passed\nnotebooks.b\.ipynb {6}1 {6}\d+\.\d {2}passed\n\n(?:slowest cells [^]*?\n\n)?2 notebooks in \d+ s\n\nOpen out.index\.html\n$/,
    );
    expect(stderr).toMatch(
      /^\[1\/2\] notebooks.[ab]\.ipynb: passed in .*\n\[2\/2\] notebooks.[ab]\.ipynb: passed in .*\n$/,
    );
    expect(streamOf(notebookIn(cwd, "out", "notebooks", "a.ipynb"))).toEqual(["hello", ""]);
    expect(readdirSync(tmp)).toEqual([]);
  });

  it("runs the current folder's notebooks where there is no such folder", async () => {
    const { cwd, env } = project({ "x.ipynb": [hello] });
    const { code, stdout } = await tsnb(["run", "--out", "elsewhere"], { cwd, env });
    expect(code).toBe(0);
    expect(stdout).toContain("x.ipynb");
    expect(existsSync(join(cwd, "elsewhere", "notebooks", "x.ipynb"))).toBe(true);
  });

  it("runs its own package's kernels, with the options of installed kernelspecs", async () => {
    const cwd = realpathSync(scratch({ "x.ipynb": notebookText(["process.env.COLOUR ?? 'none'"], "tsnb") }));
    const install = (argv: readonly string[]) => {
      const dir = join(cwd, "kernels", "tsnb");
      mkdirSync(dir, { recursive: true });
      const spec = { argv, display_name: "x", interrupt_mode: "message", env: { COLOUR: "blue" } };
      writeFileSync(join(dir, "kernel.json"), JSON.stringify(spec));
    };
    const result = async () => {
      const { code, stderr } = await tsnb(["run", "x.ipynb"], { cwd, env: { JUPYTER_PATH: cwd } });
      expect(stderr).not.toMatch(/failed/);
      expect(code).toBe(0);
      return readFileSync(join(cwd, "out", "notebooks", "x.ipynb"), "utf8");
    };
    install(tsnbKernelspec().argv);
    expect(await result()).toContain("'blue'");
    install([process.execPath, join(cwd, "another", "main.cjs"), "--connection-file", "{connection_file}"]);
    expect(await result()).toContain("'none'");
  });

  it("exits with 1 when a cell fails, and shows where", async () => {
    const error = { ename: "Oops", evalue: "broken", traceback: ["at line 1"] };
    const fails = JSON.stringify([
      ["send", "error", error],
      ["reply", { status: "error", ...error }],
    ]);
    const { cwd, env } = project({ "a.ipynb": [hello, fails, hello], "b.ipynb": [hello] });
    const { code, stdout, stderr } = await tsnb(["run", "."], { cwd, env });
    expect(code).toBe(1);
    expect(stderr).toMatch(/Running cell 2 of a\.ipynb: Oops: broken\./);
    expect(stderr).toContain("  1 | [[");
    expect(stdout).toMatch(/a\.ipynb +2 of 3 .*failed at cell 2\nb\.ipynb +1 .*passed/);
  });

  it("exits with 1 when a timer or a promise of a successful cell throws", async () => {
    const { cwd, env } = project({});
    const timer = "setTimeout(() => { throw new Error('late') }, 50); await new Promise((r) => setTimeout(r, 200))";
    writeFileSync(join(cwd, "timer.ipynb"), notebookText(["1", timer, "2"], "tsnb"));
    writeFileSync(join(cwd, "promise.ipynb"), notebookText(["Promise.reject(new Error('floating')); 1"], "tsnb"));
    const { code, stdout, stderr } = await tsnb(["run", "."], { cwd, env });
    expect(code).toBe(1);
    expect(stderr).toMatch(/Running cell 1 of promise\.ipynb: Error: floating\.[^]*> Error: floating/);
    expect(stderr).toMatch(/Running cell 2 of timer\.ipynb: Error: late\.[^]*> Error: late/);
    expect(stdout).toMatch(/promise\.ipynb +1 .*failed at cell 1\ntimer\.ipynb +2 of 3 .*failed at cell 2/);
    expect(notebookIn(cwd, "out", "notebooks", "timer.ipynb").cells).toMatchObject([
      { outputs: [{ data: { "text/plain": "1" } }] },
      { outputs: [{ ename: "Error", evalue: "late" }] },
      { outputs: [] },
    ]);
  });

  it("resolves TIMM_RESULTS from the working directory, not from the notebook's folder", async () => {
    const { cwd, env } = project({});
    mkdirSync(join(cwd, "deep"));
    writeFileSync(join(cwd, "deep", "a.ipynb"), notebookText(["process.env.TIMM_RESULTS"], "tsnb"));
    await tsnb(["run", "deep"], { cwd, env: { ...env, TIMM_RESULTS: "some/timm" } });
    expect(notebookIn(cwd, "out", "notebooks", "a.ipynb").cells).toMatchObject([
      { outputs: [{ data: { "text/plain": `'${join(cwd, "some", "timm")}'` } }] },
    ]);
  });

  it("continues after a cell that is tagged as failing, whatever it replies", async () => {
    const error = { ename: "Oops", evalue: "broken", traceback: [] };
    const steps = [["send", "error", error]];
    const cells = [failing([...steps, ["reply", { status: "error", ...error }]]), failing(steps), hello];
    const { cwd, env } = project({ "a.ipynb": cells });
    const { code, stdout } = await tsnb(["run", "."], { cwd, env });
    expect(code).toBe(0);
    expect(stdout).toMatch(/a\.ipynb +3 .*passed/);
    expect(streamOf(notebookIn(cwd, "out", "notebooks", "a.ipynb"))).toEqual(["", "", "hello"]);
  });

  it("exits with 2 for an unreadable notebook, and runs the others", async () => {
    const { cwd, env } = project({ "good.ipynb": [hello] });
    writeFileSync(join(cwd, "cut.ipynb"), '{"cells": [');
    writeFileSync(join(cwd, "old.ipynb"), '{"nbformat": 2, "nbformat_minor": 0, "worksheets": []}');
    writeFileSync(join(cwd, "nameless.ipynb"), notebookText([hello]));
    writeFileSync(join(cwd, "nobody.ipynb"), notebookText([hello], "nobody"));
    const { code, stdout, stderr } = await tsnb(["run", "."], { cwd, env });
    expect(code).toBe(2);
    expect(stderr).toMatch(/Reading cut\.ipynb: it is not JSON/);
    expect(stderr).toMatch(/Reading old\.ipynb: its format is nbformat 2/);
    expect(stderr).toMatch(/Running nameless\.ipynb: its metadata has no kernelspec/);
    expect(stderr).toMatch(/Finding the kernel "nobody"/);
    expect(stderr).not.toMatch(/\n {4}at /);
    expect(stdout).toMatch(/good\.ipynb .*passed/);
    expect(readdirSync(join(cwd, "out", "notebooks"))).toEqual(["good.ipynb"]);
  });

  it("exits with 2 and keeps a file that has the name of the output folder", async () => {
    const { cwd, env } = project({ "x.ipynb": [hello] });
    writeFileSync(join(cwd, "out"), "mine");
    const { code, stderr } = await tsnb(["run", "x.ipynb"], { cwd, env });
    expect(code).toBe(2);
    expect(stderr).toMatch(/Reading the option "out": .* cannot be a folder: out is a file\. The options/);
    expect(readFileSync(join(cwd, "out"), "utf8")).toBe("mine");
  });

  it("exits with 1 and changes nothing when a folder has the name of the executed notebook", async () => {
    const { cwd, env } = project({ "x.ipynb": [hello] });
    mkdirSync(join(cwd, "out", "notebooks", "x.ipynb"), { recursive: true });
    const { code, stderr } = await tsnb(["run", "x.ipynb"], { cwd, env });
    expect(code).toBe(1);
    expect(stderr).toMatch(/Writing .*x\.ipynb: .*nothing was changed\./);
    expect(readdirSync(join(cwd, "out", "notebooks", "x.ipynb"))).toEqual([]);
  });

  it("exits with 1 and a message after the table when the page cannot be written", async () => {
    const { cwd, env } = project({ "x.ipynb": [hello] });
    mkdirSync(join(cwd, "out", "index.html"), { recursive: true });
    const { code, stdout } = await tsnb(["run", "x.ipynb"], { cwd, env });
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /x\.ipynb .*passed\n\n(?:slowest cells[^]*?\n\n)?Writing .*index\.html: .*nothing was changed/,
    );
  });

  it.each([
    ["a path that does not exist", ["run", "none.ipynb"], /none\.ipynb: there is no such file or folder/],
    ["a kernel that nobody knows", ["run", "notebooks", "--kernel", "nobody"], /Finding the kernel "nobody"/],
    ["an option that does not exist", ["run", "--fast"], /unknown option '--fast'/],
    ["a time that is not a number", ["run", "--timeout", "soon"], /'soon' is invalid.*number of seconds/],
    [
      "a variable without a value",
      ["run", "notebooks", "--env", "X"],
      /'X' is invalid\. It has no value; write X=VALUE/,
    ],
    ["a pattern without matches", ["run", "none/**/*.ipynb"], /the pattern matches no \*\.ipynb/],
    ["an output folder that contains the notebooks", ["run", "notebooks", "--out", "."], /would replace this one/],
    [
      "--schema without the notebook that it is about",
      ["run", "notebooks", "--schema"],
      /--schema works only with --help-notebook/,
    ],
    [
      "a parameter that a notebook does not have",
      ["run", "notebooks", "-p", "lr=1"],
      /Setting the parameter lr of .*x\.ipynb/,
    ],
    ["a value that a matrix has twice", ["run", "notebooks", "-m", "lr=1,1"], /lr has the value "1" twice/],
    ["a command that does not exist", ["walk"], /unknown command 'walk'/],
  ])("ends with 2 for %s", async (_, args, says) => {
    const { cwd, env } = project({ "notebooks/x.ipynb": [hello] });
    const { code, stdout, stderr } = await tsnb(args, { cwd, env });
    expect(stderr).toMatch(says);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(existsSync(join(cwd, "out"))).toBe(false);
  });

  it("finishes when nobody reads its output any more", async () => {
    const { cwd, env } = project({ "x.ipynb": [hello] });
    const run = startTsnb(["run", "x.ipynb"], { cwd, env });
    run.child.stdout?.destroy();
    run.child.stderr?.destroy();
    expect((await run.ended).code).toBe(0);
    expect(streamOf(notebookIn(cwd, "out", "notebooks", "x.ipynb"))).toEqual(["hello"]);
  });

  it("prints the events of the run for machines", async () => {
    const { cwd, env } = project({ "x.ipynb": [hello] });
    const { code, stdout } = await tsnb(["run", "x.ipynb", "--json"], { cwd, env });
    expect(code).toBe(0);
    const events = stdout
      .trimEnd()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
    expect(events).toMatchObject([
      { version: 1, type: "notebook-started", label: "x.ipynb" },
      { type: "cell-started", cell: { index: 0, id: "cell-0" } },
      { type: "output", index: 0, output: "stream", content: { text: "hello" } },
      { type: "cell-finished", cell: { status: "passed" } },
      { type: "notebook-finished", result: { status: "passed", error: null } },
      { version: 1, type: "run-finished", ok: true, counts: { passed: 1, failed: 0 }, slowest: expect.any(Array) },
    ]);
  });

  it("shows the output of cells under --log, a line for each cell under --verbose, and nothing under --quiet", async () => {
    const { cwd, env } = project({ "x.ipynb": [hello] });
    const loud = await tsnb(["run", "x.ipynb", "--log", "--verbose"], { cwd, env });
    expect(loud.stderr).toMatch(/hellox\.ipynb: cell 1: passed in .*\n\[1\/1\] x\.ipynb: passed/);
    const quiet = await tsnb(["run", "x.ipynb", "--quiet"], { cwd, env });
    expect(quiet).toMatchObject({ code: 0, stdout: "", stderr: "" });
  });

  it("reports repairs, and refuses them under --strict", async () => {
    const { cwd, env } = project({});
    writeFileSync(join(cwd, "x.ipynb"), notebookText([hello], "script").replaceAll('"id":"cell-0",', ""));
    const repaired = await tsnb(["run", "x.ipynb"], { cwd, env });
    expect(repaired.code).toBe(0);
    expect(repaired.stderr).toContain(
      "x.ipynb: repaired: cell 1: the id was missing; one was derived from the content\n",
    );
    const strict = await tsnb(["run", "x.ipynb", "--strict"], { cwd, env });
    expect(strict.code).toBe(2);
    expect(strict.stderr).toMatch(/Reading x\.ipynb: cell 1, field "id"/);
  });

  it("can run twice at once", async () => {
    const [one, two] = [project({ "x.ipynb": [hello, hello] }), project({ "x.ipynb": [hello, hello] })];
    const runs = await Promise.all([one, two].map(({ cwd, env }) => tsnb(["run", "x.ipynb"], { cwd, env })));
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
  });
});

// Windows has no signals that a process could handle.
describe.skipIf(process.platform === "win32")("a signal to tsnb run", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("%s saves the finished cells, ends the kernel and leaves nothing behind", async (signal, expected) => {
    const { cwd, env, tmp } = project({ "a.ipynb": [hello, hang, hello], "b.ipynb": [hello] });
    const run = startTsnb(["run", ".", "--jobs", "1", "--verbose"], { cwd, env });
    await run.until(/cell 2 of 3 begins/);
    run.child.kill(signal);
    const { code, stdout } = await run.ended;
    expect(code).toBe(expected);
    expect(stdout).toMatch(/a\.ipynb .*cancelled\nb\.ipynb .*cancelled/);
    expect(streamOf(notebookIn(cwd, "out", "notebooks", "a.ipynb"))).toEqual(["hello", "so far", ""]);
    expect(readdirSync(tmp)).toEqual([]);
    expect(processesWith(tmp)).toEqual([]);
  });

  it("that comes twice ends the run and its kernel at once", async () => {
    const { cwd, env, tmp } = project({ "x.ipynb": [hang] }, ["--deaf", "--stubborn"]);
    const run = startTsnb(["run", "x.ipynb", "--verbose"], { cwd, env });
    await run.until(/cell 1 of 1 begins/);
    run.child.kill("SIGTERM");
    run.child.kill("SIGINT");
    const { code } = await run.ended;
    expect([130, 143]).toContain(code);
    expect(readdirSync(tmp)).toEqual([]);
    // The system ends a killed process soon after.
    await vi.waitUntil(() => processesWith(tmp).length === 0, { timeout: 10_000 });
  });

  it("while the kernel starts leaves nothing behind either", async () => {
    const { cwd, env, tmp } = project({ "x.ipynb": [hello] }, ["--silent"]);
    const run = startTsnb(["run", "x.ipynb", "--verbose"], { cwd, env });
    await run.until(/starting the kernel/);
    run.child.kill("SIGTERM");
    expect((await run.ended).code).toBe(143);
    expect(readdirSync(tmp)).toEqual([]);
    expect(processesWith(tmp)).toEqual([]);
  });

  it("that cannot be caught ends its kernel all the same", async () => {
    const { cwd, env, tmp } = project({});
    writeFileSync(join(cwd, "x.ipynb"), notebookText(["await new Promise(() => {})"], "tslab"));
    const run = startTsnb(["run", "x.ipynb", "--verbose"], { cwd, env });
    await run.until(/cell 1 of 1 begins/);
    expect(processesWith(tmp)).toHaveLength(1);
    run.child.kill("SIGKILL");
    await vi.waitFor(() => expect(processesWith(tmp)).toEqual([]), 10_000);
  });

  it("ends processes that a cell has started too", async () => {
    const script = "child.cjs";
    const { cwd, env, tmp } = project({ "x.ipynb": [JSON.stringify([["spawn", script], ["hang"]])] });
    writeFileSync(
      join(cwd, script),
      "process.on('SIGINT', () => {}); console.log('ready'); setInterval(() => {}, 1000)",
    );
    const run = startTsnb(["run", "x.ipynb", "--timeout", "1"], { cwd, env });
    expect((await run.ended).code).toBe(5);
    expect(readdirSync(tmp)).toEqual([]);
    expect(processesWith(join(cwd, script))).toEqual([]);
  });
});
