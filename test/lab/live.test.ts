import { writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { execute, kernelIsIdle, notedStatuses, noteStatuses } from "./support/in-page.ts";
import { openNotebook, useTheme } from "./support/lab-page.ts";
import { cell, LiveLab, pictures, textOf } from "./support/live-lab.ts";
import { root } from "./support/paths.ts";

let lab: LiveLab;

beforeAll(async () => {
  lab = await LiveLab.start("live", {
    "area.ts":
      "/** The area of a circle. */\nexport function area(radius: number) {\n  return Math.PI * radius ** 2;\n}\n",
  });
});

afterAll(() => lab.stop());

/** Sets the user's settings of the extension; without any, its defaults apply. */
async function set(settings: object): Promise<void> {
  const { ok, status } = await fetch(`${lab.server.url}/lab/api/settings/tsnb:live`, {
    method: "PUT",
    headers: { authorization: `token ${lab.server.token}` },
    body: JSON.stringify({ raw: JSON.stringify(settings) }),
  });
  if (!ok) throw new Error(`the settings were not taken: ${status}`);
}

function squiggles(page: Page, index: number): Locator {
  return cell(page, index).locator(".cm-lintRange");
}

/** Puts the cursor after the first occurrence of a string in a cell. */
async function putCursor(page: Page, index: number, text: string): Promise<void> {
  await cell(page, index).locator(".cm-line", { hasText: text }).first().click();
  await page.keyboard.press("Home");
  const line = (await cell(page, index).locator(".cm-line", { hasText: text }).first().textContent()) ?? "";
  for (let at = 0; at < line.indexOf(text) + text.length; at += 1) await page.keyboard.press("ArrowRight");
}

/** The place on the screen, in pixels, of the last letter of a string in a cell. */
async function placeOf(page: Page, index: number, text: string): Promise<{ x: number; y: number }> {
  await putCursor(page, index, text);
  const box = await cell(page, index).locator(".cm-cursor-primary").boundingBox();
  return { x: (box?.x ?? 0) - 4, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 };
}

const LESSON = [
  "/** The price in euros. */\nconst price = 3;",
  'import { area } from "./area.ts";\nconst size = area(price);',
  "const total = price * size;\ntotal.toFixed(2)",
];

describe("errors while typing", () => {
  it("appear in amber as one types, also in a cell below, and go when they are corrected", async () => {
    const { page, troubles } = await lab.open("squiggles", ...LESSON);
    await useTheme(page, "JupyterLab Light");
    await putCursor(page, 0, "price = ");
    await page.keyboard.type('"x" + ');
    await squiggles(page, 2).first().waitFor();
    expect(await squiggles(page, 0).count()).toBe(0);
    expect(await squiggles(page, 2).first().getAttribute("class")).toContain("cm-lintRange-warning");
    await squiggles(page, 2).first().hover();
    await page.locator(".cm-tooltip-lint").getByText("left-hand side of an arithmetic operation").waitFor();
    await page.screenshot({ path: join(pictures, "live-error-light.png") });
    for (let at = 0; at < 6; at += 1) await page.keyboard.press("Backspace");
    await squiggles(page, 2).first().waitFor({ state: "detached" });
    expect(troubles).toEqual([]);
    await page.close();
  });

  it("are red for syntax, in TypeScript's words, and leave the other cells alone", async () => {
    const { page, troubles } = await lab.open("syntax", ...LESSON);
    await useTheme(page, "JupyterLab Dark");
    await putCursor(page, 2, "toFixed(");
    await page.keyboard.type("(");
    await page.keyboard.press("Delete");
    await cell(page, 2).locator(".cm-lintRange-error").waitFor();
    expect(await squiggles(page, 0).count()).toBe(0);
    await cell(page, 2).locator(".cm-lintRange-error").hover();
    await page.locator(".cm-tooltip-lint").getByText("Expression expected.").waitFor();
    await page.screenshot({ path: join(pictures, "live-syntax-dark.png") });
    expect(troubles).toEqual([]);
    await page.close();
  });

  it("leave the status of the kernel as it is", async () => {
    const { page } = await lab.open("status", ...LESSON);
    await putCursor(page, 0, "price = ");
    // JupyterLab's widget manager first requests the states of widgets.
    await page.keyboard.press("ControlOrMeta+Enter");
    await cell(page, 0).getByText("[1]:").waitFor();
    await page.evaluate(noteStatuses);
    await putCursor(page, 0, "price = ");
    await page.keyboard.type('"x" + ', { delay: 60 });
    await squiggles(page, 2).first().waitFor();
    await page.keyboard.press("ControlOrMeta+Enter");
    await cell(page, 0).getByText("[2]:").waitFor();
    const about = new Set(await page.evaluate(notedStatuses));
    expect(about).toContain("execute_request");
    expect(about).not.toContain("comm_msg");
    await page.close();
  });

  it("come back after the kernel was restarted", async () => {
    const { page, troubles } = await lab.open("restart", "const a: number = 'x';");
    await squiggles(page, 0).waitFor();
    const restarting = page.evaluate(execute, ["kernelmenu:restart", {}] as const);
    await page.getByRole("button", { name: /Confirm Kernel Restart|^Restart$/ }).click();
    await restarting;
    await page.waitForFunction(kernelIsIdle);
    await page.locator(".jp-NotebookPanel[data-tsnb]").waitFor({ state: "attached" });
    await squiggles(page, 0).waitFor();
    // JupyterLab itself logs this at every restart.
    expect(troubles.filter((text) => !text.includes("Connection lost, reconnecting"))).toEqual([]);
    await page.close();
  });
});

describe("in a cell", () => {
  it("the mouse shows the type and documentation of a name", async () => {
    const { page, troubles } = await lab.open("hover", ...LESSON);
    await useTheme(page, "JupyterLab Light");
    const { x, y } = await placeOf(page, 2, "total = price");
    await page.mouse.move(x, y);
    const tooltip = page.locator(".tsnb-tooltip");
    await tooltip.getByText("const price: 3").waitFor();
    await tooltip.getByText("The price in euros.").waitFor();
    await page.screenshot({ path: join(pictures, "live-hover-light.png") });
    expect(troubles).toEqual([]);
    await page.close();
  });

  it("a call shows its parameters", async () => {
    const { page, troubles } = await lab.open("signature", ...LESSON);
    await useTheme(page, "JupyterLab Dark");
    await putCursor(page, 2, "total.toFixed(2)");
    await page.keyboard.type("; area(");
    await page.locator(".tsnb-signature strong", { hasText: "radius: number" }).waitFor();
    await page.locator(".tsnb-tooltip").getByText("The area of a circle.").waitFor();
    await page.screenshot({ path: join(pictures, "live-signature-dark.png") });
    await page.keyboard.press("Escape");
    await page.locator(".tsnb-signature").waitFor({ state: "detached" });
    expect(troubles).toEqual([]);
    await page.close();
  });

  it("F2 renames a name in all cells, and each cell undoes it in one step", async () => {
    const { page, troubles } = await lab.open("rename", ...LESSON);
    await putCursor(page, 2, "total = price");
    await page.keyboard.press("F2");
    const dialog = page.locator(".jp-Dialog");
    await dialog.locator("input").fill("cost");
    await page.screenshot({ path: join(pictures, "live-rename.png") });
    await dialog.getByRole("button", { name: "Rename" }).click();
    await cell(page, 0).getByText("const cost = 3;").waitFor();
    expect([await textOf(page, 1), await textOf(page, 2)]).toEqual([
      'import { area } from "./area.ts";\nconst size = area(cost);',
      "const total = cost * size;\ntotal.toFixed(2)",
    ]);
    await putCursor(page, 1, "area(cost");
    await page.keyboard.press("ControlOrMeta+z");
    await cell(page, 1).getByText("area(price)").waitFor();
    expect(troubles).toEqual([]);
    await page.close();
  });

  it("F12 goes to the definition in another cell, and Ctrl-click to that in a file", async () => {
    const { page, troubles } = await lab.open("definition", ...LESSON);
    await putCursor(page, 2, "total = price");
    await page.keyboard.press("F12");
    await page.locator(".jp-CodeCell.jp-mod-active", { hasText: "const price = 3;" }).waitFor();
    const { x, y } = await placeOf(page, 1, "size = area");
    await page.keyboard.down("ControlOrMeta");
    await page.mouse.click(x, y);
    await page.keyboard.up("ControlOrMeta");
    await page.locator(".jp-FileEditor .cm-line", { hasText: "export function area" }).waitFor();
    await page.getByText("Ln 2, Col 17").waitFor();
    expect(troubles).toEqual([]);
    await page.close();
  });

  it("Shift-F12 lists the uses of a name, and leads to them", async () => {
    const { page, troubles } = await lab.open("references", ...LESSON);
    await putCursor(page, 0, "const price");
    await page.keyboard.press("Shift+F12");
    const menu = page.locator(".lm-Menu.tsnb-choices");
    await menu.getByText("Cell 3: const total = price * size;").waitFor();
    expect(await menu.locator(".lm-Menu-itemLabel").allTextContents()).toEqual([
      "Cell 1: const price = 3;",
      "Cell 2: const size = area(price);",
      "Cell 3: const total = price * size;",
    ]);
    await page.screenshot({ path: join(pictures, "live-references.png") });
    await menu.getByText("Cell 3").click();
    await page.locator(".jp-CodeCell.jp-mod-active", { hasText: "total.toFixed" }).waitFor();
    expect(troubles).toEqual([]);
    await page.close();
  });

  it("Ctrl-. adds a missing import, and Shift-Alt-F formats", async () => {
    const { page, troubles } = await lab.open("fixes", "const a  =  existsSync('x');");
    await squiggles(page, 0).waitFor();
    await putCursor(page, 0, "existsSync");
    await page.keyboard.press("ControlOrMeta+.");
    await page.locator(".tsnb-choices").getByText('Add import from "node:fs"', { exact: true }).click();
    await cell(page, 0).getByText('import { existsSync } from "node:fs";').waitFor();
    await squiggles(page, 0).waitFor({ state: "detached" });
    await page.keyboard.press("Shift+Alt+F");
    await cell(page, 0).getByText("const a = existsSync('x');").waitFor();
    expect(troubles).toEqual([]);
    await page.close();
  });
});

it("shows inferred types between the code when the settings ask for them", async () => {
  await set({ inlayHints: true });
  try {
    const { page, troubles } = await lab.open("hints", ...LESSON);
    await useTheme(page, "JupyterLab Light");
    await cell(page, 1).locator(".tsnb-hint", { hasText: ": number" }).waitFor();
    expect(await textOf(page, 1)).toContain("const size: number = area(price);");
    await page.screenshot({ path: join(pictures, "live-hints-light.png") });
    await useTheme(page, "JupyterLab Dark");
    await page.locator("#jupyterlab-splash").waitFor({ state: "detached" });
    await page.screenshot({ path: join(pictures, "live-hints-dark.png") });
    expect(troubles).toEqual([]);
    await page.close();
  } finally {
    await set({});
  }
});

it("has its commands in the context menu of a cell", async () => {
  const { page, troubles } = await lab.open("menu", ...LESSON);
  await useTheme(page, "JupyterLab Light");
  expect(await page.locator(".tsnb-hint").count()).toBe(0);
  const { x, y } = await placeOf(page, 2, "total = price");
  await page.mouse.click(x, y, { button: "right" });
  const menu = page.locator(".lm-Menu");
  const labels = await menu.locator(".lm-Menu-itemLabel").allTextContents();
  expect(labels).toEqual(
    expect.arrayContaining(["Go to Definition", "Find References", "Rename Symbol…", "Quick Fix…", "Format Cell"]),
  );
  await page.screenshot({ path: join(pictures, "live-menu-light.png") });
  await menu.getByText("Go to Definition", { exact: true }).click();
  await page.locator(".jp-CodeCell.jp-mod-active", { hasText: "const price = 3;" }).waitFor();
  expect(troubles).toEqual([]);
  await page.close();
});

it("leaves notebooks of other kernels alone", async () => {
  const file = join(lab.folder, "python.ipynb");
  const cells = [
    { cell_type: "code", id: "a", metadata: {}, execution_count: null, outputs: [], source: "const a: number = 'x'" },
  ];
  const kernelspec = { name: "python3", display_name: "Python 3", language: "python" };
  await writeFile(file, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: { kernelspec }, cells }));
  const { page, troubles } = await openNotebook(lab.browser, lab.server, relative(root, file).replaceAll("\\", "/"));
  await putCursor(page, 0, "const a");
  await page.keyboard.press("F12");
  expect(await page.locator(".jp-NotebookPanel[data-tsnb]").count()).toBe(0);
  expect(await squiggles(page, 0).count()).toBe(0);
  expect(troubles).toEqual([]);
  await page.close();
});
