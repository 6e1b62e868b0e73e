import { mkdir, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { expect, inject, it, onTestFinished } from "vitest";
import { runNotebooks } from "../../src/run/index.ts";
import { notebookText } from "../support/notebooks.ts";
import { launchChromium } from "./support/browser.ts";
import { execute } from "./support/in-page.ts";
import { startJupyterLab } from "./support/jupyter-server.ts";
import { openNotebook } from "./support/lab-page.ts";
import { labDir, root } from "./support/paths.ts";

const CELL = `import { anywidget } from "tsnb/widgets";
anywidget({ esm: \`
globalThis.ran = ["module"];
export default {
  initialize() { globalThis.ran.push("initialize"); },
  render({ el }) { globalThis.ran.push("render"); el.textContent = "drawn"; },
};\`, state: { kept: 42 } })`;

// With jupyterlab_widgets 3.0 and anywidget 0.11; docs/widgets.md warns of it.
it("JupyterLab loads and initializes the module of a saved anywidget before trust, and draws it afterwards", async () => {
  const folder = join(labDir, "untrusted-widget");
  await mkdir(folder, { recursive: true });
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "saved.ipynb");
  await writeFile(file, notebookText([CELL], "tsnb"));
  const { notebooks } = await runNotebooks([file], { out: join(folder, "out") });
  const executed = notebooks[0]?.target ?? "";

  const server = await startJupyterLab(inject("venv"));
  onTestFinished(() => server.stop());
  const browser = await launchChromium();
  onTestFinished(() => browser.close());
  const { page, troubles } = await openNotebook(browser, server, relative(root, executed).replaceAll("\\", "/"));
  const ran = (): Promise<unknown> => page.evaluate("globalThis.ran");
  const output = page.locator(".jp-OutputArea-output");
  await expect.poll(ran, { timeout: 60_000 }).toEqual(["module", "initialize"]);
  expect(await output.innerText()).toBe("{ kept: 42 }");

  const trusted = page.evaluate(execute, ["notebook:trust", {}] as const);
  await page.getByRole("button", { name: "Confirm Trusting this notebook" }).click();
  await trusted;
  await expect.poll(() => output.innerText(), { timeout: 60_000 }).toBe("drawn");
  expect(await ran()).toEqual(["module", "initialize", "render"]);
  expect(troubles).toEqual([]);
});
