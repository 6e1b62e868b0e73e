import { writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Browser } from "playwright-core";
import type { JupyterServer } from "./jupyter-server.ts";
import { type LabPage, openNotebook } from "./lab-page.ts";
import { root } from "./paths.ts";

type Notebook = {
  readonly folder: string;
  readonly name: string;
  /** The sources of its cells. */
  readonly sources: readonly string[];
  readonly metadata?: object;
};

/** Writes a notebook of these cells for tsnb's kernel and opens it in a window of a common size. */
export async function openCells(
  browser: Browser,
  server: JupyterServer,
  { folder, name, sources, metadata = {} }: Notebook,
): Promise<LabPage> {
  const cells = sources.map((source, index) => ({
    cell_type: "code",
    id: `cell-${index}`,
    metadata: {},
    execution_count: null,
    outputs: [],
    source,
  }));
  const kernelspec = { name: "tsnb", display_name: "TypeScript (tsnb)", language: "typescript" };
  const file = join(folder, `${name}.ipynb`);
  const content = { nbformat: 4, nbformat_minor: 5, metadata: { kernelspec, ...metadata }, cells };
  await writeFile(file, JSON.stringify(content));
  const opened = await openNotebook(browser, server, relative(root, file).replaceAll("\\", "/"));
  opened.page.setDefaultTimeout(60_000);
  await opened.page.setViewportSize({ width: 1280, height: 720 });
  return opened;
}
