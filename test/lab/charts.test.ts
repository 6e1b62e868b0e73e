import { mkdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
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
];
const SHOTS = join(labDir, "screenshots", "charts");
const WIDTHS = `[...document.querySelectorAll(".vega-embed")].slice(0, 2).map((embed) =>
  [embed.querySelector("svg.marks").getBoundingClientRect().width, embed.parentElement.clientWidth - 38])`;
const TITLE = `getComputedStyle(document.querySelector(".vega-embed .role-title-text text")).fill`;

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

it("a chart takes the colours of another theme without being drawn anew", async () => {
  await lab.page.setViewportSize({ width: 1280, height: 720 });
  const light = await lab.page.evaluate(TITLE);
  await lab.page.evaluate(`document.querySelector(".vega-embed").dataset.drawn = "before"`);
  await useTheme(lab.page, "JupyterLab Dark");
  await expect.poll(() => lab.page.evaluate(TITLE)).not.toBe(light);
  expect(await lab.page.locator(".vega-embed[data-drawn=before]").count()).toBe(1);
  await lab.page.screenshot({ path: join(SHOTS, "dark.png") });
});

it("nothing fails in the page", () => {
  expect(lab.troubles).toEqual([]);
});
