import { realpathSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { installScriptedKernel, notebookIn, notebookText, outputsOf } from "../../support/notebooks.ts";
import { tsnb } from "../../support/processes.ts";
import { scratch } from "../../support/scratch.ts";

/** A folder with two notebooks: one that runs without error despite type errors, and one in another language. */
function project(): { readonly cwd: string; readonly env: NodeJS.ProcessEnv } {
  const files = {
    "helper.ts": "export const half: string = 0.5;\n",
    "wrong.ipynb": notebookText([`import { half } from "./helper.ts";\nconst a: number = "x";\na + half;`], "tsnb"),
    "script.ipynb": notebookText(["[]"], "script"),
  };
  const cwd = realpathSync(scratch(files));
  installScriptedKernel(cwd, "script");
  // Without the kernels' own checks: these tests are about the errors that the run reports.
  return { cwd, env: { JUPYTER_PATH: cwd, TSNB_CHECK: "off" } };
}

describe("tsnb run --types", () => {
  it("with fail exits with 6 and shows the errors", async () => {
    const { code, stdout } = await tsnb(["run", ".", "--types", "fail"], project());
    expect(stdout).toMatch(/wrong\.ipynb .*passed/);
    expect(stdout).toContain("helper.ts:1:14: error TS2322");
    expect(stdout).toMatch(/wrong\.ipynb:1:\d+: error TS2322: .*\n {2}cell 1, line 2, column 7/);
    expect(code).toBe(6);
  });

  it("defaults to fail where CI is set", async () => {
    const { cwd, env } = project();
    expect((await tsnb(["run", "wrong.ipynb"], { cwd, env: { ...env, CI: "true" } })).code).toBe(6);
    const off = await tsnb(["run", "wrong.ipynb", "--types", "off"], { cwd, env: { ...env, CI: "true" } });
    expect(off).toMatchObject({ code: 0, stdout: expect.not.stringContaining("TS2322") });
  });

  it("only shows errors with report, and nothing by default", async () => {
    const { cwd, env } = project();
    const report = await tsnb(["run", "wrong.ipynb", "--types", "report"], { cwd, env });
    expect(report).toMatchObject({ code: 0, stdout: expect.stringContaining("TS2322") });
    const silent = await tsnb(["run", "wrong.ipynb"], { cwd, env: { ...env, CI: "" } });
    expect(silent).toMatchObject({ code: 0, stdout: expect.not.stringContaining("TS2322") });
  });

  it("finds the same errors as the kernel in a JavaScript notebook, and no implicit types", async () => {
    const cells = ["function f(a) { return a; }\n/** @type {number} */\nconst n = f(1);", "const t: number = n; t"];
    const files = { "js.ipynb": notebookText(cells, "jslab") };
    const cwd = realpathSync(scratch(files));
    const { code, stdout } = await tsnb(["run", "js.ipynb", "--types", "fail"], { cwd, env: { JUPYTER_PATH: cwd } });
    const rules = [...stdout.matchAll(/error (TS\d+)/g)].map(([, rule]) => rule);
    expect([code, rules]).toEqual([6, ["TS8010"]]);
    const [, second] = outputsOf(notebookIn(cwd, "out", "notebooks", "js.ipynb"));
    expect(second).toMatchObject([
      { name: "stderr", text: expect.stringContaining("TS8010") },
      { data: { "text/plain": "1" } },
    ]);
  });

  it("skips notebooks in other languages", async () => {
    const { code, stdout } = await tsnb(["run", "script.ipynb", "--types", "fail"], project());
    expect([code, stdout]).toEqual([0, expect.not.stringContaining("error")]);
  });

  it("refuses other values", async () => {
    expect(await tsnb(["run", "--types", "all"], project())).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("It must be one of off, report, fail."),
    });
  });
});
