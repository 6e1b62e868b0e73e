import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { type CellSource, installScriptedKernel, notebookIn, notebookText, streamOf } from "../../support/notebooks.ts";
import { tsnb } from "../../support/processes.ts";
import { scratch } from "../../support/scratch.ts";

/** A cell of the scripted kernel that sends one message, with the outputs that the notebook has stored. */
function sending(type: string, content: object, stored: readonly object[], tags: readonly string[] = []): CellSource {
  const source = JSON.stringify([["send", type, content]]);
  return { cell_type: "code", source, metadata: { tags }, outputs: stored, execution_count: 7 };
}

function printing(text: string, stored: string | undefined, tags: readonly string[] = []): CellSource {
  const outputs = stored === undefined ? [] : [{ output_type: "stream", name: "stdout", text: stored }];
  return sending("stream", { name: "stdout", text }, outputs, tags);
}

function project(cells: readonly CellSource[], files: Record<string, string> = {}) {
  const cwd = realpathSync(scratch({ "a.ipynb": notebookText(cells, "script"), ...files }));
  installScriptedKernel(cwd, "script");
  const check = (...flags: string[]) => tsnb(["run", "a.ipynb", ...flags], { cwd, env: { JUPYTER_PATH: cwd } });
  return { cwd, check };
}

const png = (grey: number) => {
  const picture = new PNG({ width: 4, height: 3 });
  picture.data.fill(grey);
  return { data: { "image/png": PNG.sync.write(picture).toString("base64") }, metadata: {} };
};

describe("tsnb run --check", () => {
  it("exits with 3 and shows the cell, the expected and the actual output", async () => {
    const { check } = project([printing("1\n2", "1\n2"), printing("took 2 s", "took 1 s")]);
    const { code, stdout, stderr } = await check("--check");
    expect(code).toBe(3);
    expect(stderr).toContain("a.ipynb: the outputs of cell 2 differ from those in the notebook.");
    expect(stderr).toContain(
      "  stdout, line 1:\n  - took 1 s\n  + took 2 s\n  Only durations differ: --sanitize durations",
    );
    expect(stdout).toMatch(/outputs differ in cell 2$/m);
    const accepting = await check("--check", "--sanitize", "durations");
    expect(accepting.stdout).toMatch(/passed, same outputs$/m);
    expect(accepting.code).toBe(0);
  });

  it("reads custom sanitizers from one or more files", async () => {
    const rules = "regex: cats|dogs\nreplace: pets\n";
    const { check } = project([printing("3 cats in 2 s at /a/b/c", "3 dogs in 1 s at /b/c")], { "own.cfg": rules });
    const { code } = await check("--check", "--sanitize", "own.cfg", "--sanitize", "paths", "--sanitize", "durations");
    expect(code).toBe(0);
  });

  it("follows cell tags, and counts the cells that it did not compare", async () => {
    const { check } = project([
      printing("1", "2", ["nbval-ignore-output"]),
      printing("1.001", "1.0", ["check-tolerance:0.01"]),
      printing("x", "x", ["check-output"]),
    ]);
    expect((await check("--check")).code).toBe(0);
    expect((await check("--check-marked")).stdout).toMatch(/passed, same outputs$/m);
  });

  it("reports a notebook without stored outputs", async () => {
    const { check } = project([printing("1", undefined)]);
    const { code, stdout, stderr } = await check("--check");
    expect(code).toBe(3);
    expect(stdout).toMatch(/no stored outputs to compare with$/m);
    expect(stderr).toMatch(/a\.ipynb has no stored outputs to compare with\. Run it with --update/);
  });

  it("writes a picture of the difference between two pictures", async () => {
    const stored = { output_type: "display_data", ...png(255) };
    const { cwd, check } = project([sending("display_data", png(100), [stored])]);
    const { code, stderr } = await check("--check");
    expect(code).toBe(3);
    const file = join("out", "differences", "a-cell-1-1.png");
    expect(stderr).toContain(`expected, actual and difference: ${file}`);
    expect(PNG.sync.read(readFileSync(join(cwd, file)))).toMatchObject({ width: 4 * 3 + 16, height: 3 });
  });

  it.each([
    [["--sanitize", "none.cfg"], /^tsnb: Reading the sanitizers in none\.cfg: ENOENT[^\n]*\n/],
    [["--tolerance", "much"], /It must be a number, 0 or more\./],
    [["--picture-tolerance", "2"], /It must be a share from 0 to 1\./],
  ])("with %j exits with 2 and one sentence, before a kernel starts", async (flags, message) => {
    const { cwd, check } = project([printing("1", "1")]);
    const { code, stderr } = await check("--check", ...flags);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n {4}at /);
    expect(existsSync(join(cwd, "out"))).toBe(false);
  });

  it("exits with 2 for an unknown tag, before a kernel starts", async () => {
    const { cwd, check } = project([printing("1", "1", ["check-tolerance:much"])]);
    const { code, stderr } = await check("--check");
    expect(code).toBe(2);
    expect(stderr).toMatch(/how to compare the outputs of a\.ipynb: cell 1: the tag "check-tolerance:much" is not/);
    expect(existsSync(join(cwd, "out", "notebooks"))).toBe(false);
  });
});

describe("tsnb run --update", () => {
  it("accepts changed outputs, keeps all others, and finds no difference the next time", async () => {
    const { cwd, check } = project([printing("1", "2"), printing("9 s", "8 s"), printing("same", "same")]);
    const { code, stdout } = await check("--update", "--sanitize", "durations");
    expect(code).toBe(0);
    expect(stdout).toMatch(/passed, accepted the outputs of cell 1$/m);
    const updated = notebookIn(cwd, "a.ipynb");
    expect(streamOf(updated)).toEqual(["1", "8 s", "same"]);
    expect(updated.cells.map((cell) => "execution_count" in cell && cell.execution_count)).toEqual([1, 7, 7]);
    expect((await check("--check", "--sanitize", "durations")).code).toBe(0);
    expect(readdirSync(cwd).toSorted()).toEqual(["a.ipynb", "kernels", "out"]);
  });

  it("changes nothing when a cell fails", async () => {
    const { cwd, check } = project([
      printing("1", "2"),
      JSON.stringify([["reply", { status: "error", ename: "E", evalue: "x" }]]),
    ]);
    const before = readFileSync(join(cwd, "a.ipynb"), "utf8");
    expect((await check("--update")).code).toBe(1);
    expect(readFileSync(join(cwd, "a.ipynb"), "utf8")).toBe(before);
  });

  it("stores the first outputs of a notebook without any", async () => {
    const { cwd, check } = project([printing("1", undefined)]);
    expect((await check("--update")).code).toBe(0);
    expect(streamOf(notebookIn(cwd, "a.ipynb"))).toEqual(["1"]);
  });
});
