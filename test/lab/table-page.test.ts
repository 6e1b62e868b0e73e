import { join } from "node:path";
import { mkdirSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { table } from "../../src/display/table/table.ts";
import { launchChromium } from "./support/browser.ts";
import { labDir } from "./support/paths.ts";

const rows = Array.from({ length: 25 }, (_, n) => ({ n: (n * 7) % 25, name: n === 3 ? null : `row ${n}` }));

let browser: Browser;
let page: Page;
const said: string[] = [];

beforeAll(async () => {
  browser = await launchChromium();
  mkdirSync(labDir, { recursive: true });
  const file = join(labDir, "table.html");
  writeFileSync(file, `<meta charset="utf-8">${table(rows, { rows: 10 }).html()}`);
  page = await browser.newPage();
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.message));
  await page.goto(pathToFileURL(file).href);
});
afterAll(() => browser?.close());

async function column(at: number): Promise<string[]> {
  return page.locator(`tbody td:nth-child(${at})`).allInnerTexts();
}

test("a table with pages shows the first rows, and one line about the hidden ones", async () => {
  expect(await column(1)).toEqual(["0", "7", "14", "21", "3", "10", "17", "24", "6", "13"]);
  expect((await page.locator("body").innerText()).match(/hidden|of \d+ rows/g)).toEqual(["of 25 rows"]);
});

test("buttons turn the pages", async () => {
  const [back, on] = [page.getByLabel("Previous rows"), page.getByLabel("Next rows")];
  expect(await back.isDisabled()).toBe(true);
  await on.click();
  await on.click();
  expect(await column(1)).toEqual(["15", "22", "4", "11", "18"]);
  expect((await page.locator("span[aria-live]").innerText()).trim()).toBe("21–25 of 25 rows");
  expect(await on.isDisabled()).toBe(true);
  await back.click();
  expect(await column(1)).toHaveLength(10);
});

test("a header sorts by keyboard, numbers by their value, nulls last, and says so", async () => {
  const [n, name] = [page.getByRole("button", { name: "n", exact: true }), page.getByRole("button", { name: "name" })];
  await n.focus();
  await page.keyboard.press("Enter");
  expect(await column(1)).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
  await page.keyboard.press("Enter");
  expect((await column(1))[0]).toBe("24");
  expect(await page.locator("th").first().getAttribute("aria-sort")).toBe("descending");
  await page.keyboard.press("Enter");
  expect((await column(1)).slice(0, 3)).toEqual(["0", "7", "14"]);
  expect(await page.locator("th").first().getAttribute("aria-sort")).toBeNull();
  await name.click();
  expect((await column(2)).slice(0, 4)).toEqual(["row 0", "row 1", "row 2", "row 4"]);
  expect(said).toEqual([]);
});

/** A time in the unit that people use. */
function unit(value: unknown): string {
  return Number(value) < 0.001 ? `${Number(value) * 1e6} µs` : `${Number(value) * 1e3} ms`;
}

test.each([20, 3])(
  "columns are sorted by their values, not their text, with NaN and nulls last; %d rows a page",
  async (length) => {
    const secs = [0.0012, 0.000047, Number.NaN, 12, null, Number.POSITIVE_INFINITY];
    const mixed = [1.5, "n/a", 1.25, null, -3, 10];
    const all = secs.map((value, at) => ({ plain: value, unit: value, mixed: mixed[at] }));
    const file = join(labDir, `table-sorted-${length}.html`);
    writeFileSync(file, `<meta charset="utf-8">${table(all, { rows: length, formats: { unit } }).html()}`);
    const sorted = await browser.newPage();
    sorted.on("pageerror", (error) => said.push(error.message));
    await sorted.goto(pathToFileURL(file).href);
    const allTexts = async (at: number): Promise<string[]> => {
      const texts: string[] = [];
      for (;;) {
        texts.push(...(await sorted.locator(`tbody td:nth-child(${at})`).allInnerTexts()));
        const on = sorted.getByLabel("Next rows");
        if ((await on.count()) === 0 || (await on.isDisabled())) return texts;
        await on.click();
      }
    };
    const orders: string[][] = [];
    for (const [at, name] of ["plain", "unit", "mixed"].entries()) {
      for (const _direction of ["up", "down"]) {
        await sorted.getByRole("button", { name }).click();
        orders.push(await allTexts(at + 1));
      }
    }
    expect(orders).toEqual([
      ["4.700e-5", "1.200e-3", "1.200e+1", "Infinity", "NaN", "null"],
      ["Infinity", "1.200e+1", "1.200e-3", "4.700e-5", "NaN", "null"],
      ["47 µs", "1.2 ms", "12000 ms", "Infinity ms", "NaN ms", "null"],
      ["Infinity ms", "12000 ms", "1.2 ms", "47 µs", "NaN ms", "null"],
      ["-3", "1.25", "1.5", "10", "n/a", "null"],
      ["10", "1.5", "1.25", "-3", "n/a", "null"],
    ]);
    await sorted.close();
    expect(said).toEqual([]);
  },
);
