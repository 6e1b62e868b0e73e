import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { notebookText } from "../support/notebooks.ts";
import { launchChromium } from "./support/browser.ts";
import { run } from "./support/command.ts";
import { startJupyterServer } from "./support/jupyter-server.ts";
import { labDir, tsnb } from "./support/paths.ts";
import { runTsnb } from "./support/run-tsnb.ts";

const TOKEN = "given-to-both";
const folder = mkdtempSync(join(tmpdir(), "tsnb-serve-"));
const pages = createServer((request, response) => sendPage(request.url ?? "/", response));
let server: ChildProcess;
let url = "";

beforeAll(async () => {
  await once(pages.listen(0, "127.0.0.1"), "listening");
  const started = spawn(process.execPath, [tsnb, "serve", folder, "--port", "0", "--allow-origin", pagesOrigin()], {
    env: { ...process.env, JUPYTER_TOKEN: TOKEN },
    stdio: ["ignore", "pipe", "inherit"],
  });
  server = started;
  const [line] = await once(started.stdout, "data");
  url = String(line).trim();
});

afterAll(async () => {
  pages.close();
  server.kill();
  await once(server, "exit");
  rmSync(folder, { recursive: true, force: true });
});

const thebe = join(labDir, "thebe");

function pagesOrigin(): string {
  const address = pages.address();
  return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
}

/** Serves a page with three cells, and the files of thebe. */
function sendPage(path: string, response: ServerResponse): void {
  if (path !== "/") {
    const file = join(thebe, "package", "lib", basename(new URL(path, pagesOrigin()).pathname));
    const type = file.endsWith(".css") ? "text/css" : "text/javascript";
    if (existsSync(file)) response.writeHead(200, { "Content-Type": type }).end(readFileSync(file));
    else response.writeHead(404).end();
    return;
  }
  const serverSettings = { baseUrl: url.replace(/\/$/, ""), token: TOKEN, appendToken: true };
  const config = { bootstrap: true, useBinder: false, kernelOptions: { kernelName: "tsnb" }, serverSettings };
  const cells = [
    "const answer: number = 6 * 7;\nconsole.log('six times seven is', answer);",
    "answer + 1",
    "missing();",
  ];
  const body = cells.map((code) => `<pre data-executable="true" data-language="typescript">${code}</pre>`).join("");
  response.writeHead(200, { "Content-Type": "text/html" });
  response.end(
    `<!doctype html><script type="text/x-thebe-config">${JSON.stringify(config)}</script>` +
      `<script src="index.js"></script>${body}`,
  );
}

it("is a gateway for Jupyter's server", async () => {
  writeFileSync(join(folder, "n.ipynb"), notebookText(["const x: number = 6 * 7;\nx"], "tsnb"));
  const gateway = [`--gateway-url=${url.replace(/\/$/, "")}`, `--GatewayClient.auth_token=${TOKEN}`];
  const jupyter = await startJupyterServer(inject("venv"), folder, { args: gateway });
  try {
    const there = ["--server", jupyter.url, "--token", jupyter.token];
    const ended = await runTsnb(["run", "n.ipynb", "--out", "out", ...there], { cwd: folder, venv: inject("venv") });
    expect(ended).toMatchObject({ status: 0 });
    expect(readFileSync(join(folder, "out", "notebooks", "n.ipynb"), "utf8")).toContain('"text/plain":["42"]');
  } finally {
    await jupyter.stop();
  }
});

it("runs the cells of a page with thebe", async () => {
  // The bundle for pages is self-contained; installing thebe would add 580 MB of dependencies.
  if (!existsSync(thebe)) {
    const packed = await run("npm", ["pack", "thebe@0.9.3", "--silent", "--pack-destination", folder]);
    mkdirSync(thebe, { recursive: true });
    await run("tar", ["-xzf", join(folder, packed.trim()), "-C", thebe]);
  }
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const outside: string[] = [];
    await page.route(
      (address) => address.hostname !== "127.0.0.1",
      (route) => {
        outside.push(route.request().url());
        return route.abort();
      },
    );
    await page.goto(pagesOrigin());
    await page.waitForFunction("window.thebe?.session?.kernel?.status === 'idle'");
    const cell = (at: number) => page.locator(".thebe-cell").nth(at);
    await cell(0).locator(".thebe-run-button").click();
    await cell(0).getByText("six times seven is 42").waitFor();
    await cell(1).locator(".thebe-run-button").click();
    await cell(1).getByText("43", { exact: true }).waitFor();
    await cell(2).locator(".thebe-run-button").click();
    await cell(2).getByText("ReferenceError").first().waitFor();
    expect(outside).toEqual([]);
  } finally {
    await browser.close();
  }
});

it("executes the cells of a MyST page", async () => {
  const place = join(labDir, "mystmd");
  const myst = join(place, "node_modules", "mystmd", "dist", "myst.cjs");
  const install = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", place, "mystmd@1.8.3"];
  if (!existsSync(myst)) await run("npm", install);
  const book = join(folder, "book");
  mkdirSync(join(book, "template"), { recursive: true });
  // MyST would download its default template.
  writeFileSync(join(book, "myst.yml"), "version: 1\nproject: {title: Book}\nsite: {template: ./template}\n");
  writeFileSync(join(book, "template", "template.yml"), "jtex: v1\nkind: site\ntitle: None\nversion: 1.0.0\n");
  const page = [
    "---",
    "kernelspec: {name: tsnb, display_name: TypeScript}",
    "---",
    "```{code-cell} typescript",
    "const answer: number = 6 * 7;",
    'console.log("the answer is", answer);',
    "```",
    "",
    "One more is {eval}`answer + 1`.",
  ];
  writeFileSync(join(book, "page.md"), page.join("\n"));
  const env = { ...process.env, JUPYTER_BASE_URL: url, JUPYTER_TOKEN: TOKEN };
  await promisify(execFile)(process.execPath, [myst, "build", "--execute", "--site", "--strict"], { cwd: book, env });
  const content = readFileSync(join(book, "_build", "site", "content", "page.json"), "utf8");
  expect(content).toContain("the answer is 42");
  expect(content).toContain('"text/plain":"43"');
});
