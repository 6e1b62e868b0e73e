import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { notebookText } from "../../support/notebooks.ts";
import { main } from "../../support/processes.ts";
import { scratch } from "../../support/scratch.ts";

const page = readFileSync(join(dirname(main), "..", "..", "docs", "check.md"), "utf8");
const fine = notebookText(["const a = 1;", "a + 1"], "tsnb");
const wrong = notebookText(["const a: number = 'x';\na;"], "tsnb");

/** The first block of code under a heading that begins with `start`; throws when there is none. */
function recipe(heading: string, start: string): string {
  const section = page.split(/^## /m).find((text) => text.startsWith(heading)) ?? "";
  const blocks = Array.from(section.matchAll(/^```\w+\n([^]*?)^```$/gm), ([, code = ""]) => code);
  const found = blocks.find((code) => code.startsWith(start));
  if (found === undefined) throw new Error(`docs/check.md has no such recipe under "${heading}"`);
  return found;
}

/** Creates a folder in which `npx tsnb` runs the built command. Returns its path. */
function project(files: Record<string, string>): string {
  const folder = realpathSync(scratch(files));
  const bin = join(folder, "node_modules", ".bin");
  mkdirSync(bin, { recursive: true });
  symlinkSync(main, join(bin, "tsnb"));
  return folder;
}

function shell(command: string, cwd: string) {
  const { status, stdout, stderr } = spawnSync(command, { cwd, shell: true, encoding: "utf8" });
  return { status, stdout, stderr };
}

describe.skipIf(process.platform === "win32")("the recipes in docs/check.md", () => {
  it("report problems to a VS Code task", () => {
    const { tasks } = JSON.parse(recipe("In VS Code", "{"));
    const [{ command, problemMatcher }] = tasks;
    const cwd = project({ "deep/a.ipynb": wrong });
    const { status, stdout } = shell(command, cwd);
    const { regexp, ...groups } = problemMatcher.pattern;
    const match = stdout.split("\n").flatMap((line) => new RegExp(regexp).exec(line) ?? []);
    const found = Object.fromEntries(Object.entries(groups).map(([name, at]) => [name, match[Number(at)]]));
    expect(found).toEqual({
      file: "deep/a.ipynb",
      line: "1",
      column: String(wrong.indexOf("a: number") + 1),
      severity: "error",
      code: "TS2322",
      message: "Type 'string' is not assignable to type 'number'.",
    });
    expect(status).toBe(1);
  });

  it("check the staged notebooks with pre-commit", () => {
    const yaml = recipe("Before a commit", "repos:");
    const entry = /^ *entry: (.*)$/m.exec(yaml)?.[1] ?? "";
    const files = /^ *files: (.*)$/m.exec(yaml)?.[1] ?? "";
    expect(["a.ipynb", "a.ts"].filter((name) => new RegExp(files).test(name))).toEqual(["a.ipynb"]);
    const cwd = project({ "fine.ipynb": fine, "wrong.ipynb": wrong });
    expect(shell(`${entry} fine.ipynb`, cwd).status).toBe(0);
    expect(shell(`${entry} fine.ipynb wrong.ipynb`, cwd).status).toBe(1);
  });

  it("stop a commit as a Git hook", () => {
    const cwd = project({ "a b.ipynb": fine, "readme.md": "x", ".gitignore": "node_modules" });
    const git = (...args: string[]) => {
      const identity = ["-c", "user.name=x", "-c", "user.email=x@example.org"];
      return execFileSync("git", [...identity, ...args], { cwd, encoding: "utf8", stdio: "pipe" });
    };
    git("init", "--quiet");
    const hook = join(cwd, ".git", "hooks", "pre-commit");
    writeFileSync(hook, recipe("Before a commit", "#!/bin/sh"));
    chmodSync(hook, 0o755);
    git("add", "readme.md");
    git("commit", "--quiet", "-m", "without notebooks");
    git("add", ".");
    git("commit", "--quiet", "-m", "fine");
    writeFileSync(join(cwd, "a b.ipynb"), wrong);
    expect(() => git("commit", "--quiet", "-a", "-m", "wrong")).toThrow(/TS2322/);
    expect(git("log", "--format=%s").split("\n")).toEqual(["fine", "without notebooks", ""]);
  });

  it("annotate pull requests in GitHub Actions", () => {
    const workflow = recipe("In GitHub Actions", "name:");
    const command = /^ *- run: (npx tsnb .*)$/m.exec(workflow)?.[1] ?? "";
    const cwd = project({ "deep/a.ipynb": wrong });
    const { status, stdout } = shell(command, cwd);
    expect(stdout).toMatch(
      /^::error file=deep\/a\.ipynb,line=1,col=\d+,title=TS2322 in cell 1%2C line 1::Type 'string'/,
    );
    expect(status).toBe(1);
  });
});
