import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chart } from "../../src/display/chart.ts";
import { chartPage } from "../../src/display/page/chart-page.ts";
import {
  accuracyVsSizeChart,
  buildChart,
  familyCountsChart,
  getData,
  parametersVsTimeChart,
  subsetRegressionChart,
} from "../../src/lesson/index.ts";
import { bars, clipped } from "../support/charts.ts";
import { launchChromium } from "./support/browser.ts";
import { labDir } from "./support/paths.ts";

const PNG_DIR = join(labDir, "screenshots", "charts");

const keyboard = JSON.parse(
  JSON.stringify(
    chart([
      { a: 1, b: 3, c: "x" },
      { a: 2, b: 4, c: "y" },
    ])
      .point({ x: "a", y: "b", color: "c" })
      .interactive(),
  ),
);

/** An open page, its console messages and errors, and the addresses of its requests after the one for itself. */
type Opened = { page: Page; said: string[]; asked: string[] };

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
  mkdirSync(PNG_DIR, { recursive: true });
});
afterAll(() => browser?.close());

async function open(html: string, colorScheme: "light" | "dark", width = 1300): Promise<Opened> {
  const file = join(labDir, "charts.html");
  writeFileSync(file, html);
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
  const page = await context.newPage();
  const said: string[] = [];
  const asked: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.message));
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  await page.locator("section:last-of-type .chart > *").first().waitFor();
  return { page, said, asked: asked.slice(1) };
}

/** The number of a chart's marks that match a selector, without legends and axes. */
function marks(page: Page, nth: number, selector = ""): Promise<number> {
  return page
    .locator(`#chart-${nth} svg .role-mark path${selector}, #chart-${nth} svg .role-mark line${selector}`)
    .count();
}

describe("the lesson's charts", () => {
  let html: string;

  beforeAll(async () => {
    const frame = await getData("infer");
    const charts = [
      { title: "Inference", spec: buildChart(frame, "infer"), note: "A click on a family fades the others." },
      { title: "Inference subset", spec: subsetRegressionChart(frame, "infer") },
      { title: "Families", spec: familyCountsChart(frame) },
      { title: "Parameters against time", spec: parametersVsTimeChart(frame, "infer") },
      { title: "Accuracy against image size", spec: accuracyVsSizeChart(frame) },
    ];
    html = chartPage({ title: "The lesson's charts", charts });
  });

  test.each(["light", "dark"] as const)("draw in %s, without requests and console messages", async (scheme) => {
    const { page, said, asked } = await open(html, scheme);
    const drawn = await Promise.all([1, 2, 3, 4, 5].map((nth) => marks(page, nth)));
    expect(drawn).toEqual([165, 61 + 9, 22, 165, 165]);
    expect({ said, asked }).toEqual({ said: [], asked: [] });
    expect(await page.locator("h1, h2").allTextContents()).toHaveLength(6);
    await page.screenshot({ path: join(PNG_DIR, `${scheme}.png`), fullPage: true });
    await page.context().close();
  });

  test("a click on the legend selects a family, a double click beside the points all", async () => {
    const { page, said } = await open(html, "light");
    expect(await marks(page, 1, '[opacity="0.1"]')).toBe(0);
    await page.locator("#chart-1 .role-legend-entry text", { hasText: /^levit$/ }).click();
    await expect.poll(() => marks(page, 1, '[opacity="0.1"]')).toBe(165 - 5);
    await page.locator("#chart-1 svg.marks").dblclick({ position: { x: 300, y: 580 } });
    await expect.poll(() => marks(page, 1, '[opacity="0.1"]')).toBe(0);
    expect(said).toEqual([]);
    await page.context().close();
  });

  test("a point shows its model", async () => {
    const { page } = await open(html, "light");
    await page.locator("#chart-1 .role-mark path").first().hover();
    const tip = page.locator("#vg-tooltip-element.visible");
    await tip.waitFor();
    expect(await tip.innerText()).toMatch(/levit_128s[\s\S]*76\.51/);
    await page.context().close();
  });

  test("follow the reader's theme when it changes", async () => {
    const { page, said } = await open(html, "light");
    const ink = (): Promise<string | null> =>
      page.locator("#chart-1 .role-axis-title text").first().getAttribute("fill");
    expect(await ink()).toBe("#000");
    await page.emulateMedia({ colorScheme: "dark" });
    await expect.poll(ink).toBe("#e8eaed");
    expect(said).toEqual([]);
    await page.context().close();
  });

  test("fit a narrow window", async () => {
    const { page } = await open(html, "light", 400);
    const widths: unknown = await page.evaluate(
      "[document.documentElement.scrollWidth, document.querySelector('.scroll').clientWidth, document.querySelector('.scroll').scrollWidth]",
    );
    expect(widths).toEqual([400, 326, 326]);
    await page.screenshot({ path: join(PNG_DIR, "narrow.png") });
    await page.context().close();
  });
});

describe("a page of odd charts", () => {
  test("names charts that cannot be drawn, draws the rest, and runs no script from the data", async () => {
    const hostile = '</script><script>console.log("run")</script><img src=x onerror=console.log("run")>';
    const charts = [
      { title: hostile, spec: { ...bars, title: hostile, description: hostile }, note: hostile },
      { title: "Broken", spec: { ...bars, mark: "pint" } },
      { title: "Own background", spec: { ...clipped, background: "#fffbe6" } },
      { title: "Empty", spec: { ...bars, data: { values: [] } } },
    ];
    const { page, said, asked } = await open(chartPage({ title: hostile, charts }), "dark");
    expect(await page.title()).toBe(hostile);
    expect(await page.locator("h2").first().textContent()).toBe(hostile);
    expect(await marks(page, 1)).toBe(2);
    expect(await page.locator("#chart-2 .chart").innerText()).toMatch(/^This chart could not be drawn: /);
    expect(await page.locator("#chart-3 .role-axis-title text").first().getAttribute("fill")).toBe("#000");
    expect(await page.locator("#chart-4 svg").count()).toBeGreaterThan(0);
    expect(said.filter((line) => !line.startsWith("WARN Infinite extent"))).toEqual([]);
    expect(asked).toEqual([]);
    await page.screenshot({ path: join(PNG_DIR, "odd.png"), fullPage: true });
    await page.context().close();
  });

  test("the keyboard reaches points and legend, and the data is behind the chart", async () => {
    const { page, said } = await open(chartPage({ title: "One", charts: [{ title: "", spec: keyboard }] }), "light");
    await page.locator("#chart-1 .role-mark [tabindex='0']").focus();
    await page.keyboard.press("ArrowRight");
    expect(await page.locator("#vg-tooltip-element.visible").innerText()).toMatch(/b\s+4\s/);
    expect(await page.evaluate("document.activeElement.getAttribute('aria-label')")).toContain("b: 4");
    await page.locator("#chart-1 .role-legend-symbol [tabindex='0']").focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator("#chart-1 .role-mark path[opacity='0.1']").count()).toBe(1);
    await page.locator("#chart-1 details.data summary").press("Enter");
    expect(await page.locator("#chart-1 details.data tr").allInnerTexts()).toEqual(["a\tb\tc", "1\t3\tx", "2\t4\ty"]);
    expect(said).toEqual([]);
    await page.context().close();
  });

  test("the keyboard reaches the marks that a selection draws again", async () => {
    const param = keyboard.params.find(({ bind }: { bind: unknown }) => bind === "legend");
    const spec = { ...keyboard, transform: [{ filter: { param: param.name } }] };
    const { page } = await open(chartPage({ title: "Filtered", charts: [{ title: "", spec }] }), "light");
    const reached = page.locator("#chart-1 .role-mark [tabindex='0']");
    await page.locator("#chart-1 .role-legend-symbol [tabindex='0']").press("End");
    await page.keyboard.press("Enter");
    await expect.poll(() => reached.getAttribute("aria-label")).toContain("b: 4");
    expect(await reached.count()).toBe(1);
    await page.context().close();
  });

  test("a wide chart is cut to the page, also when that changes, and its legend goes below", async () => {
    const spec = { ...keyboard, width: 1500 };
    const { page, said } = await open(chartPage({ title: "Wide", charts: [{ title: "", spec }] }), "dark", 1000);
    const widths = `[document.documentElement.scrollWidth - innerWidth,
      document.querySelector(".chart").getBoundingClientRect().right <= document.querySelector(".scroll").getBoundingClientRect().right,
      document.querySelector(".scroll").scrollWidth - document.querySelector(".scroll").clientWidth]`;
    await expect.poll(() => page.evaluate(widths)).toEqual([0, true, 0]);
    await page.setViewportSize({ width: 390, height: 800 });
    await expect.poll(() => page.evaluate(widths)).toEqual([0, true, 0]);
    const [legend, frame] = [".role-legend", ".role-mark"].map((name) => page.locator(`#chart-1 svg ${name}`).first());
    const [below, above] = [await legend?.boundingBox(), await frame?.boundingBox()];
    expect(below?.y).toBeGreaterThan((above?.y ?? 0) + (above?.height ?? 0));
    expect(said).toEqual([]);
    await page.context().close();
  });

  test("thousands of rows are drawn on a canvas", async () => {
    const values = Array.from({ length: 5000 }, (_, kind) => ({ kind: kind % 50, count: kind }));
    const { page, said } = await open(
      chartPage({ title: "Many", charts: [{ title: "", spec: { ...bars, mark: "point", data: { values } } }] }),
      "light",
    );
    await page.locator("#chart-1 canvas").waitFor();
    expect(said).toEqual([]);
    await page.context().close();
  });
});
