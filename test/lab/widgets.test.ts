import { mkdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { notebookText } from "../support/notebooks.ts";
import { launchChromium } from "./support/browser.ts";
import { type JupyterServer, startJupyterLab } from "./support/jupyter-server.ts";
import { type LabPage, openNotebook, runAll } from "./support/lab-page.ts";
import { labDir, root } from "./support/paths.ts";

const CELLS = [
  `import { slider } from "tsnb/widgets";
const year = slider(2000, 2026, { label: "Year" });
year`,
  `year.value`,
];
const SHOTS = join(labDir, "screenshots", "widgets");

let server: JupyterServer;
let browser: Browser;
let lab: LabPage;

beforeAll(async () => {
  server = await startJupyterLab(inject("venv"));
  browser = await launchChromium();
  await mkdir(SHOTS, { recursive: true });
  const file = join(labDir, "widgets.ipynb");
  await writeFile(file, notebookText(CELLS, "tsnb"));
  lab = await openNotebook(browser, server, relative(root, file).replaceAll("\\", "/"));
  await lab.page.setViewportSize({ width: 1280, height: 720 });
  await runAll(lab.page);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** Drags the handle of a slider by some pixels. */
async function drag(handle: Locator, by: number): Promise<void> {
  const { x = 0, y = 0, width = 0, height = 0 } = (await handle.boundingBox()) ?? {};
  await lab.page.mouse.move(x + width / 2, y + height / 2);
  await lab.page.mouse.down();
  await lab.page.mouse.move(x + width / 2 + by, y + height / 2, { steps: 5 });
  await lab.page.mouse.up();
}

it("a slider is drawn and moved with the mouse, and the next cell has its value", async () => {
  const control = lab.page.locator(".jp-OutputArea .widget-slider");
  await control.waitFor();
  await drag(control.locator(".noUi-handle"), 60);
  const readout = Number(await control.locator(".widget-readout").innerText());
  expect(readout).toBeGreaterThan(2013);
  await lab.page.screenshot({ path: join(SHOTS, "slider.png") });
  await runCell(1);
  const shown = lab.page.locator(".jp-Notebook .jp-Cell").nth(1).locator(".jp-OutputArea-output");
  await expect.poll(() => shown.innerText()).toBe(String(readout));
});

it("nothing fails in the page", () => {
  expect(lab.troubles).toEqual([]);
});

async function runCell(index: number): Promise<void> {
  await lab.page.locator(".jp-Notebook .jp-Cell").nth(index).locator(".cm-content").click();
  await lab.page.keyboard.press("Control+Enter");
}
