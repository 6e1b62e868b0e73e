import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { reportPage } from "../../src/report/html/page.ts";
import { CellFailedError } from "../../src/run/errors/cell-errors.ts";
import { cellResult, comparison, differing, notebookResult } from "../support/results.ts";
import { notebookIn } from "../support/notebooks.ts";
import { contrast } from "./support/contrast.ts";
import { launchChromium } from "./support/browser.ts";
import { labDir, root } from "./support/paths.ts";

const PNG_DIR = join(labDir, "screenshots", "reports");
const WIDTHS = "[document.documentElement.scrollWidth, innerWidth]";
// The computed colours of an element's text and of the backgrounds behind it, nearest first.
const COLOURS = `(selector) => {
  const found = document.querySelector(selector);
  const behind = [];
  for (let at = found; at; at = at.parentElement) behind.push(getComputedStyle(at).backgroundColor);
  return { text: getComputedStyle(found).color, behind };
}`;

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
  mkdirSync(PNG_DIR, { recursive: true });
});
afterAll(() => browser?.close());

const notebook = notebookIn(root, "notebooks", "01-picking-the-best-model.ipynb");
const codeCells = notebook.cells.flatMap((cell, index) => {
  return cell.cell_type === "code"
    ? [cellResult({ index, id: cell.id, seconds: index / 20, heading: "A heading" })]
    : [];
});
const [first = cellResult(), ...others] = codeCells;
const error = new CellFailedError({ file: "a.ipynb", cell: 3, source: "x.y" }, "TypeError: boom", "at (Cell [1]:1:1)");
const html = await reportPage({
  notebooks: [
    notebookResult({ label: "passed.ipynb", cells: codeCells, notebook }),
    notebookResult({
      label: "failed.ipynb",
      status: "failed",
      error,
      cells: [
        { ...first, status: "failed", error },
        ...others.map((cell) => ({ ...cell, status: "not-run", seconds: 0 }) as const),
      ],
      notebook,
    }),
    notebookResult({
      label: "different.ipynb",
      status: "different",
      cells: codeCells,
      comparison: comparison({ differences: [{ ...differing(first.index + 1), id: first.id }] }),
      notebook,
    }),
  ],
});

test.each([
  ["light", 1280],
  ["dark", 1280],
  ["light", 390],
] as const)("a report in %s at %i px draws its charts, makes no requests and is readable", async (scheme, width) => {
  const file = join(labDir, "report.html");
  writeFileSync(file, html);
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 900 } });
  const page = await context.newPage();
  const [said, asked]: [string[], string[]] = [[], []];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (thrown) => said.push(thrown.message));
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  await page.locator(".chart svg.marks, .chart canvas.marks").last().waitFor({ state: "attached" });
  expect({ said, asked: asked.filter((url) => !url.startsWith("data:")).slice(1) }).toEqual({ said: [], asked: [] });
  expect(await page.evaluate(WIDTHS)).toEqual([width, width]);
  expect(await page.locator(".run > h2").allTextContents()).toEqual([
    "failed.ipynb",
    "different.ipynb",
    "passed.ipynb",
  ]);
  await page.screenshot({ path: join(PNG_DIR, `${scheme}-${width}.png`) });

  const lengths = await page
    .locator("#run-2 .timings .bar")
    .evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().width));
  expect(lengths.length).toBe(codeCells.length + 1);
  expect(lengths.slice(1)).toEqual(lengths.slice(1).toSorted((a, b) => a - b));

  for (const selector of [
    ".facts",
    ".bad .facts strong",
    ".run.good .facts strong",
    ".state",
    ".changes .expected pre",
    ".changes .actual pre",
  ]) {
    const { text, behind } = await page.evaluate<{ text: string; behind: string[] }>(
      `(${COLOURS})(${JSON.stringify(selector)})`,
    );
    expect({ selector, isReadable: contrast(text, behind) > 4.5 }).toEqual({ selector, isReadable: true });
  }
  await page.locator("#run-1 .faults a").click();
  expect(await page.locator("#run-1 .cell.bad .state strong").isVisible()).toBe(true);
  await context.close();
});

test("a report without JavaScript has its verdicts, tables and charts, as pictures, and its faults lead to cells", async () => {
  const file = join(labDir, "report-plain.html");
  writeFileSync(file, html);
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href);
  expect(await page.locator(".overview tbody tr").allInnerTexts()).toEqual([
    expect.stringContaining("failed.ipynb"),
    expect.stringContaining("different.ipynb"),
    expect.stringContaining("passed.ipynb"),
  ]);
  await page.locator("#run-1 .faults a").click();
  expect(await page.locator("#run-1 .cell.bad .state strong").isVisible()).toBe(true);
  await page.locator("#run-3 details.whole > summary").click();
  const charts = page.locator("#run-3 .chart");
  const pictures = charts.locator("> :is(img, svg)");
  expect(await pictures.count()).toBe(await charts.count());
  await pictures.first().scrollIntoViewIfNeeded();
  expect(await pictures.first().isVisible()).toBe(true);
  expect((await pictures.first().boundingBox())?.height).toBeGreaterThan(200);
  expect(await page.locator("#run-3 .output table tbody tr").first().isVisible()).toBe(true);
  await page.screenshot({ path: join(PNG_DIR, "plain.png") });
  await context.close();
});
