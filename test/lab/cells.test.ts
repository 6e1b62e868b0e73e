import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchChromium } from "./support/browser.ts";
import { type JupyterServer, startJupyterLab } from "./support/jupyter-server.ts";
import { runAll, useTheme } from "./support/lab-page.ts";
import { openCells } from "./support/open-cells.ts";
import { labDir } from "./support/paths.ts";

const folder = join(labDir, "cells");
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

type Metadata = { readonly tsnb?: { readonly reactive: boolean } };

/** Opens a notebook of these cells in a window of 1280 × 720 pixels, and runs them. */
async function opened(name: string, sources: readonly string[], metadata: Metadata = {}): Promise<Page> {
  const { page, troubles } = await openCells(browser, server, { folder, name, sources, metadata });
  expect(troubles).toEqual([]);
  await page.getByRole("button", { name: /Run the stale cells/ }).waitFor();
  await runAll(page);
  return page;
}

function cell(page: Page, index: number): Locator {
  return page.locator(".jp-Notebook .jp-CodeCell").nth(index);
}

/** Waits until the cells have these states; an empty string stands for a fresh cell. */
async function expectStates(page: Page, ...states: readonly string[]): Promise<void> {
  for (const [index, state] of states.entries()) {
    const marked = state === "" ? ":not([data-tsnb-state])" : `[data-tsnb-state="${state}"]`;
    await page.locator(`.jp-Notebook .jp-CodeCell:nth-child(${index + 1})${marked}`).waitFor({ state: "attached" });
  }
}

async function edit(page: Page, index: number, source: string): Promise<void> {
  await cell(page, index).locator(".cm-content").click();
  await page.keyboard.press("Control+A");
  await page.keyboard.type(source);
}

async function picture(page: Page, name: string): Promise<void> {
  // JupyterLab covers a change of theme with a splash screen.
  await page.locator("#jupyterlab-splash").waitFor({ state: "detached" });
  await page.screenshot({ path: join(labDir, "pictures", `${name}.png`) });
}

const SOURCES = ["const rows = [1, 2, 3];", "const total = rows.length;\ntotal", "const other = 1;\nother"];

describe("stale cells", () => {
  it("are marked after an edit, say why, and run in order", async () => {
    const page = await opened("stale", SOURCES);
    await expectStates(page, "", "", "");
    await edit(page, 0, "const rows = [1, 2];");
    await expectStates(page, "edited", "stale", "");
    const why = await cell(page, 1).locator(".jp-InputPrompt").getAttribute("title");
    expect(why).toBe("rows comes from cell [1], which was edited.");
    await picture(page, "cells-stale-light");
    await useTheme(page, "JupyterLab Dark");
    await picture(page, "cells-stale-dark");
    await page.getByRole("button", { name: /Run the stale cells/ }).click();
    await expectStates(page, "", "", "");
    expect(await cell(page, 1).locator(".jp-OutputArea-output").textContent()).toContain("2");
    const counts = await page.locator(".jp-CodeCell .jp-InputPrompt").allTextContents();
    expect(counts).toEqual(["[4]:", "[5]:", "[3]:"]);
    await page.close();
  });

  it("are those that use a file which has changed", async () => {
    const helper = join(folder, "sizes.ts");
    await writeFile(helper, "export const size = 1;");
    const page = await opened("helper", ['import { size } from "./sizes.ts";', "size + 1", "2"]);
    await expectStates(page, "", "", "");
    await writeFile(helper, "export const size = 10;");
    await expectStates(page, "stale", "stale", "");
    const why = await cell(page, 0).locator(".jp-InputPrompt").getAttribute("title");
    expect(why).toBe("This cell uses sizes.ts, which changed after it ran.");
    await useTheme(page, "JupyterLab Light");
    await picture(page, "cells-helper-light");
    await page.getByRole("button", { name: /Run the stale cells/ }).click();
    await expectStates(page, "", "", "");
    expect(await cell(page, 1).locator(".jp-OutputArea-output").textContent()).toContain("11");
    await page.close();
  });

  it("are forgotten with a restart of the kernel", async () => {
    const page = await opened("restart", SOURCES);
    await page.getByRole("menuitem", { name: "Kernel", exact: true }).click();
    await page.getByRole("menuitem", { name: /^Restart Kernel…/ }).click();
    await page.getByRole("button", { name: "Confirm Kernel Restart" }).click();
    await expectStates(page, "never-run", "never-run", "never-run");
    await runAll(page);
    await expectStates(page, "", "", "");
    expect(await page.locator(".jp-CodeCell .jp-InputPrompt").allTextContents()).toEqual(["[1]:", "[2]:", "[3]:"]);
    await page.close();
  });
});

describe("reactive runs", () => {
  it("follow a run, and stop at an error", async () => {
    const page = await opened("reactive", [...SOURCES, "total * 2"], { tsnb: { reactive: true } });
    await expectStates(page, "", "", "", "");
    await edit(page, 0, "const rows = [1, 2, 3, 4, 5];");
    await page.keyboard.press("Control+Enter");
    await cell(page, 3).locator(".jp-OutputArea-output", { hasText: "10" }).waitFor();
    await expectStates(page, "", "", "", "");
    const counts = await page.locator(".jp-CodeCell .jp-InputPrompt").allTextContents();
    expect(counts).toEqual(["[5]:", "[6]:", "[3]:", "[7]:"]);
    await edit(page, 0, "const rows = null as unknown as number[];");
    await page.keyboard.press("Control+Enter");
    await expectStates(page, "", "failed", "", "stale");
    await page.close();
  });
});

describe("the variable panel", () => {
  it("shows names, types and values, and leads to their cells", async () => {
    const page = await opened("variables", [...SOURCES, "const name = 'x'.repeat(1e6); class Model {}"]);
    await page.getByRole("tab", { name: "Variables", exact: true }).click();
    const table = page.locator(".tsnb-Variables table");
    await table.waitFor();
    const rows = await table.locator("tbody tr").allInnerTexts();
    expect(rows.map((row) => row.split(/\t\n?|\n/).filter(Boolean))).toEqual([
      ["Model", "class", "[4]"],
      ["name", "string", "1,000,000 characters", "[4]"],
      ["other", "number", "1", "[3]"],
      ["rows", "number[]", "3 items", "[1]"],
      ["total", "number", "3", "[2]"],
    ]);
    await picture(page, "variables-light");
    await useTheme(page, "JupyterLab Dark");
    await picture(page, "variables-dark");
    await table.getByRole("button", { name: "[2]" }).click();
    await page.locator(".jp-CodeCell:nth-child(2).jp-mod-active").waitFor();
    await edit(page, 2, "%reset");
    await page.keyboard.press("Control+Enter");
    await page.locator(".tsnb-Variables p", { hasText: "No cell has declared a name yet." }).waitFor();
    await page.close();
  });
});
