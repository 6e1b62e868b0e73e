import type { TestProject } from "vitest/node";
import { run } from "./support/command.ts";
import { tsnb } from "./support/paths.ts";
import { makeVenv } from "./support/venv.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A virtual environment with JupyterLab, Jupyter's clients and the kernelspecs of tslab and tsnb. */
    venv: string;
  }
}

export default async function setup(project: TestProject): Promise<void> {
  const venv = await makeVenv();
  await run(process.execPath, [tsnb, "kernel", "install", "--tslab", "--prefix", venv]);
  const node = process.env["TSNB_TEST_NODE"] ?? process.execPath;
  await run(process.execPath, [tsnb, "kernel", "install", "--prefix", venv, "--node", node]);
  project.provide("venv", venv);
}
