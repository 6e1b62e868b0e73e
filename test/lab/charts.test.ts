import { mkdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { bundle } from "../../src/display/bundle.ts";
import { chart } from "../../src/display/chart.ts";
import { VEGALITE } from "../../src/display/mime/mime.ts";
import { notebookText } from "../support/notebooks.ts";
import { launchChromium } from "./support/browser.ts";
import { type JupyterServer, startJupyterLab } from "./support/jupyter-server.ts";
import { type LabPage, openNotebook, runAll, useTheme } from "./support/lab-page.ts";
import { labDir, root } from "./support/paths.ts";

const CELLS = [
  `import { chart } from "tsnb/display";
const rows = Array.from({ length: 40 }, (_, n) => ({ n, square: n * n, parity: n % 2 === 0 ? "even" : "odd" }));
chart(rows).point({ x: "n", y: "square", color: "parity" }).title("Squares").size(1000, 200).interactive()`,
  `chart(rows).bar({ x: "n", y: "square" }).size(900, 120)`,
  `const part = chart(rows).point({ x: "n", y: "square" }).size(500, 120);
part.concat(part)`,
  `const many = Array.from({ length: 6000 }, (_, n) => ({ n, half: (n / 2) + ", half" }));
chart(many).point({ x: "n", tooltip: "half" }).size(500, 60)`,
];
const SHOTS = join(labDir, "screenshots", "charts");
const WIDTHS = `[...document.querySelectorAll(".vega-embed")].slice(0, 2).map((embed) =>
  [embed.querySelector("svg.marks").getBoundingClientRect().width, embed.parentElement.clientWidth - 38])`;
const POINT = ".tsnb-Chart .role-mark [aria-label]";
const ENTRY = ".tsnb-Chart .role-legend-symbol path";
const SUMMARY = ".tsnb-Chart > .data > summary";
const TITLE = `getComputedStyle(document.querySelector(".vega-embed .role-title-text text")).fill`;

/** The brightness of a tooltip's background and text, from 0 to 255. */
const TOOLTIP = `(() => {
  const { backgroundColor, color } = getComputedStyle(document.querySelector("#vg-tooltip-element"));
  return [backgroundColor, color].map((text) => Number(/\\d+/.exec(text)[0]));
})()`;
/** The numbers of dark and of light grey pixels on the canvas: those of its labels. */
const INKS = `(() => {
  const canvas = document.querySelector("canvas.marks");
  if (!canvas) return [0, 0];
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let [dark, light] = [0, 0];
  for (let at = 0; at < data.length; at += 4) {
    const [red, green, blue, alpha] = data.slice(at, at + 4);
    if (alpha < 128 || Math.max(red, green, blue) - Math.min(red, green, blue) > 8) continue;
    dark += red < 60;
    light += red > 180;
  }
  return [dark, light];
})()`;

let server: JupyterServer;
let browser: Browser;
let lab: LabPage;

beforeAll(async () => {
  server = await startJupyterLab(inject("venv"));
  browser = await launchChromium();
  await mkdir(SHOTS, { recursive: true });
  const file = join(labDir, "charts.ipynb");
  await writeFile(file, notebookText(CELLS, "tsnb"));
  lab = await openNotebook(browser, server, relative(root, file).replaceAll("\\", "/"));
  await lab.page.setViewportSize({ width: 1280, height: 720 });
  await useTheme(lab.page, "JupyterLab Light");
  await runAll(lab.page);
  await lab.page.locator(".vega-embed svg.marks").nth(2).waitFor();
});

/** Presses Tab until an element has the focus, at most 12 times; resolves to its accessible name. */
async function tabTo(page: Page, selector: string): Promise<string> {
  const focused = `document.activeElement?.matches(${JSON.stringify(selector)})`;
  for (let tabs = 0; tabs < 12 && (await page.evaluate(focused)) !== true; tabs += 1) await page.keyboard.press("Tab");
  expect(await page.evaluate(focused), `Tab reaches ${selector}`).toBe(true);
  return focusedName(page);
}

function focusedName(page: Page): Promise<string> {
  return page.evaluate<string>(`document.activeElement.getAttribute("aria-label") ?? ""`);
}

async function press(page: Page, key: string): Promise<string> {
  await page.keyboard.press(key);
  return focusedName(page);
}

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

it.each([1280, 900])("charts are as wide as the output in a window of %i px", async (width) => {
  await lab.page.setViewportSize({ width, height: 720 });
  await expect
    .poll(() => lab.page.evaluate<number[][]>(WIDTHS).then((all) => all.map(([a = 0, b = 0]) => a - b)))
    .toEqual([0, 0]);
  await lab.page.screenshot({ path: join(SHOTS, `light-${width}.png`) });
});

it("a chart of several frames shrinks with the output, and scrolls below its least width", async () => {
  const width = `document.querySelectorAll(".vega-embed svg.marks")[2].getBoundingClientRect().width`;
  const room = `document.querySelectorAll(".vega-embed")[2].parentElement.clientWidth - 38`;
  await lab.page.setViewportSize({ width: 1280, height: 720 });
  await expect.poll(() => lab.page.evaluate<number>(`${width} - ${room}`)).toBeLessThanOrEqual(0);
  const wide = await lab.page.evaluate<number>(width);
  await lab.page.locator(".vega-embed svg.marks").nth(2).scrollIntoViewIfNeeded();
  await lab.page.screenshot({ path: join(SHOTS, "concat.png") });
  await lab.page.setViewportSize({ width: 700, height: 720 });
  await expect.poll(() => lab.page.evaluate<number>(width)).toBeLessThan(wide);
  expect(await lab.page.evaluate<number>(width)).toBeGreaterThanOrEqual(576);
});

it("the legend of a narrow chart is below it", async () => {
  const below = `(() => {
    const [legend, marks] = [".role-legend", ".role-mark.mark-symbol"].map((name) =>
      document.querySelector(".vega-embed " + name).getBoundingClientRect());
    return legend.top > marks.bottom;
  })()`;
  await lab.page.setViewportSize({ width: 1280, height: 720 });
  await expect.poll(() => lab.page.evaluate(below)).toBe(false);
  await lab.page.setViewportSize({ width: 740, height: 720 });
  await expect.poll(() => lab.page.evaluate(below)).toBe(true);
  await lab.page.screenshot({ path: join(SHOTS, "narrow.png") });
});

it("a chart takes the colours of another theme without being drawn again", async () => {
  await lab.page.setViewportSize({ width: 1280, height: 720 });
  const light = await lab.page.evaluate(TITLE);
  await lab.page.evaluate(`document.querySelector(".vega-embed").dataset.drawn = "before"`);
  await useTheme(lab.page, "JupyterLab Dark");
  await expect.poll(() => lab.page.evaluate(TITLE)).not.toBe(light);
  expect(await lab.page.locator(".vega-embed[data-drawn=before]").count()).toBe(1);
  await lab.page.screenshot({ path: join(SHOTS, "dark.png") });
});

it.each(["Light", "Dark"])("the keyboard reaches points, legend and rows, also after a rerun: %s", async (theme) => {
  const { page } = lab;
  const drawn = page.locator(".tsnb-Chart").first();
  await page.setViewportSize({ width: 1280, height: 720 });
  await useTheme(page, `JupyterLab ${theme}`);
  await page.evaluate(`document.querySelector(".vega-embed").dataset.drawn = "before"`);
  await runAll(page);
  await page.locator(`.vega-embed[data-drawn=before]`).waitFor({ state: "detached" });
  await page.locator(SUMMARY).first().waitFor();
  await page.locator(".jp-CodeCell .jp-InputPrompt").first().click();

  expect(await tabTo(page, POINT)).toMatch(/^n: 0; square: 0; parity: even/);
  expect(await press(page, "ArrowRight")).toMatch(/^n: 1; square: 1; parity: odd/);
  expect(await page.locator("#vg-tooltip-element.visible").innerText()).toMatch(/square:?\s+1\s/);
  const [paper = 0, ink = 0] = await page.evaluate<number[]>(TOOLTIP);
  expect(theme === "Dark" ? [paper < 64, ink > 160] : [paper > 240, ink < 96]).toEqual([true, true]);
  expect(await press(page, "End")).toMatch(/^n: 39;/);
  expect(await press(page, "ArrowDown")).toMatch(/^n: 39;/);
  expect(await press(page, "ArrowUp")).toMatch(/^n: 38;/);
  await page.screenshot({ path: join(SHOTS, `keyboard-point-${theme}.png`) });

  expect(await tabTo(page, ENTRY)).toBe("even");
  expect(await press(page, "ArrowDown")).toBe("odd");
  await press(page, "Enter");
  const faded = drawn.locator(`.role-mark path[opacity="0.1"]`);
  await expect.poll(() => faded.count()).toBe(20);
  expect(await faded.first().getAttribute("aria-label")).toContain("parity: even");

  await tabTo(page, SUMMARY);
  await press(page, "Enter");
  const rows = drawn.locator(".data tr");
  await expect.poll(() => rows.count()).toBe(41);
  expect((await rows.allInnerTexts()).slice(0, 3)).toEqual(["n\tsquare\tparity", "0\t0\teven", "1\t1\todd"]);
  await page.screenshot({ path: join(SHOTS, `keyboard-data-${theme}.png`) });
  await press(page, "Space");
  await expect.poll(() => rows.first().isVisible()).toBe(false);
  expect(await page.locator(".jp-Notebook.jp-mod-commandMode").count()).toBe(1);
});

it("of many rows, which the chart carries as CSV, the first 1,000 are shown", async () => {
  const data = lab.page.locator(".tsnb-Chart > .data").last();
  await data.locator("summary").click();
  expect(await data.locator("caption").innerText()).toBe("The first 1,000 of 6,000 rows");
  expect(await data.locator("tr").count()).toBe(1001);
  expect((await data.locator("tr").allInnerTexts()).slice(0, 3)).toEqual(["n\thalf", "0\t0, half", "1\t0.5, half"]);
  await data.scrollIntoViewIfNeeded();
  await lab.page.screenshot({ path: join(SHOTS, "keyboard-csv.png") });
});

it.each(["Dark", "Light"])(
  "a chart on a canvas has the colours of the theme, also after it changes: %s",
  async (theme) => {
    const { page } = lab;
    await useTheme(page, "JupyterLab Light");
    await runAll(page);
    await page.locator("canvas.marks").waitFor();
    await useTheme(page, `JupyterLab ${theme}`);
    const isDark = theme === "Dark";
    await expect
      .poll(() => page.evaluate<number[]>(INKS).then(([dark = 0, light = 0]) => [dark > 50, light > 50]))
      .toEqual([!isDark, isDark]);
    await page.locator("canvas.marks").scrollIntoViewIfNeeded();
    await page.screenshot({ path: join(SHOTS, `canvas-${theme}.png`) });
    // Charts that are drawn in this theme from the start.
    await page.evaluate(`document.querySelector(".vega-embed").dataset.drawn = "before"`);
    await runAll(page);
    await page.locator(`.vega-embed[data-drawn=before]`).waitFor({ state: "detached" });
    await expect
      .poll(() => page.evaluate<number[]>(INKS).then(([dark = 0, light = 0]) => [dark > 50, light > 50]))
      .toEqual([!isDark, isDark]);
  },
);

it("charts of other kernels stay as they are", async () => {
  const own = await bundle(chart([{ a: 1, c: "x" }]).point({ x: "a", color: "c" }));
  const spec = own.data[VEGALITE];
  const outputs = [{}, { [VEGALITE]: { embed_options: { renderer: "svg" } } }, own.metadata].map((metadata) => ({
    output_type: "display_data",
    data: { [VEGALITE]: spec },
    metadata,
  }));
  const file = join(labDir, "charts-of-others.ipynb");
  await writeFile(file, notebookText([{ cell_type: "code", source: "", outputs, execution_count: 1 }], "python3"));
  const other = await openNotebook(browser, server, relative(root, file).replaceAll("\\", "/"));
  await other.page.locator(".tsnb-Chart > .data").waitFor();
  const drawn = other.page.locator(".jp-OutputArea-output");
  expect(await drawn.locator(".vega-embed:has(canvas.marks, svg.marks)").count()).toBe(3);
  const changed = await Promise.all([0, 1, 2].map((nth) => drawn.nth(nth).locator(".data, .marks [tabindex]").count()));
  expect(changed).toEqual([0, 0, 3]);
  expect(other.troubles).toEqual([]);
  await other.page.close();
});

it("nothing fails in the page", () => {
  expect(lab.troubles).toEqual([]);
});
