import { mkdir, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { writeNotebook } from "../../src/notebook/file/write.ts";
import type { Notebook } from "../../src/notebook/types.ts";
import { notebookIn } from "../support/notebooks.ts";
import { launchChromium } from "./support/browser.ts";
import { DRAWING, faultsOnScreen } from "./support/faults-on-screen.ts";
import { type JupyterServer, startJupyterLab } from "./support/jupyter-server.ts";
import { type LabPage, openNotebook, useTheme } from "./support/lab-page.ts";
import { parseNotebook } from "./support/notebook-outputs.ts";
import { labDir, root } from "./support/paths.ts";

const folder = join(labDir, "lesson-notebooks");
const pictures = join(labDir, "pictures");
const WINDOW = { width: 1280, height: 720 };
const THEMES = [
  ["light", "JupyterLab Light"],
  ["dark", "JupyterLab Dark"],
] as const;
let browser: Browser;
let server: JupyterServer;

beforeAll(async () => {
  await mkdir(folder, { recursive: true });
  server = await startJupyterLab(inject("venv"));
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await rm(folder, { recursive: true });
});

function committed(name: string): Notebook {
  return notebookIn(root, "notebooks", `${name}.ipynb`);
}

/** Opens a copy of a notebook, which is not trusted yet. */
async function open(name: string, notebook: Notebook): Promise<LabPage> {
  const file = join(folder, `${name}.ipynb`);
  await writeNotebook(file, notebook);
  const lab = await openNotebook(browser, server, relative(root, file).replaceAll("\\", "/"), WINDOW);
  lab.page.setDefaultTimeout(60_000);
  return lab;
}

async function picture({ page }: LabPage, output: Locator, name: string): Promise<void> {
  // JupyterLab covers a change of theme with a splash screen.
  await page.locator("#jupyterlab-splash").waitFor({ state: "detached" });
  await output.scrollIntoViewIfNeeded();
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}

/** The pixels by which the page, the notebook and each chart are wider than their space. */
const EXCESS = `[
  ...[document.documentElement, ...document.querySelectorAll(".jp-WindowedPanel-outer")]
    .map((box) => box.scrollWidth - box.clientWidth),
  ...[...document.querySelectorAll(".vega-embed :is(canvas, svg.marks)")]
    .map((chart) => chart.getBoundingClientRect().width - chart.closest(".jp-OutputArea-output").clientWidth),
]`;

describe.each(["01-picking-the-best-model", "02-accuracy-vs-speed"])("%s as it is committed", (name) => {
  it("has its charts and tables in a window of 1280 x 720, light and dark, and scrolls only down", async () => {
    const notebook = committed(name);
    const wanted = parseNotebook(notebook);
    const lab = await open(name, notebook);
    for (const [shade, theme] of THEMES) {
      await useTheme(lab.page, theme);
      await expect.poll(() => faultsOnScreen(lab.page, wanted), DRAWING).toEqual([]);
      const excess = await lab.page.evaluate<number[]>(EXCESS);
      expect(excess.length).toBeGreaterThan(4);
      expect(excess.filter((pixels) => pixels > 0)).toEqual([]);
      const outputs = lab.page.locator(".jp-OutputArea-output");
      await picture(lab, outputs.filter({ has: lab.page.locator(".vega-embed") }).first(), `${name}-${shade}-chart`);
      await picture(lab, outputs.filter({ has: lab.page.locator("table") }).first(), `${name}-${shade}-table`);
    }
    expect(lab.troubles).toEqual([]);
    await lab.page.close();
  });
});
