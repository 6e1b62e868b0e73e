import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { launchChromium } from "./support/browser.ts";
import { execute } from "./support/in-page.ts";
import { type JupyterServer, startJupyterLab } from "./support/jupyter-server.ts";
import { runAll } from "./support/lab-page.ts";
import { openCells } from "./support/open-cells.ts";
import { labDir } from "./support/paths.ts";

const folder = join(labDir, "export");
const SOURCES = [
  `import { chart, table } from "tsnb/display";
const rain = [{ city: "Oslo", mm: 763 }, { city: "Turin", mm: 905 }, { city: "Bergen", mm: 2475 }];
chart(rain).bar({ x: "city", y: "mm" }).title("Rain")`,
  `table(rain, { units: { mm: "mm" } })`,
];

let server: JupyterServer;
let browser: Browser;

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

it("the HTML page that JupyterLab exports has the chart as a picture, and the table", async () => {
  const { page, troubles } = await openCells(browser, server, { folder, name: "rain", sources: SOURCES });
  await runAll(page);
  // The export opens a page that is gone when its download begins, so that its opener reports it.
  const downloading = page.waitForEvent("download");
  const exporting = page.evaluate(execute, ["notebook:export-to-format", { format: "html" }] as const);
  // nbconvert's sanitizer shows the markup of each HTML table: https://github.com/jupyter/nbconvert/issues/2016
  await page.locator('.jp-Dialog input[type="checkbox"]').uncheck();
  await page.locator(".jp-Dialog .jp-mod-accept").click();
  await exporting;
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("rain.html");
  const file = join(folder, "rain.html");
  await download.saveAs(file);

  const reader = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  // nbconvert's template takes its fonts and MathJax from elsewhere.
  await reader.route(/^https?:/, (route) => route.abort());
  await reader.goto(pathToFileURL(file).href);
  const picture = reader.locator(".jp-OutputArea-output img");
  await picture.scrollIntoViewIfNeeded();
  const coloured = `(async () => {
    const [image] = document.querySelectorAll(".jp-OutputArea-output img");
    await image.decode();
    const { width, height } = image;
    const copy = new OffscreenCanvas(width, height).getContext("2d");
    copy.drawImage(image, 0, 0, width, height);
    const { data } = copy.getImageData(0, 0, width, height);
    let count = 0;
    for (let at = 0; at < data.length; at += 4) {
      const rgb = data.slice(at, at + 3);
      if (Math.max(...rgb) - Math.min(...rgb) > 30) count += 1;
    }
    return count;
  })()`;
  // Three bars: fewer pixels would be an empty chart.
  expect(await reader.evaluate(coloured)).toBeGreaterThan(1000);
  const rows = await reader.locator(".jp-OutputArea-output tbody tr").allInnerTexts();
  expect(rows.map((row) => row.split(/\s+/).filter(Boolean))).toEqual([
    ["Oslo", "763"],
    ["Turin", "905"],
    ["Bergen", "2475"],
  ]);
  await reader.screenshot({ path: join(labDir, "pictures", "exported.png") });
  expect(troubles).toEqual([]);
  await Promise.all([reader.close(), page.close()]);
});
