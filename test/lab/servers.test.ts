import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { notebookText } from "../support/notebooks.ts";
import { type JupyterServer, startJupyterServer } from "./support/jupyter-server.ts";
import { type Ended, runTsnb } from "./support/run-tsnb.ts";

const folder = mkdtempSync(join(tmpdir(), "tsnb-servers-"));
let server: JupyterServer;

const TYPESCRIPT = [
  "const x: number = 2;\nx * 21",
  'console.log(process.env.NO_COLOR, process.env.FORCE_COLOR, process.env.COLUMNS);\nconsole.error("err");',
  "for (let i = 0; i < 3; i++) console.log({ i });",
];
const PYTHON = ["import os\nprint(os.environ['NO_COLOR'], os.environ['COLUMNS'])", "1 + 1"];

beforeAll(async () => {
  server = await startJupyterServer(inject("venv"), folder, { args: ["--ServerApp.base_url=/base/path"] });
}, 60_000);

afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

function run(args: readonly string[]): Promise<Ended> {
  return runTsnb(["run", ...args], { cwd: folder, venv: inject("venv") });
}

describe("tsnb run --server", () => {
  it.each([
    ["tsnb", TYPESCRIPT],
    ["tslab", TYPESCRIPT],
    ["python3", PYTHON],
  ] as const)("gives the outputs of a local run, byte for byte: %s", async (kernel, cells) => {
    writeFileSync(join(folder, `${kernel}.ipynb`), notebookText(cells, kernel));
    const local = await run([`${kernel}.ipynb`, "--out", "local"]);
    const remote = await run([
      `${kernel}.ipynb`,
      "--out",
      "remote",
      "--server",
      `${server.url}/base/path`,
      "--token",
      server.token,
    ]);
    expect([local.status, remote.status]).toEqual([0, 0]);
    const [here, there] = ["local", "remote"].map((out) =>
      readFileSync(join(folder, out, "notebooks", `${kernel}.ipynb`), "utf8"),
    );
    expect(there).toBe(here);
  });
});
