import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchChromium } from "./support/browser.ts";
import { drag } from "./support/drag.ts";
import { type JupyterServer, startJupyterLab } from "./support/jupyter-server.ts";
import { runAll, useTheme } from "./support/lab-page.ts";
import { openCells } from "./support/open-cells.ts";
import { labDir } from "./support/paths.ts";

const folder = join(labDir, "stopped-kernels");
const pictures = join(labDir, "pictures");
const SOON = { timeout: 30_000 };
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

function cell(page: Page, index: number): Locator {
  return page.locator(".jp-Notebook .jp-CodeCell").nth(index);
}

function output(page: Page, index: number): Locator {
  return cell(page, index).locator(".jp-OutputArea-output").last();
}

async function runCell(page: Page, index: number): Promise<void> {
  await cell(page, index).locator(".cm-content").click();
  await page.keyboard.press("Control+Enter");
}

function expectCounts(page: Page, ...counts: readonly string[]): Promise<void> {
  return expect.poll(() => page.locator(".jp-CodeCell .jp-InputPrompt").allTextContents(), SOON).toEqual(counts);
}

describe("the Stop button of the toolbar", () => {
  it.each([
    ["computes without a pause", "for (;;);"],
    ["waits", "await new Promise(() => {});"],
  ])("ends a cell that %s, and the variables are kept", async (what, code) => {
    const sources = ["let kept = 41;", `console.log("begun");\n${code}`, "kept += 1;\nkept"];
    const name = `stop-${what.replaceAll(" ", "-")}`;
    const { page, troubles } = await openCells(browser, server, { folder, name, sources });
    await useTheme(page, "JupyterLab Light");
    await runCell(page, 0);
    await expectCounts(page, "[1]:", "[ ]:", "[ ]:");
    await runCell(page, 1);
    await output(page, 1).getByText("begun").waitFor();
    await expectCounts(page, "[1]:", "[*]:", "[ ]:");
    await page.locator('.jp-NotebookPanel-toolbar [data-jp-item-name="interrupt"]').click();
    await output(page, 1).getByText("Interrupted: The cell was interrupted; all variables are kept.").waitFor();
    await expectCounts(page, "[1]:", "[2]:", "[ ]:");
    await page.screenshot({ path: join(pictures, `${name}.png`) });
    await runCell(page, 2);
    await expectCounts(page, "[1]:", "[2]:", "[3]:");
    expect(await output(page, 2).innerText()).toBe("42");
    expect(await page.locator(".jp-Dialog").count()).toBe(0);
    expect(troubles).toEqual([]);
    await page.close();
  });
});

// JupyterLab's own warning when a kernel is gone.
const LOST_KERNEL = /^console warning: Connection lost, reconnecting/;

it("a slider whose kernel was killed, or shut down, does no harm, and the notebook runs again", async () => {
  const declared = 'import { slider } from "tsnb/widgets";\nconst year = slider(2000, 2026);';
  const sources = [`${declared}\nconsole.log(process.ppid);\nyear`, "year.value"];
  const { page, troubles } = await openCells(browser, server, { folder, name: "dead", sources });
  await useTheme(page, "JupyterLab Light");
  await runAll(page);
  const slider = cell(page, 0).locator(".widget-slider");
  const readout = (): Promise<string> => slider.locator(".widget-readout").innerText();
  const move = (by: number): Promise<void> => drag({ page }, slider.locator(".noUi-handle"), by);
  await move(400);
  await expect.poll(readout, SOON).toBe("2026");
  await runCell(page, 1);
  await expectCounts(page, "[1]:", "[3]:");
  expect(await output(page, 1).innerText()).toBe("2026");

  const kernel = Number(await cell(page, 0).locator(".jp-OutputArea-output").first().innerText());
  expect(kernel).toBeGreaterThan(1);
  process.kill(kernel, "SIGKILL");
  await move(-100);
  await page.locator(".jp-Dialog", { hasText: "Kernel Restarting" }).getByRole("button", { name: "Ok" }).click();
  await move(-100);
  await runCell(page, 1);
  await output(page, 1).getByText("ReferenceError: year is not defined").waitFor();
  await page.screenshot({ path: join(pictures, "dead-slider.png") });

  await page.getByRole("menuitem", { name: "Kernel", exact: true }).click();
  await page.getByRole("menuitem", { name: "Shut Down Kernel", exact: true }).click();
  await page.getByText("No Kernel").first().waitFor();
  await move(-100);

  await runCell(page, 0);
  await expect.poll(readout, SOON).toBe("2013");
  await runCell(page, 1);
  await expectCounts(page, "[1]:", "[2]:");
  expect(await output(page, 1).innerText()).toBe("2013");
  await move(-400);
  await expect.poll(readout, SOON).toBe("2000");
  await runCell(page, 1);
  await expectCounts(page, "[1]:", "[3]:");
  expect(await output(page, 1).innerText()).toBe("2000");
  expect(troubles.filter((text) => !LOST_KERNEL.test(text))).toEqual([]);
  await page.close();
});
