import { mkdirSync, realpathSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { NotebookPathError } from "../../../src/run/errors/notebook-errors.ts";
import { type Planned, planNotebooks, targetNames, withCombinations } from "../../../src/run/plan/plan-notebooks.ts";
import { scratch } from "../../support/scratch.ts";

function folderOf(...names: string[]): string {
  return realpathSync(scratch(Object.fromEntries(names.map((name) => [name, "{}"]))));
}

function path(...parts: string[]): string {
  return join("/", ...parts);
}

describe("planNotebooks", () => {
  it("finds a folder's notebooks by name, without those in its subfolders", async () => {
    const root = folderOf("b.ipynb", "a.ipynb", "readme.md", ".ipynb_checkpoints/a-checkpoint.ipynb", "deep/c.ipynb");
    const out = join(root, "out");
    const plans = await planNotebooks([root], out);
    expect(plans.map(({ source }) => source)).toEqual([join(root, "a.ipynb"), join(root, "b.ipynb")]);
    expect(plans.map(({ target }) => target)).toEqual([
      join(out, "notebooks", "a.ipynb"),
      join(out, "notebooks", "b.ipynb"),
    ]);
  });

  it("keeps the order of the paths and each notebook once", async () => {
    const root = folderOf("a.ipynb", "b.ipynb");
    const plans = await planNotebooks([join(root, "b.ipynb"), root, join(root, "a.ipynb")], join(root, "out"));
    expect(plans.map(({ source }) => source)).toEqual([join(root, "b.ipynb"), join(root, "a.ipynb")]);
  });

  // Few users may create links on Windows.
  it.skipIf(process.platform === "win32")("recognises a notebook behind a link", async () => {
    const root = folderOf("a.ipynb");
    symlinkSync(join(root, "a.ipynb"), join(root, "link.ipynb"));
    expect(await planNotebooks([root], join(root, "out"))).toHaveLength(1);
  });

  it.skipIf(process.platform === "win32")(
    "runs a link under its own name and replaces the file that it leads to",
    async () => {
      const root = folderOf("store/a.ipynb", "work/readme.md");
      const link = join(root, "work", "mine.ipynb");
      symlinkSync(join(root, "store", "a.ipynb"), link);
      const out = join(root, "out");
      expect(await planNotebooks([link], out)).toMatchObject([
        { source: link, target: join(out, "notebooks", "mine.ipynb") },
      ]);
      expect(await planNotebooks([link], undefined)).toMatchObject([
        { source: link, target: join(root, "store", "a.ipynb") },
      ]);
    },
  );

  it("labels a notebook by its path from here, or in full when it is elsewhere", async () => {
    const root = folderOf("a.ipynb");
    const [plan] = await planNotebooks([root], join(root, "out"));
    expect(plan?.label).toBe(join(root, "a.ipynb"));
  });

  it.each([
    ["does not exist", "none.ipynb", /there is no such file or folder/],
    ["is not a notebook", "readme.md", /it is not a notebook/],
    ["is a folder without any", "empty", /the folder contains no \*\.ipynb files/],
  ])("refuses a path that %s", async (_, name, says) => {
    const root = folderOf("readme.md");
    mkdirSync(join(root, "empty"));
    const planning = planNotebooks([join(root, name)], join(root, "out"));
    await expect(planning).rejects.toThrow(NotebookPathError);
    await expect(planning).rejects.toThrow(says);
  });

  it.each(["a.ipynb", join("a.ipynb", "deep")])("refuses %s, a file or below one, as its folder", async (out) => {
    const root = folderOf("a.ipynb");
    await expect(planNotebooks([root], join(root, out))).rejects.toThrow(/"out": it is .*which cannot be a folder: /);
  });

  it("refuses to replace a notebook by its executed one", async () => {
    const root = folderOf("notebooks/a.ipynb");
    await expect(planNotebooks([join(root, "notebooks")], root)).rejects.toThrow(/would replace this one/);
  });
});

describe("targetNames", () => {
  it("are the notebooks' own if they differ", () => {
    expect(targetNames([path("x", "a.ipynb"), path("y", "b.ipynb")])).toEqual(["a.ipynb", "b.ipynb"]);
  });

  it("contain as many folders as distinguish equal names", () => {
    const sources = [path("w", "x", "a.ipynb"), path("w", "y", "z", "a.ipynb"), path("w", "b.ipynb")];
    expect(targetNames(sources)).toEqual([join("x", "a.ipynb"), join("y", "z", "a.ipynb"), "b.ipynb"]);
  });

  it("differ in more than case", () => {
    expect(targetNames([path("x", "A.ipynb"), path("y", "a.ipynb")])).toEqual([
      join("x", "A.ipynb"),
      join("y", "a.ipynb"),
    ]);
  });

  it("differ where one folder is inside the other", () => {
    expect(targetNames([path("w", "a.ipynb"), path("w", "x", "a.ipynb")])).toEqual(["a.ipynb", join("x", "a.ipynb")]);
  });
});

function planned(name: string, source = path("w", name)): Planned {
  return { source, target: path("out", "notebooks", name), label: name, combination: {} };
}

function namesOf(plans: readonly Planned[]): string[] {
  return plans.map(({ target }) => basename(target));
}

describe("withCombinations", () => {
  it("names files by the values, where these differ in allowed characters", () => {
    expect(
      namesOf(
        withCombinations(
          [planned("x.ipynb")],
          [
            { lr: 0.1, mode: "a" },
            { lr: 0.1, mode: "b" },
          ],
        ),
      ),
    ).toEqual(["x-lr=0.1-mode=a.ipynb", "x-lr=0.1-mode=b.ipynb"]);
  });

  it.each([
    ["in characters that no name holds", [{ path: "a/b" }, { path: "a_b" }, { path: "a:b" }]],
    ["in their type", [{ n: 1 }, { n: "1" }]],
    ["in case alone", [{ mode: "Fast" }, { mode: "fast" }]],
  ])("adds a digest where values differ %s, whatever their order", (_, combinations) => {
    const names = namesOf(withCombinations([planned("x.ipynb")], combinations));
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(combinations.length);
    expect(names.every((name) => /^x-.*-[0-9a-f]{8}\.ipynb$/.test(name))).toBe(true);
    expect(namesOf(withCombinations([planned("x.ipynb")], combinations.toReversed()))).toEqual(names.toReversed());
  });

  it("cuts a name that is too long", () => {
    const [first = "", second = ""] = namesOf(
      withCombinations([planned("x.ipynb")], [{ text: "ä".repeat(300) }, { text: `${"ä".repeat(300)}!` }]),
    );
    expect(first).toMatch(/^x-text=ä+-[0-9a-f]{8}\.ipynb$/);
    expect(Buffer.byteLength(first)).toBeLessThan(220);
    expect(second).not.toBe(first);
  });

  it("refuses two notebooks with one name, and one that would replace a notebook that is to run", () => {
    const two = [planned("x.ipynb"), planned("x-lr=1.ipynb")];
    expect(() => withCombinations(two, [{ lr: 1 }, { lr: "1-lr=1" }])).toThrow(
      /two executed notebooks would have this name/,
    );
    const inOut = [planned("x.ipynb"), planned("x-lr=1.ipynb", path("out", "notebooks", "x-lr=1.ipynb"))];
    expect(() => withCombinations(inOut, [{ lr: 1 }])).toThrow(/would replace this one/);
  });
});
