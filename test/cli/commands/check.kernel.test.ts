import { mkdirSync, readdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { notebookText } from "../../support/notebooks.ts";
import { tsnb } from "../../support/processes.ts";
import { scratch } from "../../support/scratch.ts";

const fine = notebookText(["const a = 1;", "a + 1"], "tsnb");
const wrong = notebookText(["const a: number = 'x';\na;"], "tsnb");

function project(files: Record<string, string>): string {
  return realpathSync(scratch(files));
}

describe("tsnb check", () => {
  it("checks the notebooks folder by default, and says when nothing is wrong", async () => {
    const cwd = project({ "notebooks/a.ipynb": fine, "notebooks/b.ipynb": fine });
    expect(await tsnb(["check"], { cwd })).toMatchObject({
      code: 0,
      stdout: "2 notebooks with 4 cells checked: no problems\n",
      stderr: "",
    });
  });

  it("ends with 1 when there are errors", async () => {
    const cwd = project({ "a.ipynb": wrong });
    const { code, stdout } = await tsnb(["check"], { cwd });
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^a\.ipynb:1:\d+: error TS2322: Type 'string' is not assignable to type 'number'\.\n {2}cell 1, line 1, column 7\n/,
    );
  });

  it("ends with 0 when there are only warnings", async () => {
    const cwd = project({ "a.ipynb": notebookText(["const unused = 1;\n1;"], "tsnb") });
    expect(await tsnb(["check"], { cwd })).toMatchObject({ code: 0, stdout: expect.stringContaining("1 warning") });
  });

  it("runs no cell and leaves no files", async () => {
    const code = `import { writeFileSync } from "node:fs";\nwriteFileSync("ran", "");`;
    const cwd = project({ "a.ipynb": notebookText([code], "tsnb") });
    const tmp = join(cwd, "tmp");
    mkdirSync(tmp);
    const { stdout } = await tsnb(["check", "a.ipynb"], { cwd, env: { TMPDIR: tmp, TEMP: tmp, TMP: tmp } });
    expect(stdout).toContain("no problems");
    expect([readdirSync(cwd), readdirSync(tmp)]).toEqual([["a.ipynb", "tmp"], []]);
  });

  it("accepts several folders, patterns and options", async () => {
    const cwd = project({ "a/a.ipynb": wrong, "b/c/b.ipynb": wrong, "d.ipynb": fine });
    const { code, stdout } = await tsnb(["check", "a", "b/**", "d.ipynb", "--format", "json", "--max-errors", "1"], {
      cwd,
    });
    expect(code).toBe(1);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ errors: 1, cutShort: true });
    expect(report.notebooks.map(({ path }: { path: string }) => path.replaceAll("\\", "/"))).toEqual([
      "a/a.ipynb",
      "b/c/b.ipynb",
      "d.ipynb",
    ]);
  });

  it.each([
    ["a file that is not JSON", { "x.ipynb": "nonsense" }, /Reading .*x\.ipynb: it is not JSON/],
    [
      "another format",
      { "x.ipynb": JSON.stringify({ nbformat: 5, nbformat_minor: 0 }) },
      /Reading .*x\.ipynb: its format is nbformat 5/,
    ],
    [
      "a Python notebook",
      { "x.ipynb": notebookText(["import x"], "python3") },
      /Checking x\.ipynb: its language is Python/,
    ],
    ["a missing file", {}, /Looking for notebooks in x\.ipynb: there is no such file/],
  ])("ends with 2 for %s, in one sentence", async (_, files, sentence) => {
    const cwd = project(files);
    const { code, stdout, stderr } = await tsnb(["check", "x.ipynb"], { cwd });
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^tsnb: [^\n]+\n/);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it.each([
    ["a pattern without matches", ["none/**/*.ipynb"], "the pattern matches no *.ipynb"],
    ["a folder without notebooks", ["empty"], "the folder contains no *.ipynb files"],
    ["an unknown format", ["--format", "xml"], "Allowed choices are text, json, sarif, github"],
    ["no number", ["--max-errors", "many"], "It must be a whole number, 1 or more"],
    ["only other languages", ["python"], "none of the 1 notebooks is in TypeScript or JavaScript"],
  ])("ends with 2 for %s", async (_, args, sentence) => {
    const cwd = project({ "empty/readme.md": "", "python/a.ipynb": notebookText(["1"], "python3") });
    const { code, stderr } = await tsnb(["check", ...args], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
  });
});
