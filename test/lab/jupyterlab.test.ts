import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchChromium } from "./support/browser.ts";
import { DRAWING, faultsOnScreen } from "./support/faults-on-screen.ts";
import { markIn, notebookDocument, seenInCell } from "./support/in-page.ts";
import { type JupyterServer, startJupyterLab } from "./support/jupyter-server.ts";
import { type LabPage, openNotebook, runAll, useTheme } from "./support/lab-page.ts";
import {
  expectedOnScreen,
  forKernel,
  type LabNotebook,
  parseNotebook,
  withoutOutputs,
} from "./support/notebook-outputs.ts";
import { labDir, root } from "./support/paths.ts";

let server: JupyterServer;
let browser: Browser;

beforeAll(async () => {
  server = await startJupyterLab(inject("venv"));
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const NOTEBOOKS = ["01-picking-the-best-model", "02-accuracy-vs-speed"];

describe.each(["tslab", "tsnb"].flatMap((kernel) => NOTEBOOKS.map((name) => ({ name, kernel }))))(
  "$name in JupyterLab on $kernel",
  ({ name, kernel }) => {
    let committed: LabNotebook;
    let executed: LabNotebook;
    let page: Page;
    let lab: LabPage;
    const shots = join(labDir, "screenshots", kernel, name);

    beforeAll(async () => {
      await rm(shots, { recursive: true, force: true });
      committed = parseNotebook(JSON.parse(await readFile(join(root, "notebooks", `${name}.ipynb`), "utf8")));
      const copy = join(labDir, `${name}-${kernel}.ipynb`);
      await mkdir(labDir, { recursive: true });
      await writeFile(copy, JSON.stringify(forKernel(withoutOutputs(committed), kernel)));
      lab = await openNotebook(browser, server, relative(root, copy).replaceAll("\\", "/"));
      ({ page } = lab);
      await useTheme(page, "JupyterLab Light");
      await runAll(page);
      executed = parseNotebook(await page.evaluate(notebookDocument));
    });

    afterAll(() => page?.close());

    it("runs every cell, and none reports an error or a warning", () => {
      const unhappy = executed.cells.filter(
        (cell) =>
          cell.cell_type === "code" &&
          (cell.execution_count === null ||
            cell.outputs.some(
              (output) => output.output_type === "error" || ("name" in output && output.name === "stderr"),
            )),
      );
      expect(unhappy).toEqual([]);
    });

    it("gives the charts and tables that the committed notebook has", () => {
      const wanted = expectedOnScreen(committed);
      expect(expectedOnScreen(executed)).toEqual(wanted);
      expect(wanted.reduce((sum, cell) => sum + cell.charts, 0)).toBeGreaterThanOrEqual(3);
      expect(wanted.reduce((sum, cell) => sum + cell.tables, 0)).toBeGreaterThanOrEqual(2);
    });

    it("draws every chart and table legibly", async () => {
      await expect.poll(() => faultsOnScreen(page, executed), DRAWING).toEqual([]);
      await photograph(page, join(shots, "light"));
    });

    it("responds to the pointer: a point shows its figures, a legend's entry fades other families", async () => {
      const index = expectedOnScreen(executed).find((cell) => cell.charts > 0)?.index ?? -1;
      await page.locator(".jp-Notebook .jp-Cell").nth(index).scrollIntoViewIfNeeded();
      const coloured = async (): Promise<number> => (await page.evaluate(seenInCell, index)).charts[0] ?? 0;
      const before = await coloured();

      // JupyterLab may still move a cell after scrolling to it; if the pointer misses, try again.
      const tooltip = page.locator("#vg-tooltip-element.visible");
      await expect.poll(() => pointAt(page, index, [0.1, 0.8]).then(() => tooltip.isVisible()), DRAWING).toBe(true);
      expect(await tooltip.innerText()).toMatch(/\d/);

      const select = async (): Promise<number> => {
        const entry = page.locator(".jp-Notebook .jp-Cell").nth(index).locator(".role-legend-symbol path").first();
        const { x = 0, y = 0, width = 0, height = 0 } = (await entry.boundingBox()) ?? {};
        await page.mouse.click(x + width / 2, y + height / 2);
        return coloured();
      };
      await expect.poll(select, DRAWING).toBeLessThan(before / 2);
      expect(await coloured()).toBeGreaterThan(0);
    });

    it("draws them again in the dark theme, from the saved notebook", async () => {
      await useTheme(page, "JupyterLab Dark");
      await lab.saveAndReload();
      expect(parseNotebook(await page.evaluate(notebookDocument))).toEqual(executed);
      await expect.poll(() => faultsOnScreen(page, executed), DRAWING).toEqual([]);
      await photograph(page, join(shots, "dark"));
    });

    it("makes no failing or external request, and has no error in the page", () => {
      expect(lab.troubles).toEqual([]);
    });
  },
);

/** Moves the pointer to a coloured mark of a cell's first chart, between two fractions of its width. */
async function pointAt(page: Page, index: number, [from, to]: readonly [number, number]): Promise<void> {
  const mark = await page.evaluate(markIn, [index, from, to] as const);
  if (mark === undefined) throw new Error(`No mark between ${from} and ${to} of the width`);
  await page.mouse.move(0, 0);
  await page.mouse.move(mark.x, mark.y);
}

async function photograph(page: Page, folder: string): Promise<void> {
  const outputs = page
    .locator(".jp-Notebook .jp-OutputArea-child")
    .filter({ has: page.locator("canvas, svg.marks, table") });
  for (const [index, output] of (await outputs.all()).entries()) {
    await output.screenshot({ path: join(folder, `${String(index + 1).padStart(2, "0")}.png`) });
  }
}
