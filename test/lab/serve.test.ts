import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { notebookText } from "../support/notebooks.ts";
import { run } from "./support/command.ts";
import { startJupyterServer } from "./support/jupyter-server.ts";
import { labDir, tsnb } from "./support/paths.ts";
import { runTsnb } from "./support/run-tsnb.ts";

const TOKEN = "given-to-both";
const folder = mkdtempSync(join(tmpdir(), "tsnb-serve-"));
const server = spawn(process.execPath, [tsnb, "serve", folder, "--port", "0"], {
  env: { ...process.env, JUPYTER_TOKEN: TOKEN },
  stdio: ["ignore", "pipe", "inherit"],
});
let url = "";

beforeAll(async () => {
  const [line] = await once(server.stdout, "data");
  url = String(line).trim();
});

afterAll(async () => {
  server.kill();
  await once(server, "exit");
  rmSync(folder, { recursive: true, force: true });
});

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

it("executes the cells of a MyST page", async () => {
  const place = join(labDir, "mystmd");
  const myst = join(place, "node_modules", "mystmd", "dist", "myst.cjs");
  const install = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", place, "mystmd@1.8.3"];
  if (!existsSync(myst)) await run("npm", install);
  const book = join(folder, "book");
  mkdirSync(join(book, "template"), { recursive: true });
  // The default template comes from the network.
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
