import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { notebookPage } from "../../src/convert/html/page.ts";
import { parseNotebook } from "../../src/notebook/file/read.ts";
import { bars } from "../support/charts.ts";
import { type CellSource, notebookIn, notebookText } from "../support/notebooks.ts";
import { launchChromium } from "./support/browser.ts";
import { labDir, root } from "./support/paths.ts";

const PNG_DIR = join(labDir, "screenshots", "notebooks");
const WIDTHS = "[document.documentElement.scrollWidth, innerWidth]";

type Opened = { page: Page; said: string[]; asked: string[] };
type Reader = { colorScheme?: "light" | "dark"; width?: number; javaScriptEnabled?: boolean };

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
  mkdirSync(PNG_DIR, { recursive: true });
});
afterAll(() => browser?.close());

async function open(html: string, { colorScheme = "light", width = 1280, javaScriptEnabled = true }: Reader) {
  const file = join(labDir, "notebook.html");
  writeFileSync(file, html);
  const context = await browser.newContext({ colorScheme, javaScriptEnabled, viewport: { width, height: 900 } });
  const page = await context.newPage();
  const opened: Opened = { page, said: [], asked: [] };
  page.on("console", (message) => opened.said.push(message.text()));
  page.on("pageerror", (error) => opened.said.push(error.message));
  page.on("dialog", (dialog) => opened.said.push(dialog.message()));
  page.on("request", (request) => opened.asked.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  if (javaScriptEnabled) await page.locator(".chart svg.marks, .chart canvas.marks").last().waitFor();
  opened.asked = opened.asked.filter((url) => !url.startsWith("data:")).slice(1);
  return opened;
}

describe("the lesson as a page", () => {
  const html = notebookPage(notebookIn(root, "notebooks", "01-picking-the-best-model.ipynb"), "the lesson");

  test.each([
    ["light", 1280],
    ["dark", 1280],
    ["light", 390],
  ] as const)("draws its charts in %s at %i px without requests, and scrolls only down", async (colorScheme, width) => {
    const { page, said, asked } = await open(html, { colorScheme, width });
    expect({ said, asked }).toEqual({ said: [], asked: [] });
    expect(await page.evaluate(WIDTHS)).toEqual([width, width]);
    await page.screenshot({ path: join(PNG_DIR, `${colorScheme}-${width}.png`), fullPage: true });
    await page.context().close();
  });

  test("shows its charts as pictures without JavaScript", async () => {
    const { page } = await open(html, { javaScriptEnabled: false });
    const charts = await page.locator(".chart").count();
    expect(charts).toBeGreaterThan(0);
    expect(await page.locator(".chart > img").count()).toBe(charts);
    await page.context().close();
  });
});

describe("a stranger's notebook", () => {
  const shout = "alert(1)";
  const attack = `<script>${shout}</script><img src="data:," onerror="${shout}"><svg onload="${shout}"><a href="javascript:${shout}">a</a></svg>`;
  const chart = {
    ...bars,
    title: attack,
    usermeta: { embedOptions: { sourceHeader: attack, actions: { source: true } } },
    data: { values: "a,b\n1,2", format: { type: "csv" } },
    encoding: { x: { field: "a" }, y: { field: "b", type: "quantitative" }, href: { value: `javascript:${shout}` } },
  };
  const cells: CellSource[] = [
    { cell_type: "markdown", source: `# ${attack}\n\n${attack}\n\n<math><mtext><style><img src=x onerror="${shout}">` },
    {
      cell_type: "code",
      source: attack,
      execution_count: 1,
      outputs: [
        { output_type: "stream", name: "stdout", text: attack },
        { output_type: "display_data", data: { "text/html": attack }, metadata: {} },
        { output_type: "display_data", data: { "image/svg+xml": attack }, metadata: {} },
        { output_type: "display_data", data: { "application/vnd.vegalite.v5+json": chart }, metadata: {} },
        { output_type: "error", ename: attack, evalue: attack, traceback: [] },
      ],
    },
  ];

  test("runs nothing, not even on a click, and its chart of CSV data is drawn", async () => {
    const { page, said } = await open(notebookPage(parseNotebook(notebookText(cells), "a"), attack), {});
    await page.locator(".chart .mark-rect path").first().click();
    expect(said.filter((line) => line === "1")).toEqual([]);
    expect(await page.locator("script").count()).toBe(5);
    expect(await page.title()).toBe(attack);
    await page.context().close();
  });
});
