import { execFileSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { findNotebooks } from "../../src/notebook/find.ts";
import { scratch } from "../support/scratch.ts";

function project(): (name: string) => string {
  const names = ["b.ipynb", "a.ipynb", "deep/c.ipynb", "node_modules/x/d.ipynb", ".ipynb_checkpoints/a.ipynb", "e.md"];
  const root = realpathSync(scratch(Object.fromEntries(names.map((name) => [name, ""]))));
  return (name) => join(root, name);
}

describe("findNotebooks", () => {
  it("finds files, notebooks directly in folders, and matches of patterns, each once in the given order", async () => {
    const at = project();
    const found = await findNotebooks([at("deep/c.ipynb"), at("."), at("**/*.ipynb")]);
    expect(found).toMatchObject([
      { source: at("deep/c.ipynb"), isNamed: true },
      { source: at("a.ipynb"), isNamed: false },
      { source: at("b.ipynb"), isNamed: false },
    ]);
  });

  it("skips installed packages and checkpoints", async () => {
    const at = project();
    const found = await findNotebooks([at("**")]);
    expect(found.map(({ source }) => source)).toEqual(["a.ipynb", "b.ipynb", "deep/c.ipynb"].map(at));
  });

  it("skips the notebooks that runs have written, unless a pattern begins with their folder", async () => {
    const root = realpathSync(scratch({ "a.ipynb": "", "out/notebooks/a.ipynb": "", "out/b.ipynb": "" }));
    const found = async (pattern: string, out?: string) =>
      (await findNotebooks([join(root, pattern)], out)).map(({ source }) => relative(root, source));
    const out = join(root, "out");
    expect(await found("**/*.ipynb", out)).toEqual(["a.ipynb", join("out", "b.ipynb")]);
    expect(await found("out/**/*.ipynb", out)).toEqual([join("out", "b.ipynb"), join("out", "notebooks", "a.ipynb")]);
    expect(await found("**/*.ipynb", join(root, "other"))).toHaveLength(3);
    const before = process.cwd();
    onTestFinished(() => process.chdir(before));
    process.chdir(root);
    expect(await found("**/*.ipynb")).toEqual(["a.ipynb", join("out", "b.ipynb")]);
  });

  it("remembers that a notebook was named when a folder contains it too", async () => {
    const at = project();
    const found = await findNotebooks([at("."), at("a.ipynb")]);
    expect(found).toMatchObject([{ source: at("a.ipynb"), isNamed: true }, { source: at("b.ipynb") }]);
  });

  it.skipIf(process.platform === "win32")("takes no pipe for a notebook or a folder", async () => {
    const at = project();
    execFileSync("mkfifo", [at("pipe.ipynb")]);
    await expect(findNotebooks([at("pipe.ipynb")])).rejects.toThrow("it is a pipe or a device");
    const found = await findNotebooks([at(".")]);
    expect(found.map(({ source }) => source)).toEqual(["a.ipynb", "b.ipynb"].map(at));
  });

  it.each([
    ["missing.ipynb", "there is no such file or folder"],
    ["*.nothing", "the pattern matches no *.ipynb"],
    ["e.md", "it is not a notebook"],
    ["node_modules", "the folder contains no *.ipynb files"],
  ])("reports for %s in one sentence that %s", async (name, got) => {
    const at = project();
    await expect(findNotebooks([at(name)])).rejects.toThrow(got);
  });
});
