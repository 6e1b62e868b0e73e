import { randomUUID } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { execute, kernelIsIdle, runIsOver } from "./in-page.ts";
import type { JupyterServer } from "./jupyter-server.ts";

/** A notebook open in JupyterLab, and the errors, warnings and failed or outside requests of its page so far. */
export type LabPage = {
  readonly page: Page;
  readonly troubles: readonly string[];
  /** Saves the notebook and reloads the page, so that outputs are drawn from the file. */
  readonly saveAndReload: () => Promise<void>;
};

const RUN = 300_000;

// JupyterLab warns about its own plugins, and cells to scroll to, that come slowly on a busy machine.
const SLOW = /^Plugin \S+ .*to activate\.$|^Item with index \d+ did not appear within \d+ ms$/;

// As tall as the tallest output: JupyterLab scrolls notebooks, and a picture lacks what is scrolled away.
const VIEWPORT = { width: 1600, height: 2400 };

/** Opens a notebook, by its path from the project's root, and waits for its kernel. */
export async function openNotebook(
  browser: Browser,
  server: JupyterServer,
  path: string,
  viewport = VIEWPORT,
): Promise<LabPage> {
  const page = await browser.newPage({ viewport });
  page.setDefaultTimeout(RUN);
  const troubles: string[] = [];
  page.on("pageerror", (error) => troubles.push(`page error: ${error.message}`));
  let leaving = false;
  page.on("requestfailed", (request) => {
    const error = request.failure()?.errorText ?? "";
    // A page that is left aborts its open requests.
    if (!(leaving && error === "net::ERR_ABORTED")) troubles.push(`failed: ${request.url()} ${error}`);
  });
  page.on("console", (message) => {
    const [type, text] = [message.type(), message.text()];
    if (["error", "warning"].includes(type) && !SLOW.test(text)) troubles.push(`console ${type}: ${text}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) troubles.push(`${response.status()}: ${response.url()}`);
  });
  page.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith("http") && origin !== server.url) troubles.push(`outside: ${request.url()}`);
  });
  await page.goto(`${server.url}/lab/workspaces/${randomUUID()}/tree/${path}?token=${server.token}`);
  await ready(page);
  const saveAndReload = async (): Promise<void> => {
    await page.evaluate(execute, ["docmanager:save", {}] as const);
    leaving = true;
    await page.reload();
    leaving = false;
    await ready(page);
  };
  return { page, troubles, saveAndReload };
}

async function ready(page: Page): Promise<void> {
  await page.locator(".jp-NotebookPanel .jp-Cell").first().waitFor();
  await page.waitForFunction(kernelIsIdle);
}

/** Chooses Run > Run All Cells and waits until the run is over. */
export async function runAll(page: Page): Promise<void> {
  await page.getByRole("menuitem", { name: "Run", exact: true }).click();
  await page.getByRole("menuitem", { name: /^Run All Cells/ }).click();
  await page.waitForFunction(runIsOver);
}

/** Switches the theme; JupyterLab does not redraw existing outputs. */
export async function useTheme(page: Page, theme: string): Promise<void> {
  await page.evaluate(execute, ["apputils:change-theme", { theme }] as const);
  await page.locator(`body[data-jp-theme-name="${theme}"]`).waitFor({ state: "attached" });
  // JupyterLab never removes its splash screen if the theme changes again while the splash fades.
  await page.locator("#jupyterlab-splash").waitFor({ state: "detached" });
}
