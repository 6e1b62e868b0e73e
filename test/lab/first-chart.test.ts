import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launchChromium } from "./support/browser.ts";
import { run } from "./support/command.ts";
import { labDir, root } from "./support/paths.ts";

const LONG = 600_000;

let folder: string;
let browser: Browser;
let server: ChildProcess | undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "tsnb-first-"));
  await run("git", ["clone", "--quiet", root, join(folder, "clone")]);
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  if (server?.pid !== undefined && server.exitCode === null) {
    const ended = new Promise((resolve) => server?.once("close", resolve));
    process.kill(-server.pid, "SIGTERM");
    await ended;
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** The address that a server prints. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let log = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        log += text;
        const address = /http:\/\/(?:localhost|127\.0\.0\.1):\d+\/lab\/tree\/\S+\?token=\w+/.exec(log)?.[0];
        if (address !== undefined) resolve(address);
      });
    }
    child.once("error", reject);
    child.once("close", (code) => reject(new Error(`npm run lab ended with ${code}:\n${log}`)));
  });
}

// Each run writes how long it took into out/lab/first-chart.txt.
it(
  "a fresh clone shows its first chart, drawn by Vega, after one command",
  async () => {
    const began = performance.now();
    const { VIRTUAL_ENV: _, CONDA_PREFIX: __, JUPYTER_PATH: ___, ...rest } = process.env;
    const own = Object.fromEntries(
      ["CONFIG", "DATA", "RUNTIME"].map((name) => [`JUPYTER_${name}_DIR`, join(folder, name)]),
    );
    server = spawn("npm", ["run", "lab", "--", "--no-browser"], {
      cwd: join(folder, "clone"),
      env: { ...rest, ...own },
      stdio: ["ignore", "pipe", "pipe"],
      // The server is a descendant of npm: a process group of its own can be ended as a whole.
      detached: true,
    });
    const address = await addressOf(server);
    const served = performance.now();
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(LONG);
    await page.goto(address.replace("localhost", "127.0.0.1"));
    expect(new URL(page.url()).pathname).toMatch(/\/lab\/tree\/notebooks\/01-.*\.ipynb$/);
    await page.locator(".jp-NotebookPanel .jp-Cell").first().waitFor();
    await page
      .locator("#jp-main-statusbar")
      .getByText(/\| Idle$/)
      .waitFor();
    // The chart must come from the kernel, not from the file.
    await page.getByRole("menuitem", { name: "Edit", exact: true }).click();
    await page.getByRole("menuitem", { name: "Clear Outputs of All Cells" }).click();
    await expect.poll(() => page.locator(".jp-OutputArea .vega-embed").count()).toBe(0);
    await page.getByRole("menuitem", { name: "Run", exact: true }).click();
    await page.getByRole("menuitem", { name: /^Run All Cells/ }).click();
    const chart = page.locator(".jp-OutputArea .vega-embed svg.marks").first();
    await chart.waitFor();
    const drawn = performance.now();
    await chart.scrollIntoViewIfNeeded();
    mkdirSync(join(labDir, "screenshots"), { recursive: true });
    await page.screenshot({ path: join(labDir, "screenshots", "first-chart.png") });
    const seconds = [served, drawn].map((at) => ((at - began) / 1000).toFixed(1));
    writeFileSync(join(labDir, "first-chart.txt"), `server after ${seconds[0]} s, chart after ${seconds[1]} s\n`);
  },
  LONG,
);
