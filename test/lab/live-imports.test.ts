import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { useTheme } from "./support/lab-page.ts";
import { cell, LiveLab, pictures, textOf } from "./support/live-lab.ts";

let lab: LiveLab;

beforeAll(async () => {
  lab = await LiveLab.start("live-imports", {
    "package.json": '{ "type": "module" }',
    "area.ts": "export function areaOf(radius: number) {\n  return 3 * radius ** 2;\n}\n",
  });
});

afterAll(() => lab.stop());

function proposal(page: Page, text: string): Locator {
  return page.locator(".jp-Completer-item", { hasText: text });
}

/** Types at the end of a cell. */
async function type(page: Page, index: number, text: string): Promise<void> {
  await cell(page, index).locator(".cm-line").last().click();
  await page.keyboard.press("End");
  await page.keyboard.type(text);
}

/** The proposals on the screen, in their order, as they look. */
async function listed(page: Page): Promise<string[]> {
  const texts = await page.locator(".jp-Completer-match").allTextContents();
  return texts.map((text) => text.replaceAll(/[\u2061-\u2064]/g, ""));
}

it("completes a name of a helper file with its import, in one step to undo", async () => {
  const { page, troubles } = await lab.open("helper", "const radius = 2;", "// The area.");
  await useTheme(page, "JupyterLab Light");
  await type(page, 0, "");
  await page.keyboard.press("Shift+Enter");
  await type(page, 1, "\nareaO");
  await page.keyboard.press("Tab");
  await proposal(page, "areaOf").getByText("(./area.ts)").waitFor();
  await page.screenshot({ path: join(pictures, "live-import-light.png") });
  await page.keyboard.press("Enter");
  await cell(page, 1).getByText('import { areaOf } from "./area.ts";').waitFor();
  expect(await textOf(page, 1)).toBe('// The area.\nimport { areaOf } from "./area.ts";\nareaOf');
  await page.keyboard.press("ControlOrMeta+z");
  await cell(page, 1).getByText("import").waitFor({ state: "detached" });
  expect(await textOf(page, 1)).toMatch(/^\/\/ The area\.(\nareaO)?$/);
  await page.keyboard.press("ControlOrMeta+Shift+z");
  await cell(page, 1).getByText("import").waitFor();
  await page.keyboard.press("End");
  await page.keyboard.type("(radius)");
  await page.keyboard.press("ControlOrMeta+Enter");
  await cell(page, 1).locator(".jp-OutputArea-output").getByText("12").waitFor();
  expect(troubles).toEqual([]);
  await page.close();
});

it("lists names that need no import first, and distinguishes the modules of a name", async () => {
  const { page, troubles } = await lab.open("modules", "function readFrame() {\n  return 1;\n}", "");
  await useTheme(page, "JupyterLab Dark");
  await type(page, 0, "");
  await page.keyboard.press("Shift+Enter");
  await cell(page, 0).getByText("[1]:").waitFor();
  await type(page, 1, "typeof readF");
  await page.keyboard.press("Tab");
  await proposal(page, "readFileSync").waitFor();
  expect(await listed(page)).toEqual([
    "readFrame",
    "readFile (node:fs)",
    "readFile (node:fs/promises)",
    "readFileSync (node:fs)",
  ]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.screenshot({ path: join(pictures, "live-import-dark.png") });
  await page.keyboard.press("Enter");
  await cell(page, 1).getByText("import").waitFor();
  expect(await textOf(page, 1)).toBe('import { readFile } from "node:fs/promises";\ntypeof readFile');
  await page.keyboard.press("ControlOrMeta+Enter");
  await cell(page, 1).locator(".jp-OutputArea-output").getByText("function").waitFor();
  expect(troubles).toEqual([]);
  await page.close();
});

it("takes the name typed on while the list is open, and adds it to an import further down", async () => {
  const { page, troubles } = await lab.open("typed-on", "\nimport { existsSync } from 'node:fs'");
  await cell(page, 0).locator(".cm-line").first().click();
  await page.keyboard.type("readFi");
  await page.keyboard.press("Tab");
  await proposal(page, "readFileSync").waitFor();
  await page.keyboard.type("leS");
  await proposal(page, "node:fs/promises").waitFor({ state: "detached" });
  await page.keyboard.press("Enter");
  await cell(page, 0).getByText("existsSync, readFileSync").waitFor();
  await page.keyboard.type(".name");
  expect(await textOf(page, 0)).toBe("readFileSync.name\nimport { existsSync, readFileSync } from 'node:fs'");
  expect(troubles).toEqual([]);
  await page.close();
});

it("leaves completions as they are where a name needs no import", async () => {
  const { page, troubles } = await lab.open("own", "const areaOfAll = 1;", "");
  await type(page, 0, "");
  await page.keyboard.press("Shift+Enter");
  await cell(page, 0).getByText("[1]:").waitFor();
  await type(page, 1, "areaOfA");
  await page.keyboard.press("Tab");
  await proposal(page, "areaOfAll").waitFor();
  expect(await listed(page)).toEqual(["areaOfAll"]);
  await page.keyboard.press("Tab");
  expect(await textOf(page, 1)).toBe("areaOfAll");
  expect(troubles).toEqual([]);
  await page.close();
});
