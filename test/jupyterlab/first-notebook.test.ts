import { join } from "node:path";
import { expect, it } from "vitest";
import { firstNotebook, notebookIn } from "../../src/jupyterlab/first-notebook.ts";
import { scratch } from "../support/scratch.ts";

it.each([
  ["in the project's folder, by name", { "b.ipynb": "", "a.ipynb": "", "notebooks/0.ipynb": "" }, "a.ipynb"],
  ["in the folder notebooks", { "notebooks/2.ipynb": "", "notebooks/1.ipynb": "" }, join("notebooks", "1.ipynb")],
  ["nowhere", { "out/notebooks/a.ipynb": "", "a.ts": "" }, undefined],
])("finds the first notebook %s", async (_, files, expected) => {
  expect(await firstNotebook(scratch(files))).toBe(expected);
});

it("takes a notebook of the project by its path", async () => {
  const folder = scratch({ "deep/a.ipynb": "", "deep/b.ipynb": "", "notes.txt": "" });
  expect(await notebookIn(folder, join(folder, "deep", "a.ipynb"))).toBe(join("deep", "a.ipynb"));
  await expect(notebookIn(folder, join(folder, "notes.txt"))).rejects.toThrow("it is not a notebook");
  await expect(notebookIn(folder, join(folder, "none.ipynb"))).rejects.toThrow("there is no such file");
  await expect(notebookIn(folder, join(folder, "deep"))).rejects.toThrow("it matches several notebooks");
  await expect(notebookIn(join(folder, "deep"), scratch({ "x.ipynb": "" }) + "/x.ipynb")).rejects.toThrow(
    "Name a notebook of this project",
  );
});
