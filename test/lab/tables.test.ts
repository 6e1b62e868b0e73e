import { mkdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { notebookPage } from "../../src/convert/html/page.ts";
import { table } from "../../src/display/table/table.ts";
import { parseNotebook } from "../../src/notebook/file/read.ts";
import { reportPage } from "../../src/report/html/page.ts";
import { notebookText } from "../support/notebooks.ts";
import { cellResult, notebookResult } from "../support/results.ts";
import { launchChromium } from "./support/browser.ts";
import { contrast } from "./support/contrast.ts";
import { coloursOf } from "./support/in-page.ts";
import { type JupyterServer, startJupyterLab } from "./support/jupyter-server.ts";
import { type LabPage, openNotebook, runAll, useTheme } from "./support/lab-page.ts";
import { labDir, root } from "./support/paths.ts";

const SHOTS = join(labDir, "screenshots", "tables");
const ROWS = `Array.from({ length: 65 }, (_, n) => ({
  model: \`model \${(n * 7) % 65}\`, secs: n === 4 ? null : ((n * 12) % 65) / 4, cores: n % 3 }))`;
const CELLS = [
  `import { table } from "tsnb/display";\ntable(${ROWS}, { units: { secs: "s" } })`,
  `table([{ city: "Turin", rain: 905 }, { city: "Bergen", rain: 2475 }, { city: "Oslo", rain: 763 }])`,
];

let server: JupyterServer;
let browser: Browser;

beforeAll(async () => {
  server = await startJupyterLab(inject("venv"));
  browser = await launchChromium();
  await mkdir(SHOTS, { recursive: true });
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** Opens a notebook of these cells; JupyterLab does not trust the outputs that it has. */
async function open(name: string, cells: Parameters<typeof notebookText>[0]): Promise<LabPage> {
  const file = join(labDir, `${name}.ipynb`);
  await writeFile(file, notebookText(cells, "tsnb"));
  const lab = await openNotebook(browser, server, relative(root, file).replaceAll("\\", "/"));
  await lab.page.setViewportSize({ width: 1280, height: 1000 });
  return lab;
}

function column(output: Locator, at: number): Promise<string[]> {
  return output.locator(`tbody td:nth-child(${at})`).allInnerTexts();
}

async function readable(page: Page, selector: string): Promise<boolean> {
  const colours = await page.evaluate(coloursOf, selector);
  return colours.length > 0 && colours.every(({ text, behind }) => contrast(text, behind) > 4.5);
}

it("in JupyterLab readers sort tables and page through them, without the kernel", async () => {
  const { page, troubles } = await open("tables", CELLS);
  await runAll(page);
  await useTheme(page, "JupyterLab Light");
  await page.getByRole("menuitem", { name: "Kernel", exact: true }).click();
  await page.getByRole("menuitem", { name: "Shut Down Kernel", exact: true }).click();
  const [long, short] = [0, 1].map((at) => page.locator(".jp-OutputArea-output").nth(at));
  if (!long || !short) throw new Error("No outputs");
  expect(await column(long, 1)).toHaveLength(20);
  await page.screenshot({ path: join(SHOTS, "light.png") });
  await long.getByRole("button", { name: "secs (s)" }).click();
  expect((await column(long, 2)).slice(0, 3)).toEqual(["0.00", "0.25", "0.50"]);
  await long.getByLabel("Next rows").click();
  await long.getByText("21–40 of 65 rows").waitFor();
  expect((await column(long, 2))[0]).toBe("5.00");
  await long.getByLabel("Next rows").click();
  await long.getByLabel("Next rows").click();
  expect((await column(long, 2)).at(-1)).toBe("null");
  await short.getByRole("button", { name: "rain" }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  expect(await column(short, 1)).toEqual(["Bergen", "Turin", "Oslo"]);
  await page.screenshot({ path: join(SHOTS, "light-sorted.png") });
  await useTheme(page, "JupyterLab Dark");
  await page.screenshot({ path: join(SHOTS, "dark-sorted.png") });
  expect(await readable(page, ".jp-OutputArea-output :is(th, td, button:enabled, span[aria-live])")).toBe(true);
  expect(troubles).toEqual([]);
  await page.close();
});

const rows = Array.from({ length: 65 }, (_, n) => ({ n: (n * 7) % 65, name: `row ${n}` }));
const executed = {
  cell_type: "code" as const,
  source: "table(rows)",
  execution_count: 1,
  outputs: [{ output_type: "display_data", data: { "text/html": table(rows).html() }, metadata: {} }],
};

it("a notebook that is not trusted has plain tables, and no warning", async () => {
  const { page, troubles } = await open("tables-untrusted", [executed]);
  const output = page.locator(".jp-OutputArea-output").first();
  await output.locator("tbody tr").first().waitFor();
  // 20 rows, and one line in place of the hidden rows between them.
  expect(await output.locator("tbody tr").count()).toBe(21);
  expect(await output.innerText()).toMatch(/65 rows × 2 columns, 45 rows hidden$/);
  expect(await output.locator("button, script").count()).toBe(0);
  await page.screenshot({ path: join(SHOTS, "untrusted.png") });
  expect(troubles).toEqual([]);
  await page.close();
});

const notebook = parseNotebook(notebookText([executed], "tsnb"), "tables.ipynb");
it.each([
  [
    "report",
    "light",
    await reportPage({ notebooks: [notebookResult({ cells: [cellResult({ index: 0 })], notebook })] }),
  ],
  ["notebook", "dark", notebookPage(notebook, "tables")],
] as const)("so they do in a %s's page", async (name, colorScheme, html) => {
  const file = join(labDir, `tables-${name}.html`);
  await writeFile(file, html);
  const context = await browser.newContext({ colorScheme, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const said: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.message));
  page.on("request", (request) => said.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  const output = page.locator(".output .html").first();
  await output.getByRole("button", { name: "n", exact: true }).click();
  expect((await column(output, 1)).slice(0, 3)).toEqual(["0", "1", "2"]);
  await output.getByLabel("Next rows").click();
  expect((await column(output, 1))[0]).toBe("20");
  await page.screenshot({ path: join(SHOTS, `${name}.png`) });
  expect(await readable(page, ".output .html :is(th, td, span[aria-live])")).toBe(true);
  expect(said.filter((line) => !line.startsWith("data:")).slice(1)).toEqual([]);
  await context.close();
});
