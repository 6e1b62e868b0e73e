import { mkdir, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { launchChromium } from "./support/browser.ts";
import { type JupyterServer, startJupyterLab } from "./support/jupyter-server.ts";
import { openNotebook } from "./support/lab-page.ts";
import { labDir, root } from "./support/paths.ts";

const folder = join(labDir, "live");
let browser: Browser;
let server: JupyterServer;

beforeAll(async () => {
  await mkdir(folder, { recursive: true });
  server = await startJupyterLab(inject("venv"));
  browser = await launchChromium();
});

afterAll(async () => {
  await browser.close();
  await server.stop();
  await rm(folder, { recursive: true });
});

/** Writes a notebook of these cells; gives its path from the project's root. */
async function notebookOf(name: string, ...sources: readonly string[]): Promise<string> {
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
  await writeFile(file, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: { kernelspec }, cells }));
  return relative(root, file);
}

it("finds the kernel that a notebook runs on", async () => {
  const path = await notebookOf("found", "1 + 1");
  const { page, troubles } = await openNotebook(browser, server, path);
  await page.locator(".jp-NotebookPanel[data-tsnb]").waitFor({ state: "attached" });
  expect(troubles).toEqual([]);
  await page.close();
});
